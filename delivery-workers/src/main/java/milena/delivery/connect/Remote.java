package milena.delivery.connect;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import milena.delivery.send.TlsDemand;

/**
 * The other end of a connection.
 *
 * @param host name under which it was found
 * @param address where it is
 * @param tls whether STARTTLS is used, or nothing sent without
 */
record Remote(String host, InetSocketAddress address, TlsDemand tls) {

  /** Address and port, as a result shows them. */
  String text() {
    return NetUtil.toSocketAddressString(address);
  }
}
