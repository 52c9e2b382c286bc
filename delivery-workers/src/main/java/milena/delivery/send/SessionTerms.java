package milena.delivery.send;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * How a session is held.
 *
 * @param ehloName our name
 * @param pipelining commands are sent in groups where that is offered
 * @param timeouts how long is waited
 * @param tls makes the handler for a handshake
 * @param nanos the monotonic clock
 */
public record SessionTerms(
    String ehloName,
    boolean pipelining,
    SmtpTimeouts timeouts,
    Function<Channel, SslHandler> tls,
    LongSupplier nanos) {}
