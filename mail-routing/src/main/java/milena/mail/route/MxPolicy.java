package milena.mail.route;

import java.util.List;
import milena.mail.route.address.AddressFamilies;
import milena.mail.route.address.AddressRange;

/**
 * Whether and how mail without a route may leave for the hosts that DNS names.
 *
 * @param allowed false: such mail waits
 * @param port the port of mail exchangers; 25 but in tests
 * @param allowedTo ranges that exchangers may have addresses in although they are not public
 * @param families which addresses are used, in which order
 */
public record MxPolicy(
    boolean allowed, int port, List<AddressRange> allowedTo, AddressFamilies families) {

  private static final int SMTP_PORT = 25;
  private static final int MAX_PORT = 65_535;

  /** Refuses a port out of range. */
  public MxPolicy {
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("a port is 1 to " + MAX_PORT);
    }
    allowedTo = List.copyOf(allowedTo);
  }

  /** Mail does not leave by MX. */
  public static MxPolicy forbidden() {
    return new MxPolicy(false, SMTP_PORT, List.of(), AddressFamilies.IPV4_THEN_IPV6);
  }

  /** Mail may leave by MX, to public addresses, at port 25. */
  public static MxPolicy allow() {
    return new MxPolicy(true, SMTP_PORT, List.of(), AddressFamilies.IPV4_THEN_IPV6);
  }

  /** The same with another port. */
  public MxPolicy withPort(int mxPort) {
    return new MxPolicy(allowed, mxPort, allowedTo, families);
  }

  /** The same with these ranges opened. */
  public MxPolicy withAllowedTo(List<AddressRange> ranges) {
    return new MxPolicy(allowed, port, ranges, families);
  }

  /** The same with other address families. */
  public MxPolicy withFamilies(AddressFamilies used) {
    return new MxPolicy(allowed, port, allowedTo, used);
  }
}
