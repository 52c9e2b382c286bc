package milena.standalone;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import milena.schemas.registry.Credentials;
import milena.schemas.registry.Patience;
import milena.schemas.registry.RegistryClient;
import milena.schemas.registry.RegistrySettings;
import milena.standalone.MilenaConfig.Registry;
import milena.standalone.MilenaConfig.Store;
import org.jspecify.annotations.Nullable;

/** From the settings of a process to how its schema registry is reached. */
final class RegistryAccess {
  private RegistryAccess() {}

  /**
   * A client of the registry.
   *
   * @param urls where it answers, for the built-in one as it was found out at its start
   */
  static RegistryClient client(Registry registry, List<URI> urls) throws IOException {
    return new RegistryClient(
        switch (registry) {
          case Registry.BuiltIn _ -> RegistrySettings.of(urls);
          case Registry.Outside outside -> outside(outside);
        });
  }

  private static RegistrySettings outside(Registry.Outside outside) throws IOException {
    var user = outside.credentials();
    return new RegistrySettings(
        outside.urls(),
        user == null ? null : new Credentials(user.user(), user.password().value()),
        tls(outside.key(), outside.trust()),
        Patience.USUAL);
  }

  private static @Nullable SSLContext tls(@Nullable Store key, @Nullable Store trust)
      throws IOException {
    if (key == null && trust == null) {
      return null;
    }
    try {
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(key == null ? null : load(key), key == null ? null : password(key));
      var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(trust == null ? null : load(trust));
      var context = SSLContext.getInstance("TLS");
      context.init(key == null ? null : keys.getKeyManagers(), trusted.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use the registry's key or trust store: " + e.getMessage(), e);
    }
  }

  private static KeyStore load(Store store) throws IOException, GeneralSecurityException {
    var loaded = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store.file())) {
      loaded.load(in, password(store));
    }
    return loaded;
  }

  private static char @Nullable [] password(Store store) {
    var password = store.password();
    return password == null ? null : password.value().toCharArray();
  }
}
