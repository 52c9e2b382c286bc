/**
 * Tests of the commands. What comes in is a command line. What goes out is text on the two streams
 * and an exit code, of commands in this process and of a whole process that is stopped by a signal.
 */
@NullMarked
package milena.standalone.command;

import org.jspecify.annotations.NullMarked;
