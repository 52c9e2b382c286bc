package milena.registry.serve;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import milena.registry.fold.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages out. A page may have its reader's browser send requests to any address that this
 * one reaches, also to the loopback one. It cannot read the answer, but a schema would be
 * registered all the same.
 *
 * <p>Browsers name the page in {@code Origin}, with nearly every request that changes something.
 * And a body of any type but a few they send only after having asked whether they may (the Fetch
 * standard's preflight), which is answered with a refusal here; so the types that are taken are
 * those that have to be asked for, and are what clients of registries send.
 */
final class WebPages {
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT");

  private WebPages() {}

  /**
   * Why a request is refused, if it is.
   *
   * @param fromPage whether it names a page, whichever
   * @param contentType the header as it came; null without one
   */
  static Optional<Refusal> objection(
      String method, boolean fromPage, @Nullable String contentType) {
    if (fromPage) {
      return Optional.of(
          new Refusal(
              403,
              "HTTP 403 requests of web pages are not answered; send it from a program, without the"
                  + " header Origin"));
    }
    if (WITH_BODY.contains(method) && !isTaken(contentType)) {
      return Optional.of(
          new Refusal(
              415,
              "HTTP 415 send the body as JSON, with the header Content-Type: "
                  + RegistryServer.CONTENT_TYPE));
    }
    return Optional.empty();
  }

  private static boolean isTaken(@Nullable String contentType) {
    if (contentType == null) {
      // A page that sends a file without a type gets this past its browser.
      return false;
    }
    int parameters = contentType.indexOf(';');
    var type =
        (parameters < 0 ? contentType : contentType.substring(0, parameters))
            .strip()
            .toLowerCase(Locale.ROOT);
    return type.equals("application/json")
        || type.equals("application/octet-stream")
        || (type.startsWith("application/") && type.endsWith("+json"));
  }
}
