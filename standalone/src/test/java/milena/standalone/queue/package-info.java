/** Tests of what operators are told, and how it is printed. */
@NullMarked
package milena.standalone.queue;

import org.jspecify.annotations.NullMarked;
