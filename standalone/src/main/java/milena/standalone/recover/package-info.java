/**
 * What a power cut needs: to be noticed, and to be made good before mail moves again.
 *
 * <p>What comes in is the data folder as the last process left it. {@link
 * milena.standalone.recover.LogWitness} tells from a small synced file whether that process was
 * stopped, has died, or lost what the kernel had not written yet. In the last case {@link
 * milena.standalone.recover.Recovery} drops everything that was derived from flushed topics, as one
 * generation, since offsets are given out again and an old reference could point at another
 * person's mail; and it gathers from what survived which submissions had ended and how often others
 * had been tried, which the router then goes by. What may fail is the disk or the broker: then the
 * start fails, and the next one begins the recovery again. Where next: {@code milena.router.past}
 * has what was gathered, and {@code docs/decisions} says why it is done in this way.
 */
@NullMarked
package milena.standalone.recover;

import org.jspecify.annotations.NullMarked;
