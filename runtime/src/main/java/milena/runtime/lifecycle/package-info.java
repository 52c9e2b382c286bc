/**
 * How the services of a process start, run and stop together.
 *
 * <p>What comes in: a list of {@link milena.runtime.lifecycle.Service}s in the order in which they
 * depend on one another, signals of the operating system, and the faults that services report. What
 * goes out: one {@link milena.runtime.lifecycle.LifecycleState}, and the exit code of the process.
 * What may fail: a start, which stops again what already runs; a running service, which ends the
 * process with its reason; a drain that takes longer than its deadline, which is cut off. What a
 * service does all the time is a {@link milena.runtime.lifecycle.Loop}, which outlives failures of
 * others. Where next: the state and the health of every service are shown by {@link
 * milena.runtime.observe}.
 */
@NullMarked
package milena.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;
