package milena.router.past;

/** Tells what is known of a submission from before the queue was lost. */
public interface Past {

  /** Nothing was lost, so there is nothing to remember. */
  Past NONE = submissionId -> Remembered.NOTHING;

  /** What is known of a submission. */
  Remembered of(String submissionId);
}
