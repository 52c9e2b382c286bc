/**
 * What the operator says of who may send what, where, when and how fast.
 *
 * <p>{@link milena.policy.Policy} is one version of it, as records; every question is asked with a
 * {@link milena.policy.Traffic} and answered with where in the document the answer is from. Nothing
 * here knows a file, the log or a clock. {@code document} reads it from YAML and finds what is
 * wrong with it, {@code kumo} from KumoMTA's files, {@code versions} keeps it in {@code
 * mail.policy}. Who asks: the router for the pool, the shaper for limits, times and reactions, the
 * delivery worker for what holds on a path.
 */
@NullMarked
package milena.policy;

import org.jspecify.annotations.NullMarked;
