package milena.mail.mime;

/** What a {@link SevenBitSurvey} has found in the parts of a message. */
sealed interface SurveyFindings extends PartVisitor permits EightBitFindings, BinaryFindings {

  /** What follows from it, once the whole message was seen. */
  SevenBitPlan plan();
}
