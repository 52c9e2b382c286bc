/**
 * The policy as its operator writes it: one document, in YAML or in TOML.
 *
 * <p>{@link milena.policy.document.PolicyReader} makes a {@link milena.policy.Policy} of it, or
 * says all that is wrong with it at once, each with its line; and what it says without any effect.
 * {@link milena.policy.document.Keys} is the catalogue of what may be said: the reader goes by it,
 * and the reference page is made from it. {@link milena.policy.document.PolicyDiff} tells two
 * versions apart, {@link milena.policy.document.Explain} says what holds for some traffic and which
 * line says so. What comes in is untrusted text: only its tree is built, {@link
 * milena.policy.document.Node}s with their lines that are the same of both notations, never an
 * object; size, depth and aliases are bounded. Next: {@code milena.policy.versions} keeps it in the
 * log.
 */
@NullMarked
package milena.policy.document;

import org.jspecify.annotations.NullMarked;
