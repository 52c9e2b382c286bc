package milena.schemas.registry;

import java.net.URI;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a registry is and how it is spoken to.
 *
 * @param urls base addresses of one registry, asked in turn; http or https, without user info
 * @param credentials for Basic authentication, or null for none
 * @param tls trust, and our own certificate where the registry asks for one; null for the JVM's
 * @param patience waits and retries
 */
public record RegistrySettings(
    List<URI> urls,
    @Nullable Credentials credentials,
    @Nullable SSLContext tls,
    Patience patience) {

  /** Checks the addresses. */
  public RegistrySettings {
    urls = urls.stream().map(RegistrySettings::checked).toList();
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("a schema registry needs an address");
    }
  }

  /** A registry without authentication, asked with the usual patience. */
  public static RegistrySettings of(URI... urls) {
    return of(List.of(urls));
  }

  /** The same, of a list. */
  public static RegistrySettings of(List<URI> urls) {
    return new RegistrySettings(urls, null, null, Patience.USUAL);
  }

  /** The same with Basic authentication. */
  public RegistrySettings with(Credentials as) {
    return new RegistrySettings(urls, as, tls, patience);
  }

  /** The same with certificates of its own. */
  public RegistrySettings with(SSLContext certificates) {
    return new RegistrySettings(urls, credentials, certificates, patience);
  }

  /** The same with other waits. */
  public RegistrySettings with(Patience waits) {
    return new RegistrySettings(urls, credentials, tls, waits);
  }

  private static URI checked(URI url) {
    var scheme = url.getScheme();
    boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    if (!http
        || url.getHost() == null
        || url.getRawUserInfo() != null
        || url.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "not the address of a schema registry: " + url.getScheme() + "://" + url.getHost());
    }
    var text = url.toString();
    return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
  }
}
