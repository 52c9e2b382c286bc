package milena.standalone;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.AvroFormat;
import milena.schemas.MailEvent;
import milena.schemas.PluggedFormat;
import milena.schemas.RecordFormat;
import milena.schemas.SchemaRegistryException;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import milena.schemas.registry.RegistryClient;
import milena.standalone.MilenaConfig.Registry;
import milena.standalone.MilenaConfig.Values;

/**
 * The format of the log's values: the built-in one, or the user's classes once they have proved.
 */
final class RecordFormats {
  private static final MailEvent SAMPLE =
      MailEvent.newBuilder()
          .setType("accepted")
          .setRecipient("somebody@example.org")
          .setTime(Instant.ofEpochMilli(1))
          .build();

  private RecordFormats() {}

  /**
   * The format that the configuration asks for; our schemas are registered already.
   *
   * @param registry our own client of the registry
   * @param urls where that registry answers
   * @throws IOException when the user's classes are no good: they refuse their settings, or do not
   *     write and read what every other reader of the log does
   */
  static RecordFormat of(
      MilenaConfig config, ClientSettings clients, RegistryClient registry, List<URI> urls)
      throws IOException {
    var ours = new AvroFormat(registry);
    return switch (config.values()) {
      case Values.BuiltIn _ -> ours;
      case Values.Plugged plugged -> {
        var theirs =
            new PluggedFormat(
                plugged.serializer(),
                plugged.deserializer(),
                settings(plugged, clients, config.registry(), urls));
        prove(theirs, ours, plugged);
        yield theirs;
      }
    };
  }

  private static Map<String, Object> settings(
      Values.Plugged plugged, ClientSettings clients, Registry registry, List<URI> urls)
      throws IOException {
    var settings = new HashMap<>(clients.base());
    settings.put(
        "schema.registry.url", urls.stream().map(URI::toString).collect(Collectors.joining(",")));
    if (registry instanceof Registry.Outside outside && outside.credentials() != null) {
      var user = outside.credentials();
      settings.put("basic.auth.credentials.source", "USER_INFO");
      settings.put("basic.auth.user.info", user.user() + ":" + user.password().value());
    }
    if (plugged.properties() != null) {
      var read = new Properties();
      try (var text = Files.newBufferedReader(plugged.properties())) {
        read.load(text);
      }
      read.forEach((name, value) -> settings.put(name.toString(), value));
    }
    return settings;
  }

  private static void prove(RecordFormat theirs, RecordFormat ours, Values.Plugged plugged)
      throws IOException {
    try {
      var their = theirs.codec(Topics.EVENTS, MailEvent.class);
      var our = ours.codec(Topics.EVENTS, MailEvent.class);
      if (!our.decode(their.encode(SAMPLE)).equals(SAMPLE)) {
        throw new IOException(plugged.serializer() + " writes another record than it was given");
      }
      if (!their.decode(our.encode(SAMPLE)).equals(SAMPLE)) {
        throw new IOException(plugged.deserializer() + " reads another record than was written");
      }
    } catch (UnreadableRecord | SchemaRegistryException | IllegalArgumentException e) {
      throw new IOException(
          "%s and %s cannot take the place of the built-in format: %s"
              .formatted(plugged.serializer(), plugged.deserializer(), e.getMessage()),
          e);
    }
  }
}
