/**
 * What had become of submissions before the queue was lost.
 *
 * <p>After a power cut the router reads all submissions again, and what is to become of each
 * follows from what had: events that survived and results of attempts come in, on disk and not on
 * the heap ({@link milena.router.past.PastStore}); out goes, by submission, a {@link
 * milena.router.past.Remembered}. All that is put in is true for ever, so it may be put in twice
 * and in any order. What may fail is the disk. Next: {@code milena.router.route} asks for every
 * recipient before it routes.
 */
@NullMarked
package milena.router.past;

import org.jspecify.annotations.NullMarked;
