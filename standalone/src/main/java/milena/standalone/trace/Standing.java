package milena.standalone.trace;

/** Where a submission is now. */
public sealed interface Standing {

  /** The submission. */
  String submissionId();

  /** Whom it is for, as far as is known. */
  String recipient();

  /**
   * It has ended.
   *
   * @param ending delivered, bounced and so on
   */
  record Ended(String submissionId, String recipient, String ending) implements Standing {}

  /**
   * It waits to be taken up by a stage.
   *
   * @param stage router or shaper
   */
  record Unread(String submissionId, String recipient, String stage) implements Standing {}

  /**
   * The router has set it aside.
   *
   * @param until when it goes on without an answer, ms since the epoch; 0 for never
   */
  record Aside(String submissionId, String recipient, String reason, long until)
      implements Standing {}

  /**
   * The shaper holds it.
   *
   * @param state ready, deferred or outstanding
   * @param dueAt when it may go next, its slot is reclaimed or, of one that is ready, it expires,
   *     ms since the epoch
   * @param attempt attempts so far
   * @param lastCode last reply code; 0 for none
   * @param lastText last reply; empty for none
   */
  record Held(
      String submissionId,
      String recipient,
      String state,
      String reason,
      long dueAt,
      int attempt,
      int lastCode,
      String lastText)
      implements Standing {

    /** Whether it may go as soon as there is room for it. */
    boolean isReady() {
      return state.equals("ready");
    }
  }

  /** Events speak of it, but it neither ended nor is found waiting. */
  record Nowhere(String submissionId, String recipient) implements Standing {}
}
