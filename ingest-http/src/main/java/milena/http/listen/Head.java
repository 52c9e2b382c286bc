package milena.http.listen;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request without its body.
 *
 * @param path without its query
 * @param query behind the path, still encoded; empty for none
 * @param contentType in lower case and without parameters; empty for none
 * @param length of the body; -1 if it is not said
 * @param host as what the client knows us, maybe with a port; empty if it does not say
 * @param idempotencyKeys the values of that field
 */
public record Head(
    String method,
    String path,
    String query,
    String contentType,
    long length,
    String host,
    @Nullable String authorization,
    List<String> idempotencyKeys,
    boolean expectsContinue,
    boolean keepAlive,
    InetAddress peer) {

  /** Copies. */
  public Head {
    idempotencyKeys = List.copyOf(idempotencyKeys);
  }

  static Head of(HttpRequest request, InetAddress peer) {
    var headers = request.headers();
    var type = headers.get(HttpHeaderNames.CONTENT_TYPE, "");
    int query = request.uri().indexOf('?');
    return new Head(
        request.method().name(),
        query < 0 ? request.uri() : request.uri().substring(0, query),
        query < 0 ? "" : request.uri().substring(query + 1),
        type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT),
        HttpUtil.isTransferEncodingChunked(request) ? -1 : HttpUtil.getContentLength(request, 0L),
        headers.get(HttpHeaderNames.HOST, ""),
        headers.get(HttpHeaderNames.AUTHORIZATION),
        headers.getAll("Idempotency-Key"),
        HttpUtil.is100ContinueExpected(request),
        HttpUtil.isKeepAlive(request),
        peer);
  }
}
