package milena.bench.sink;

import java.time.Duration;

/** How the sink treats mail for one domain. */
public sealed interface SinkMood {
  /** Takes everything. */
  record Accepts() implements SinkMood {}

  /**
   * Answers the final dot with a temporary reply, and accepts the same message for the same
   * recipient once it has come often enough.
   *
   * @param times how often it defers first, from 1
   * @param reply what it says, with a 4xx code
   */
  record DefersThenAccepts(int times, SinkReply reply) implements SinkMood {
    /** Checks the ranges. */
    public DefersThenAccepts {
      if (times < 1 || reply.code() / 100 != 4) {
        throw new IllegalArgumentException("needs a count from 1 and a 4xx reply");
      }
    }
  }

  /**
   * Answers RCPT for some recipients with 550 5.1.1 and takes the rest.
   *
   * @param unknownPrefix refuses local parts that begin so; empty for none
   * @param fraction refuses this share of all other addresses, from 0 to 1, always the same ones
   */
  record RejectsSome(String unknownPrefix, double fraction) implements SinkMood {
    /** Checks the range. */
    public RejectsSome {
      if (!(fraction >= 0 && fraction <= 1)) {
        throw new IllegalArgumentException("fraction must be from 0 to 1: " + fraction);
      }
    }
  }

  /**
   * Refuses everything for good.
   *
   * @param reply what it says, with a 5xx code
   * @param moment whether to RCPT or to the final dot
   */
  record Refuses(SinkReply reply, Moment moment) implements SinkMood {
    /** Checks the code. */
    public Refuses {
      if (reply.code() / 100 != 5) {
        throw new IllegalArgumentException("needs a 5xx reply");
      }
    }
  }

  /**
   * Takes everything, but lets the client wait for the final reply.
   *
   * @param delay how long, up to an hour
   */
  record Slow(Duration delay) implements SinkMood {
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Checks the range. */
    public Slow {
      if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("delay must be from 0 to one hour: " + delay);
      }
    }
  }

  /** Closes the connection after the final dot without a reply. */
  record Drops() implements SinkMood {}

  /** Answers RCPT with 421 and closes; as the mood of every domain it does so at connect. */
  record Busy() implements SinkMood {}

  /** When a refusal is given. */
  enum Moment {
    /** In reply to RCPT. */
    RECIPIENT,
    /** In reply to the final dot. */
    MESSAGE
  }
}
