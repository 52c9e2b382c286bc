package milena.bench.load;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run of the load generator does.
 *
 * @param target the server, resolved
 * @param pace how much, how fast, over how many connections
 * @param envelope who sends to whom
 * @param content what the messages are made of
 * @param patience how much it puts up with
 * @param acked where each accepted recipient is written as a line: message id, tab, recipient, tab,
 *     the queue id that the server's 250 named; null for nowhere
 * @param entry what each connection does before it sends
 */
public record LoadPlan(
    InetSocketAddress target,
    LoadPace pace,
    LoadEnvelope envelope,
    LoadContent content,
    LoadPatience patience,
    @Nullable Path acked,
    LoadEntry entry) {
  private static final int DEFAULT_MESSAGES = 1_000;
  private static final int DEFAULT_CONNECTIONS = 20;
  private static final int DEFAULT_SIZE = 4096;

  /** Checks that the target has an address. */
  public LoadPlan {
    if (target.isUnresolved()) {
      throw new IllegalArgumentException("unknown host: " + target.getHostString());
    }
  }

  /** Returns 1,000 messages of 4 KiB to {@code accept.test} over 20 connections. */
  public static LoadPlan to(InetSocketAddress target) {
    return new LoadPlan(
        target,
        LoadPace.of(DEFAULT_MESSAGES, DEFAULT_CONNECTIONS),
        LoadEnvelope.to(List.of("accept.test")),
        new LoadContent(DEFAULT_SIZE, 1),
        LoadPatience.defaults(),
        null,
        LoadEntry.open());
  }

  /** Returns this with another pace. */
  public LoadPlan withPace(LoadPace other) {
    return new LoadPlan(target, other, envelope, content, patience, acked, entry);
  }

  /** Returns this with another envelope. */
  public LoadPlan withEnvelope(LoadEnvelope other) {
    return new LoadPlan(target, pace, other, content, patience, acked, entry);
  }

  /** Returns this with other content. */
  public LoadPlan withContent(LoadContent other) {
    return new LoadPlan(target, pace, envelope, other, patience, acked, entry);
  }

  /** Returns this with another patience. */
  public LoadPlan withPatience(LoadPatience other) {
    return new LoadPlan(target, pace, envelope, content, other, acked, entry);
  }

  /** Returns this with a file of what was accepted, or null for none. */
  public LoadPlan withAcked(@Nullable Path other) {
    return new LoadPlan(target, pace, envelope, content, patience, other, entry);
  }

  /** Returns this with another way in. */
  public LoadPlan withEntry(LoadEntry other) {
    return new LoadPlan(target, pace, envelope, content, patience, acked, other);
  }
}
