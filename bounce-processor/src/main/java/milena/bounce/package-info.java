/**
 * Turns failures into suppressions, so that what came back changes what is sent next.
 *
 * <p>What comes in are events ({@code mail.events}); what goes out are suppressions ({@code
 * mail.suppressions}), which the router reads. {@link milena.bounce.suppress.SuppressionRules}
 * decides; {@link milena.bounce.BounceService} reads, writes and only then commits, so that a
 * failure repeats a decision rather than losing it: the record is the same under the same key.
 * Next: {@code milena.router.route} ends the next submission to that recipient as suppressed.
 */
@NullMarked
package milena.bounce;

import org.jspecify.annotations.NullMarked;
