package milena.runtime.observe;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Lifecycle;
import milena.runtime.lifecycle.LifecycleState;

/**
 * How the process and each of its services are.
 *
 * @param state of the process
 * @param services by name, in the order of their start
 */
public record HealthReport(LifecycleState state, Map<String, Health> services) {

  private static final JsonFactory JSON = new JsonFactory();

  public HealthReport {
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
  }

  public static HealthReport of(Lifecycle lifecycle) {
    return new HealthReport(lifecycle.state(), lifecycle.health());
  }

  /** Whether no service needs a new start of the process. */
  public boolean isLive() {
    return services.values().stream().noneMatch(Health.Dead.class::isInstance);
  }

  /** Whether the process runs and every service does its work. */
  public boolean isReady() {
    return state instanceof LifecycleState.Running
        && services.values().stream().allMatch(Health.Ready.class::isInstance);
  }

  /**
   * {@code {"state":"running","live":true,"ready":true,"services":{"ingest":{"status":"ready"}}}}.
   */
  public String toJson() {
    var text = new StringWriter();
    try (var json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("state", word(state));
      json.writeBooleanField("live", isLive());
      json.writeBooleanField("ready", isReady());
      json.writeObjectFieldStart("services");
      for (var service : services.entrySet()) {
        json.writeObjectFieldStart(service.getKey());
        switch (service.getValue()) {
          case Health.Ready _ -> json.writeStringField("status", "ready");
          case Health.NotReady(String reason) -> {
            json.writeStringField("status", "not-ready");
            json.writeStringField("reason", reason);
          }
          case Health.Dead(String reason) -> {
            json.writeStringField("status", "dead");
            json.writeStringField("reason", reason);
          }
        }
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text + "\n";
  }

  private static String word(LifecycleState state) {
    return switch (state) {
      case LifecycleState.New _ -> "new";
      case LifecycleState.Starting _ -> "starting";
      case LifecycleState.Running _ -> "running";
      case LifecycleState.Stopping _ -> "stopping";
      case LifecycleState.Stopped _ -> "stopped";
    };
  }
}
