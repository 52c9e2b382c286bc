/**
 * Tests of reading a configuration. What comes in are flags, environments and files as an operator
 * writes them, right and wrong. What goes out is compared with what the operator must see: the
 * value that wins, where it is from, and every problem at once.
 */
@NullMarked
package milena.runtime.config;

import org.jspecify.annotations.NullMarked;
