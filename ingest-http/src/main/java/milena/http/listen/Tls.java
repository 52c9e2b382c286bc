package milena.http.listen;

import io.netty.channel.Channel;
import java.util.function.Consumer;

/**
 * What secures connections from their first byte. Who listens does not care by which certificates.
 *
 * @param handshake puts a handshake into an empty pipeline; nothing that comes behind is active
 *     before it is done, and a connection on which it fails is closed
 */
public record Tls(Consumer<Channel> handshake) {}
