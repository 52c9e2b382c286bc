/**
 * Who may append, and how. A request to change something comes in; it is decided, appended, read
 * back and decided again, and only then answered.
 *
 * <p>{@link milena.registry.write.Writer} does that while it holds a term, which begins with an
 * entry of its own in the log; {@link milena.registry.write.Election} lets one process of a cluster
 * hold the seat. Out goes a {@link milena.registry.write.Written}: done, refused, not ours to
 * write, or failed without knowing. Losing the seat unnoticed does no harm, since readers leave out
 * what is appended after another epoch began. Next: {@code serve} speaks HTTP.
 */
@NullMarked
package milena.registry.write;

import org.jspecify.annotations.NullMarked;
