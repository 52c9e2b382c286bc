package milena.tenants.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What ties a login to the TLS connection it is made on, by type. Where there is any, the server
 * offers SCRAM-SHA-256-PLUS beside SCRAM-SHA-256; both sides must agree about that, for a server in
 * between would hide it.
 */
public final class ChannelBindings {

  /** RFC 9266: of TLS 1.3, and of 1.2 with the extended master secret. */
  public static final String TLS_EXPORTER = "tls-exporter";

  /** RFC 5929: the hash of the server's certificate. */
  public static final String TLS_SERVER_END_POINT = "tls-server-end-point";

  /** Of a connection without TLS, or one that cannot say. */
  public static final ChannelBindings NONE = new ChannelBindings(Map.of());

  private final Map<String, byte[]> byType;

  private ChannelBindings(Map<String, byte[]> byType) {
    this.byType = byType;
  }

  /** Those of a connection, by type. */
  public static ChannelBindings of(Map<String, byte[]> byType) {
    var copies = new HashMap<String, byte[]>();
    byType.forEach((type, data) -> copies.put(type, data.clone()));
    return new ChannelBindings(Map.copyOf(copies));
  }

  /** Whether the server offers to bind. */
  public boolean offered() {
    return !byType.isEmpty();
  }

  /** What a login of that type is bound to, if the connection has it. */
  public Optional<byte[]> data(String type) {
    return Optional.ofNullable(byType.get(type)).map(byte[]::clone);
  }

  @Override
  public String toString() {
    return byType.keySet().toString();
  }
}
