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

  /**
   * MAIL was sent.
   *
   * @param pipelined RCPT and DATA were sent with it
   */
  record AwaitMail(Capabilities offered, Envelope envelope, boolean pipelined)
      implements ClientState {
    @Override
    public SessionStage stage() {
      return SessionStage.MAIL;
    }
  }

  /**
   * RCPT was sent.
   *
   * @param pipelined DATA was sent with it
   * @param binary the message follows by BDAT
   * @param progress with {@link Progress#MAIL_REFUSED} the answer no longer matters
   */
  record AwaitRcpt(Capabilities offered, boolean pipelined, boolean binary, Progress progress)
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

  /** How a transaction stands while answers to a group of commands are outstanding. */
  enum Progress {
    /** Nothing was refused. */
    GOOD,
    /** MAIL was refused, and told. */
    MAIL_REFUSED,
    /** RCPT was refused, and told. */
    RCPT_REFUSED
  }
}
