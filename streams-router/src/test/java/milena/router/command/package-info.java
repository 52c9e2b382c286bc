/** Tests of commands and of the way they take. */
@NullMarked
package milena.router.command;

import org.jspecify.annotations.NullMarked;
