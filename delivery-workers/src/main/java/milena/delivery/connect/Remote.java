package milena.delivery.connect;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;

/**
 * The other end of a connection.
 *
 * @param host name under which it was found
 * @param address where it is
 * @param mayUseTls STARTTLS may be used
 */
record Remote(String host, InetSocketAddress address, boolean mayUseTls) {

  /** Address and port, as a result shows them. */
  String text() {
    return NetUtil.toSocketAddressString(address);
  }
}
