package milena.delivery.send;

import milena.delivery.outcome.SessionStage;

/**
 * Where a client session stands: which reply, or which other event, it waits for.
 *
 * <pre>
 * AwaitBanner → Identifying → Ready ⇄ AwaitMail → AwaitRcpt → AwaitData → SendingBody → AwaitFinal
 *                                                 └──── BDAT ────→ SendingBody ⇄ AwaitChunk
 *                   ↓   ↑        ↑                    ↓            ↓                        ↓
 *            AwaitTls → Handshaking     Resetting ←───┴────────────┘                      Ready
 * any → Quitting → Closed
 * </pre>
 */
sealed interface ClientState {

  /** The stage that a failure here is told under. */
  SessionStage stage();

  /** Connected; the greeting has not come. */
  record AwaitBanner() implements ClientState {
    @Override
    public SessionStage stage() {
      return SessionStage.BANNER;
    }
  }

  /**
   * EHLO was sent, or HELO after the server refused EHLO.
   *
   * @param helo it was HELO
   * @param secured over TLS
   */
  record Identifying(boolean helo, boolean secured) implements ClientState {
    @Override
    public SessionStage stage() {
      return SessionStage.EHLO;
    }
  }

  /** STARTTLS was sent. */
  record AwaitTls(Capabilities clear) implements ClientState {
    @Override
    public SessionStage stage() {
      return SessionStage.STARTTLS;
    }
  }

  /** The TLS handshake is under way. */
  record Handshaking() implements ClientState {
    @Override
    public SessionStage stage() {
      return SessionStage.STARTTLS;
    }
  }

  /** Nothing is under way: a transaction may begin. */
  record Ready(Capabilities offered) implements ClientState {
    @Override
    public SessionStage stage() {
      return SessionStage.EHLO;
    }
  }

  /** MAIL was sent. */
  record AwaitMail(Capabilities offered, Envelope envelope, Ahead ahead) implements ClientState {
    @Override
    public SessionStage stage() {
      return SessionStage.MAIL;
    }
  }

  /**
   * RCPT was sent, for one recipient or for all.
   *
   * @param tally what was answered so far
   */
  record AwaitRcpt(Capabilities offered, Envelope envelope, Ahead ahead, Tally tally)
      implements ClientState {
    @Override
    public SessionStage stage() {
      return SessionStage.RCPT;
    }
  }

  /** DATA was sent. */
  record AwaitData(Capabilities offered, Progress progress) implements ClientState {
    @Override
    public SessionStage stage() {
      return SessionStage.DATA;
    }
  }

  /** All octets of a binary message were handed to the kernel, and nothing that ends it. */
  record AwaitChunk(Capabilities offered) implements ClientState {
    @Override
    public SessionStage stage() {
      return SessionStage.DATA;
    }
  }

  /** The server waits for the message; it is on its way, the final dot not yet. */
  record SendingBody(Capabilities offered) implements ClientState {
    @Override
    public SessionStage stage() {
      return SessionStage.DATA;
    }
  }

  /**
   * The final dot was handed to the kernel.
   *
   * @param empty it ended a transaction that had failed before, and its answer does not matter
   */
  record AwaitFinal(Capabilities offered, boolean empty) implements ClientState {
    @Override
    public SessionStage stage() {
      return SessionStage.FINAL_DOT;
    }
  }

  /** RSET was sent. */
  record Resetting(Capabilities offered) implements ClientState {
    @Override
    public SessionStage stage() {
      return SessionStage.MAIL;
    }
  }

  /** QUIT was sent. */
  record Quitting() implements ClientState {
    @Override
    public SessionStage stage() {
      return SessionStage.EHLO;
    }
  }

  /** The connection is closed, or must be. */
  record Closed() implements ClientState {
    @Override
    public SessionStage stage() {
      return SessionStage.EHLO;
    }
  }

  /** What was sent with MAIL, before it was answered (RFC 2920). */
  enum Ahead {
    /** One command is sent at a time. */
    NOTHING,
    /** Every RCPT. */
    RECIPIENTS,
    /** Every RCPT, and DATA. */
    ALL
  }

  /**
   * What the server has said of recipients.
   *
   * @param mailRefused MAIL was refused, and told: the answers no longer matter
   * @param answered RCPTs that were answered
   * @param accepted how many of them the server has taken
   */
  record Tally(boolean mailRefused, int answered, int accepted) {

    static final Tally NONE = new Tally(false, 0, 0);
    static final Tally USELESS = new Tally(true, 0, 0);

    Tally and(boolean taken) {
      return new Tally(mailRefused, answered + 1, accepted + (taken ? 1 : 0));
    }

    /** How the transaction stands when every RCPT was answered. */
    Progress progress() {
      if (mailRefused) {
        return Progress.MAIL_REFUSED;
      }
      return accepted == 0 ? Progress.ALL_REFUSED : Progress.GOOD;
    }
  }

  /** How a transaction stands while answers to a group of commands are outstanding. */
  enum Progress {
    /** There is a recipient. */
    GOOD,
    /** MAIL was refused, and told. */
    MAIL_REFUSED,
    /** Every recipient was refused, and told. */
    ALL_REFUSED
  }
}
