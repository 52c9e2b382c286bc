package milena.delivery.outcome;

import milena.mail.classify.Classifier;
import milena.mail.classify.MailboxGone;
import milena.mail.classify.RemoteFailure;
import milena.mail.classify.Stage;
import milena.mail.reply.EnhancedCode;

/**
 * The class of a failure.
 *
 * @param bounceClass name of the class
 * @param mailboxGone the failure proves that the mailbox does not exist
 */
record Judgement(String bounceClass, boolean mailboxGone) {

  private static final Classifier CLASSIFIER = Classifier.standard();
  private static final MailboxGone MAILBOX_GONE = MailboxGone.standard();

  /**
   * Judges what a server said.
   *
   * @param ofOne it was said of one recipient alone
   */
  static Judgement of(SessionStage stage, Said said, boolean ofOne) {
    var failure = failure(stage, said);
    return new Judgement(
        CLASSIFIER.classify(failure).label(), MAILBOX_GONE.isProvenBy(failure, ofOne));
  }

  /** The class of something that happened on our side. */
  static String ownClass(SessionStage stage, Said said) {
    return CLASSIFIER.classify(failure(stage, said)).label();
  }

  private static RemoteFailure failure(SessionStage stage, Said said) {
    var enhanced = EnhancedCode.parse(said.enhanced()).orElse(null);
    return new RemoteFailure(asDialogue(stage), said.code(), enhanced, said.text());
  }

  private static Stage asDialogue(SessionStage stage) {
    return switch (stage) {
      case ROUTE, CONNECT -> Stage.CONNECT;
      case BANNER -> Stage.BANNER;
      case EHLO -> Stage.EHLO;
      case STARTTLS -> Stage.STARTTLS;
      case MAIL -> Stage.MAIL;
      case RCPT -> Stage.RCPT;
      case BODY, DATA -> Stage.DATA;
      case FINAL_DOT -> Stage.FINAL_DOT;
    };
  }
}
