package milena.ingest.log;

import java.util.function.Consumer;

/**
 * The log as ingest sees it: append only, and every append ends in exactly one outcome within the
 * log's timeout. Calls never block. The outcome may come on a thread of the log's own, or before
 * the call returns; who takes it must not block either.
 */
public interface SubmissionLog {

  /**
   * Appends one chunk of a large body. Chunks of one content stand in one partition, in order. The
   * slice's bytes are read before this returns.
   */
  void append(ContentSlice slice, Consumer<LogOutcome> whenDone);

  /**
   * Appends one transaction: all its recipients become visible together or not at all.
   *
   * <p>One case stays open, as for every mail server: when the log has appended the record but its
   * acknowledgement is lost or comes after the timeout, the outcome is {@link LogUnavailable}
   * though the message will be delivered, and a client that tries again delivers it twice (RFC
   * 1047).
   */
  void append(Submittal submittal, Consumer<LogOutcome> whenDone);
}
