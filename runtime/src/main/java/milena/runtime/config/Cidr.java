package milena.runtime.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A range of IP addresses: a network and how many of its leading bits count.
 *
 * @param network the range's first address; of any other address of it, the bits after the prefix
 *     are cleared
 * @param prefix 0 to 32, or to 128 for IPv6
 */
public record Cidr(InetAddress network, int prefix) {

  public Cidr {
    if (prefix < 0 || prefix > network.getAddress().length * 8) {
      throw new IllegalArgumentException("the prefix of " + network.getHostAddress() + " is wrong");
    }
    network = masked(network, prefix);
  }

  private static InetAddress masked(InetAddress address, int prefix) {
    var bytes = address.getAddress();
    for (int bit = prefix; bit < bytes.length * Byte.SIZE; bit++) {
      bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >>> (bit % Byte.SIZE));
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
    }
  }

  /**
   * Reads {@code 127.0.0.0/8}, {@code fd00::/8} or a single address. Names are never looked up.
   *
   * @throws IllegalArgumentException if it is no address literal or the prefix does not fit
   */
  public static Cidr parse(String text) {
    var slash = text.indexOf('/');
    var address = slash < 0 ? text : text.substring(0, slash);
    try {
      var network = InetAddress.ofLiteral(address);
      var whole = network.getAddress().length * 8;
      if (slash < 0) {
        return new Cidr(network, whole);
      }
      var prefix = text.substring(slash + 1);
      if (!prefix.matches("[0-9]{1,3}")) {
        throw new IllegalArgumentException("'" + prefix + "' is not a prefix length");
      }
      return new Cidr(network, Integer.parseInt(prefix));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a network such as 10.0.0.0/8 or fd00::/8", wrong);
    }
  }

  /** Whether the address is in the range; one of the other family never is. */
  public boolean contains(InetAddress address) {
    return address.getAddress().length == network.getAddress().length
        && masked(address, prefix).equals(network);
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + prefix;
  }
}
