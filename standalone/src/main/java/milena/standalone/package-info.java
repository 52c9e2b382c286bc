/**
 * The program: every service of Milena wired by hand into one process, and its settings.
 *
 * <p>What comes in: a command line, the environment and perhaps a file. What goes out: a running
 * system, or a report on one, and an exit code: 0 for success, 1 for a failure, 2 for a command
 * line or configuration that cannot be followed. What may fail: the configuration, of which every
 * problem is shown before anything is started; and a service, which stops the process with its
 * reason. Where next: {@link milena.standalone.command} has the commands, {@link
 * milena.standalone.kafka} the embedded log, and {@link milena.standalone.Standalone} the order in
 * which services start.
 */
@NullMarked
package milena.standalone;

import org.jspecify.annotations.NullMarked;
