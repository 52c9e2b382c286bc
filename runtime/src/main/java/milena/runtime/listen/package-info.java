/**
 * What listeners have in common, whatever is spoken on them.
 *
 * <p>What comes in are clients that nobody knows yet. {@link
 * milena.runtime.listen.ConnectionLimits} counts their connections, in all and by address, for the
 * doors of mail; {@link milena.runtime.listen.SmallHttp} makes the JDK's server for the few pages
 * that are asked for now and then, with bounds on what a slow client can hold. What may fail is
 * that there are too many, or that an address is taken. Where next: the listeners themselves, each
 * in its own module, and {@code observe}.
 */
@NullMarked
package milena.runtime.listen;

import org.jspecify.annotations.NullMarked;
