/**
 * How what is said of a policy is printed.
 *
 * <p>What comes in: results of {@code milena.policy}. What goes out: text for people, or JSON. What
 * may fail: nothing. Where next: {@code command} prints it.
 */
@NullMarked
package milena.standalone.policy;

import org.jspecify.annotations.NullMarked;
