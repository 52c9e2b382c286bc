package milena.ingest.accept;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bytes that both ends of one TLS connection know, and nobody between two connections has. */
public final class ChannelBindings {

  private final byte[] serverEndPoint;
  private final byte @Nullable [] exporter;

  /** Copies both. */
  public ChannelBindings(byte[] serverEndPoint, byte @Nullable [] exporter) {
    this.serverEndPoint = serverEndPoint.clone();
    this.exporter = exporter == null ? null : exporter.clone();
  }

  /** {@code tls-server-end-point}: the hash of our certificate (RFC 5929 §4). */
  public byte[] serverEndPoint() {
    return serverEndPoint.clone();
  }

  /** {@code tls-exporter} (RFC 9266), where the engine can give it and the protocol is TLS 1.3. */
  public Optional<byte[]> exporter() {
    return Optional.ofNullable(exporter).map(byte[]::clone);
  }
}
