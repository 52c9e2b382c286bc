/**
 * Who may send what the shaper dispatched, and how far that has got.
 *
 * <p>What comes in are the partitions of {@code mail.dispatch} that the group gives to this worker;
 * what goes out are {@link milena.delivery.connect.Consignment}s, offered to the lanes, and in
 * {@code mail.attempts} one result for each of them and the markers of the claim. {@link
 * milena.delivery.claim.Claims} is the entry: it claims each partition before anything of it is
 * sent ({@link milena.delivery.claim.ClaimRules} has the rules), skips what the owner before had
 * finished, and commits below the lowest unfinished dispatch. {@link
 * milena.delivery.claim.BodyReader} reads envelopes and bodies when a connection is ready for them.
 * What may fail is the log: while it is away the claims lapse, nothing is begun, and all is taken
 * up again when it is back. From here a consignment goes on to {@code milena.delivery.connect}.
 */
@NullMarked
package milena.delivery.claim;

import org.jspecify.annotations.NullMarked;
