/**
 * What commands print about the policy.
 *
 * <p>What comes in: findings, differences, versions and effective values of {@code milena.policy}.
 * What goes out: lines for people and one JSON object for programs, the same facts in both. Nothing
 * fails here but a bug. Next: {@code milena.standalone.command} prints it.
 */
@NullMarked
package milena.standalone.policy;

import org.jspecify.annotations.NullMarked;
