package milena.standalone;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import milena.runtime.config.HostPort;
import milena.runtime.config.Secret;
import milena.runtime.config.Setting;
import milena.runtime.config.ValueTypes;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** The settings of the schema registry, ours or one that is there. */
public final class RegistrySettings {

  public static final Setting<HostPort> REGISTRY =
      Setting.of(
          "registry",
          ValueTypes.listen(),
          new HostPort("127.0.0.1", 8081),
          "Where the built-in schema registry listens.");

  public static final Setting<List<URI>> REGISTRY_URL =
      Setting.optional(
          "registry-url",
          ValueTypes.urls(),
          "the built-in registry",
          """
          An outside schema registry with Confluent's API. Of several addresses of one registry, the
          next is asked when one does not answer, and the one that did is asked first from then on;
          user, password and certificates are the same for all.
          """);

  public static final Setting<String> REGISTRY_USER =
      Setting.optional(
          "registry-user", ValueTypes.text("NAME"), "none", "The user for its basic auth.");

  public static final Setting<Secret> REGISTRY_PASSWORD =
      Setting.optional(
          "registry-password", ValueTypes.secret(), "none", "The password of that user.");

  public static final Setting<Path> REGISTRY_KEY_STORE =
      Setting.optional(
          "registry-key-store",
          ValueTypes.readableFile("FILE"),
          "none",
          "A PKCS#12 file with our client certificate for the registry (mutual TLS).");

  public static final Setting<Secret> REGISTRY_KEY_PASSWORD =
      Setting.optional(
          "registry-key-password", ValueTypes.secret(), "none", "The password of the key store.");

  public static final Setting<Path> REGISTRY_TRUST_STORE =
      Setting.optional(
          "registry-trust-store",
          ValueTypes.readableFile("FILE"),
          "the JDK's",
          "A PKCS#12 file with the certificates that we trust for the registry.");

  public static final Setting<Secret> REGISTRY_TRUST_PASSWORD =
      Setting.optional(
          "registry-trust-password",
          ValueTypes.secret(),
          "none",
          "The password of the trust store.");

  public static final Setting<String> SERIALIZER =
      Setting.optional(
          "serializer",
          ValueTypes.className(Serializer.class),
          "the built-in one",
          """
          A serializer of Kafka's kind that writes the values in place of the built-in one, such as
          Confluent's. It must write the Confluent wire format.
          """);

  public static final Setting<String> DESERIALIZER =
      Setting.optional(
          "deserializer",
          ValueTypes.className(Deserializer.class),
          "the built-in one",
          "The deserializer that goes with it.");

  public static final Setting<Path> SERDE_PROPERTIES =
      Setting.optional(
          "serde-properties",
          ValueTypes.readableFile("FILE"),
          "none",
          "A properties file for both, over those for Kafka's clients and the registry's address.");

  /** All of them, in the order of the reference page. */
  static final List<Setting<?>> ALL =
      List.of(
          REGISTRY,
          REGISTRY_URL,
          REGISTRY_USER,
          REGISTRY_PASSWORD,
          REGISTRY_KEY_STORE,
          REGISTRY_KEY_PASSWORD,
          REGISTRY_TRUST_STORE,
          REGISTRY_TRUST_PASSWORD,
          SERIALIZER,
          DESERIALIZER,
          SERDE_PROPERTIES);

  private RegistrySettings() {}
}
