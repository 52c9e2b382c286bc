package milena.ingest.listen;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.Optional;
import milena.ingest.converse.Introductions;
import milena.mail.reply.SmtpReply;
import milena.runtime.listen.ConnectionLimits;
import org.jspecify.annotations.Nullable;

/**
 * Whose connection one is, for the limits: the peer's, or that of the client which a PROXY header
 * or XCLIENT named. Belongs to the thread of its connection.
 */
final class Admission implements Introductions {

  private static final SmtpReply TOO_MANY =
      SmtpReply.of(421, "4.3.2 Too many connections, try again later");
  private static final SmtpReply TOO_MANY_FROM_ADDRESS =
      SmtpReply.of(421, "4.7.0 Too many connections from your address");

  private final Listener listener;
  private final ConnectionLimits limits;
  private final Channel channel;
  private @Nullable InetAddress counted;

  Admission(Listener listener, ConnectionLimits limits, Channel channel) {
    this.listener = listener;
    this.limits = limits;
    this.channel = channel;
  }

  @Override
  public boolean areTakenFrom(InetAddress client) {
    return listener.introduces(client);
  }

  @Override
  public Optional<SmtpReply> enter(InetAddress client) {
    var before = counted;
    var entry = before == null ? limits.enter(client) : limits.move(before, client);
    return switch (entry) {
      case ADMITTED -> {
        counted = client;
        if (before == null) {
          channel.closeFuture().addListener(_ -> leave());
        }
        yield Optional.empty();
      }
      case TOO_MANY -> Optional.of(TOO_MANY);
      case TOO_MANY_FROM_ADDRESS -> Optional.of(TOO_MANY_FROM_ADDRESS);
    };
  }

  private void leave() {
    if (counted != null) {
      limits.leave(counted);
      counted = null;
    }
  }
}
