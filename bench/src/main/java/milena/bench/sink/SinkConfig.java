package milena.bench.sink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a sink behaves.
 *
 * @param moods how it treats the mail of each domain
 * @param extensions what it announces in reply to EHLO
 * @param limits what bounds its memory and patience
 * @param latency how long every final reply waits, up to 5 ms more; a slow domain's own delay comes
 *     on top
 * @param log where each delivery is written as a line, message id, tab, recipient; null for nowhere
 * @param threads how many event loops serve the connections, from 1
 */
public record SinkConfig(
    MoodTable moods,
    Set<SinkExtension> extensions,
    SinkLimits limits,
    Duration latency,
    @Nullable Path log,
    int threads) {

  /** Copies the extensions and checks the ranges. */
  public SinkConfig {
    extensions = Set.copyOf(extensions);
    if (threads < 1 || latency.isNegative()) {
      throw new IllegalArgumentException("needs at least one thread and no negative latency");
    }
  }

  /** Returns a sink that accepts everything, announces everything, on one thread. */
  public static SinkConfig accepting() {
    return new SinkConfig(
        MoodTable.accepting(),
        EnumSet.allOf(SinkExtension.class),
        SinkLimits.defaults(),
        Duration.ZERO,
        null,
        1);
  }

  /** Returns the sink of the sandbox: the same with the sandbox's moods. */
  public static SinkConfig sandbox() {
    return accepting().withMoods(MoodTable.sandbox());
  }

  /** Returns this with other moods. */
  public SinkConfig withMoods(MoodTable other) {
    return new SinkConfig(other, extensions, limits, latency, log, threads);
  }

  /** Returns this with other extensions. */
  public SinkConfig withExtensions(Set<SinkExtension> other) {
    return new SinkConfig(moods, other, limits, latency, log, threads);
  }

  /** Returns this with other limits. */
  public SinkConfig withLimits(SinkLimits other) {
    return new SinkConfig(moods, extensions, other, latency, log, threads);
  }

  /** Returns this with another latency of every final reply. */
  public SinkConfig withLatency(Duration other) {
    return new SinkConfig(moods, extensions, limits, other, log, threads);
  }

  /** Returns this with a file for each delivery, or null for none. */
  public SinkConfig withLog(@Nullable Path other) {
    return new SinkConfig(moods, extensions, limits, latency, other, threads);
  }
}
