/**
 * The commands of the program, one class each.
 *
 * <p>What comes in: the rest of a command line. What goes out: text for people, or JSON where
 * {@code --json} is given, on standard output; problems on standard error; and an exit code. What
 * may fail: a flag that does not exist, which is reported together with everything else that is
 * wrong with the configuration. Where next: {@link milena.standalone.Standalone} wires what the
 * commands start.
 */
@NullMarked
package milena.standalone.command;

import org.jspecify.annotations.NullMarked;
