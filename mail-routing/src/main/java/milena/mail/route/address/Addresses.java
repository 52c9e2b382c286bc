package milena.mail.route.address;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

/** What is known of the addresses of one host. */
public sealed interface Addresses {

  /**
   * A connection may be tried to these.
   *
   * @param addresses at least one and at most {@link AddressFinder#MAX_ADDRESSES}, in the order of
   *     {@link AddressFamilies}; within a family in the order the name server gave
   * @param validUntil when to ask again
   */
  record Found(List<InetAddress> addresses, Instant validUntil) implements Addresses {
    /** Keeps its own copy of the list. */
    public Found {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * The host has addresses and none may be connected to.
   *
   * @param code the enhanced status code: 5.4.6 when the host is ourselves (RFC 5321 §5.1: of a
   *     list of exchangers none after it is to be tried either), else 5.4.4
   * @param reason for the bounce and the trace
   */
  record Refused(String code, String reason) implements Addresses {
    private static final String LOOP = "5.4.6";
    private static final String NO_ROUTE = "5.4.4";

    static Refused loop(String reason) {
      return new Refused(LOOP, reason);
    }

    static Refused unreachable(String reason) {
      return new Refused(NO_ROUTE, reason);
    }

    /** Whether the host is this system itself. */
    public boolean isLoop() {
      return code.equals(LOOP);
    }
  }

  /**
   * There is no such host, or it has no address of the families in use.
   *
   * @param reason for the bounce and the trace
   */
  record None(String reason) implements Addresses {}

  /**
   * The name service did not say; ask again later.
   *
   * @param reason for the trace
   */
  record Unknown(String reason) implements Addresses {}
}
