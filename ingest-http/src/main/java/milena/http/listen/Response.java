package milena.http.listen;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import milena.http.answer.Reply;
import milena.runtime.listen.ConnectionLimits;

/** Answers as HTTP has them. */
final class Response {

  private static final Duration SOON = Duration.ofSeconds(2);

  private Response() {}

  /**
   * An answer with its header.
   *
   * @param open whether another request may follow on the connection
   */
  static FullHttpResponse of(Reply reply, boolean open) {
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(reply.status()),
            Unpooled.wrappedBuffer(reply.body()));
    var headers = response.headers();
    headers.set(HttpHeaderNames.CONTENT_TYPE, reply.type());
    headers.set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    reply.headers().forEach(headers::set);
    headers.set(
        HttpHeaderNames.CONNECTION, open ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
    return response;
  }

  /** The body may come. */
  static FullHttpResponse goOn() {
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
  }

  /** What is said to a client that is not let in; it is counted with those, not with answers. */
  static Reply tooManyConnections(ConnectionLimits.Entry why) {
    var which = why == ConnectionLimits.Entry.TOO_MANY ? "." : " from your address.";
    return Reply.problem(503, "Too many connections" + which).retryAfter(SOON);
  }

  /** What is said to something that could not be read. */
  static Reply toUnreadable(Throwable cause) {
    return switch (cause.getClass().getSimpleName()) {
      case "TooLongHttpHeaderException" -> Reply.problem(431, "The header is too large.");
      case "TooLongHttpLineException" -> Reply.problem(414, "The address is too long.");
      default -> Reply.problem(400, "That is not HTTP.");
    };
  }
}
