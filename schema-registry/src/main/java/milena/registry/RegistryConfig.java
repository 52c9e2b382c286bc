package milena.registry;

import java.time.Duration;
import java.util.Optional;
import milena.schemas.Topics;
import milena.schemas.registry.Credentials;

/**
 * How a registry runs.
 *
 * @param sole whether no other registry can be on this log, so that there is no one to elect: true
 *     only beside an embedded broker, whose data folder is locked
 * @param credentials what clients must show; empty for no check
 * @param advertised the address that the other registries reach this one under; empty for the one
 *     that it binds
 * @param topic the log
 * @param session how long the writer may be silent before another one takes over
 * @param startLimit how long the log may take to be read at start
 */
public record RegistryConfig(
    boolean sole,
    Optional<Credentials> credentials,
    Optional<String> advertised,
    String topic,
    Duration session,
    Duration startLimit) {

  private static final Duration SESSION = Duration.ofSeconds(10);
  private static final Duration START = Duration.ofSeconds(30);

  /** The only registry there is, beside an embedded broker. */
  public static RegistryConfig alone() {
    return new RegistryConfig(
        true, Optional.empty(), Optional.empty(), Topics.SCHEMAS, SESSION, START);
  }

  /** One of several on a cluster. */
  public static RegistryConfig oneOfSeveral() {
    return new RegistryConfig(
        false, Optional.empty(), Optional.empty(), Topics.SCHEMAS, SESSION, START);
  }

  /** The same, asking clients for a name and password. */
  public RegistryConfig with(Credentials required) {
    return new RegistryConfig(sole, Optional.of(required), advertised, topic, session, startLimit);
  }

  /** The same, reached by other registries under a base address. */
  public RegistryConfig advertised(String url) {
    return new RegistryConfig(sole, credentials, Optional.of(url), topic, session, startLimit);
  }
}
