package milena.ingest.converse;

import java.util.concurrent.CompletionStage;
import milena.ingest.login.Sasl;
import milena.mail.reply.SmtpReply;
import milena.tenants.Verdict;

/**
 * Where a conversation stands. {@code errors} counts what the client did wrong since it connected.
 *
 * <pre>
 * Greeted ─EHLO─► Identified ─MAIL─► InTransaction ─DATA─► ReceivingData ─dot─► Submitting
 *                     ▲                                                             │
 *                     └──────────────── accepted, refused or deferred ──────────────┘
 * Greeted, Identified, InTransaction ─STARTTLS─► Securing ─handshake─► Greeted
 * Identified ─AUTH─► LoggingIn ◄─responses─┐ ─► Verifying ─verdict─► Identified
 *                        └─────────────────┘
 * InTransaction, BetweenChunks ─BDAT─► ReceivingChunk ─► BetweenChunks, or Submitting after the last
 * any ─BDAT that is refused─► SkippingChunk ─► as before
 * Greeted, Identified ─XCLIENT─► Introducing ─► Greeted
 * any ─QUIT, too many errors─► Closing
 * </pre>
 */
sealed interface Session {

  /** Replies with a 5xx code so far. */
  int errors();

  /** The states in which the next line is a command. */
  sealed interface Listening extends Session {
    /** The same state after another error. */
    Listening withError();
  }

  /** The client has our greeting and has not said who it is. */
  record Greeted(int errors) implements Listening {
    @Override
    public Greeted withError() {
      return new Greeted(errors + 1);
    }
  }

  /** The client has said who it is. */
  record Identified(Hello hello, int errors) implements Listening {
    @Override
    public Identified withError() {
      return new Identified(hello, errors + 1);
    }
  }

  /** MAIL was accepted. */
  record InTransaction(Hello hello, Transaction transaction, int errors) implements Listening {
    @Override
    public InTransaction withError() {
      return new InTransaction(hello, transaction, errors + 1);
    }
  }

  /** AUTH was accepted: the next line is a response of the mechanism. */
  record LoggingIn(Hello hello, Sasl exchange, int errors) implements Session {}

  /** All of a login was said, and it is being checked. */
  record Verifying(Hello hello, CompletionStage<Verdict> verdict, int errors) implements Session {}

  /** STARTTLS was accepted: what comes is the handshake, and all that was said is forgotten. */
  record Securing(int errors) implements Session {}

  /** XCLIENT was accepted: it begins anew as the client that is spoken for, unless too many do. */
  record Introducing(Introduction introduction, int errors) implements Session {}

  /** One chunk of the message was taken, and another must follow. */
  record BetweenChunks(Hello hello, Transaction transaction, int errors) implements Listening {
    @Override
    public BetweenChunks withError() {
      return new BetweenChunks(hello, transaction, errors + 1);
    }
  }

  /**
   * A chunk is coming in (RFC 3030).
   *
   * @param size octets of it
   * @param left octets that have not come yet
   * @param last whether the message ends with it
   */
  record ReceivingChunk(
      Hello hello, Transaction transaction, long size, long left, boolean last, int errors)
      implements Session {
    ReceivingChunk after(long octets) {
      return new ReceivingChunk(hello, transaction, size, left - octets, last, errors);
    }
  }

  /**
   * A chunk that is not taken is coming in all the same: it has to be read, or it would be taken
   * for commands.
   *
   * @param back where the conversation stands after it
   * @param reply what it is answered with
   * @param left octets that have not come yet
   */
  record SkippingChunk(Listening back, SmtpReply reply, long left) implements Session {
    @Override
    public int errors() {
      return back.errors();
    }

    SkippingChunk after(long octets) {
      return new SkippingChunk(back, reply, left - octets);
    }
  }

  /** The message is coming in. */
  record ReceivingData(Hello hello, Transaction transaction, int errors) implements Session {}

  /** The final dot was seen and the log is being asked. */
  record Submitting(Hello hello, int errors) implements Session {}

  /** The last reply has been given; nothing that comes is read. */
  record Closing(int errors) implements Session {}

  /**
   * How the client introduced itself.
   *
   * @param name printable ASCII that is safe inside a Received field
   * @param extended by EHLO
   */
  record Hello(String name, boolean extended) {}
}
