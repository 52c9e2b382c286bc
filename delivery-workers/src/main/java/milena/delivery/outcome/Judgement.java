package milena.delivery.outcome;

/**
 * The class of a failure.
 *
 * @param bounceClass name of the class; empty when none is known
 * @param mailboxGone the reply proves that the mailbox does not exist
 */
record Judgement(String bounceClass, boolean mailboxGone) {

  static Judgement of(SessionStage stage, Said said) {
    var gone =
        stage == SessionStage.RCPT
            && said.code() == 550
            && (said.enhanced().equals("5.1.1") || said.enhanced().equals("5.1.10"));
    return new Judgement("", gone);
  }
}
