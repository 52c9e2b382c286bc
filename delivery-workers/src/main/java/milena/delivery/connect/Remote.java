package milena.delivery.connect;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import milena.delivery.path.Exit;
import milena.delivery.send.TlsDemand;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a connection.
 *
 * @param host name under which it was found
 * @param address where it is
 * @param tls whether STARTTLS is used, or nothing sent without
 * @param exit where it is reached from
 * @param proxy where the exit's proxy is; null without one
 */
record Remote(
    String host,
    InetSocketAddress address,
    TlsDemand tls,
    Exit exit,
    @Nullable InetSocketAddress proxy) {

  /** Address and port, as a result shows them. */
  String text() {
    return NetUtil.toSocketAddressString(address);
  }

  /** What it sees us as, from this end of a connection. */
  String seenFrom(@Nullable InetSocketAddress local) {
    var from = exit.address();
    if (from != null) {
      return NetUtil.toAddressString(from);
    }
    return local == null || proxy != null ? "" : NetUtil.toAddressString(local.getAddress());
  }
}
