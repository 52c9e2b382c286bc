/**
 * What a running process shows of itself: metrics and health.
 *
 * <p>What comes in: metrics that services declare as data ({@link milena.runtime.observe.Metric})
 * and count on, and the health of every service. What goes out: {@code /metrics} in the Prometheus
 * text format and {@code /health} as JSON on one small HTTP listener, and the reference page of the
 * metrics. What may fail: the listener's port is taken, which stops the start. Where next: whatever
 * scrapes it; nothing in the process reads these numbers back.
 */
@NullMarked
package milena.runtime.observe;

import org.jspecify.annotations.NullMarked;
