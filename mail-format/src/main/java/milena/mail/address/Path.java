package milena.mail.address;

/** What stands between the angle brackets of MAIL and RCPT (RFC 5321 §4.1.2). */
public sealed interface Path {

  /** The null reverse-path {@code <>}: what bounces are sent from, so that nothing answers them. */
  record Null() implements Path {
    @Override
    public String toString() {
      return "<>";
    }
  }

  /** The one forward-path without a domain, {@code <postmaster>} (RFC 5321 §4.5.1). */
  record Postmaster() implements Path {
    @Override
    public String toString() {
      return "<postmaster>";
    }
  }

  /** A mailbox; a source route that stood before it has been dropped (RFC 5321 §3.6.1). */
  record Of(Mailbox mailbox) implements Path {
    @Override
    public String toString() {
      return "<" + mailbox + ">";
    }
  }
}
