/**
 * The versions of the policy, in the log.
 *
 * <p>{@link milena.policy.versions.PolicyVersions} puts a document into {@code mail.policy} as the
 * next version, which holds for the whole cluster from then on; nothing that was put is ever
 * changed, and to go back is to put an old text again. {@link milena.policy.versions.PolicyWatch}
 * follows the topic in each process that asks the policy, and has the version in force at hand.
 * What may fail: somebody else puts a version in the same moment, then one of the two is refused
 * and nothing is lost; a version cannot be read, then the last good one stays in force and a metric
 * says so; broker or registry are away, then what is known stays. Next: {@link
 * milena.policy.Policy} answers.
 */
@NullMarked
package milena.policy.versions;

import org.jspecify.annotations.NullMarked;
