package milena.mail.route.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A range of addresses: those whose first {@code prefix} bits are those of {@code network}.
 *
 * @param network the range's first address: all bits after the prefix are zero
 * @param prefix 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record AddressRange(InetAddress network, int prefix) {

  /** Refuses a prefix out of range and a network with bits after the prefix. */
  public AddressRange {
    var bits = network.getAddress().length * Byte.SIZE;
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException("the prefix must be 0 to " + bits);
    }
    var first = masked(network, prefix);
    if (!first.equals(network)) {
      throw new IllegalArgumentException(
          "bits are set after the prefix; the range is " + first.getHostAddress() + "/" + prefix);
    }
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address.
   *
   * @throws IllegalArgumentException with a message for the operator that quotes the text
   */
  public static AddressRange parse(String text) {
    var slash = text.indexOf('/');
    var address = AddressLiteral.parse(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      throw new IllegalArgumentException("not an address range: \"" + text + "\"");
    }
    var network = address.get();
    var prefix =
        slash < 0
            ? Optional.of(network.getAddress().length * Byte.SIZE)
            : prefixOf(text.substring(slash + 1));
    if (prefix.isEmpty()) {
      throw new IllegalArgumentException("not a prefix length in \"" + text + "\"");
    }
    try {
      return new AddressRange(network, prefix.get());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("\"" + text + "\": " + e.getMessage(), e);
    }
  }

  /** Whether the address lies in this range; an address of the other family never does. */
  public boolean contains(InetAddress address) {
    return address.getAddress().length == network.getAddress().length
        && masked(address, prefix).equals(network);
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + prefix;
  }

  private static Optional<Integer> prefixOf(String digits) {
    return digits.matches("0|[1-9]\\d{0,2}")
        ? Optional.of(Integer.parseInt(digits))
        : Optional.empty();
  }

  private static InetAddress masked(InetAddress address, int prefix) {
    var bytes = address.getAddress();
    for (var bit = prefix; bit < bytes.length * Byte.SIZE; bit++) {
      bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >>> (bit % Byte.SIZE));
    }
    return ofBytes(bytes);
  }

  static InetAddress ofBytes(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
    }
  }
}
