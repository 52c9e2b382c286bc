package milena.ingest.converse;

import java.net.InetAddress;
import java.util.Optional;
import milena.mail.reply.SmtpReply;

/** Who may speak for other clients on one connection (XCLIENT), and what follows from it. */
public interface Introductions {

  /** Where nobody may. */
  Introductions NONE =
      new Introductions() {
        @Override
        public boolean areTakenFrom(InetAddress client) {
          return false;
        }

        @Override
        public Optional<SmtpReply> enter(InetAddress client) {
          throw new IllegalStateException("nobody is introduced here");
        }
      };

  /** Whether a client of this address is believed. */
  boolean areTakenFrom(InetAddress client);

  /**
   * Counts the connection as this client's from now on.
   *
   * @return why it may not come in, if so; then the connection is to be closed
   */
  Optional<SmtpReply> enter(InetAddress client);
}
