/**
 * Beside the way: operators' commands, from whoever gives them to every partition of the shaper.
 *
 * <p>What comes in are an operator's wishes; {@link milena.router.command.Wish} says which of them
 * make sense, and {@link milena.router.command.CommandLog} writes a command to {@code
 * mail.commands} and returns when all replicas have it. {@link milena.router.command.CommandCopies}
 * copies each to all partitions of {@code mail.control}; after a failure it copies some again,
 * under the same number, which the shaper knows by it. What may fail is the log alone. Next: {@link
 * milena.router.lever.LeverRules}, in the shaper.
 */
@NullMarked
package milena.router.command;

import org.jspecify.annotations.NullMarked;
