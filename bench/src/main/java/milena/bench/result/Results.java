package milena.bench.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The file of a comparison: everything that is needed to judge it.
 *
 * @param taken when it ended, as ISO 8601 in UTC
 * @param commit of Milena, with {@code +changes} where the working copy differs
 * @param machine where it ran
 * @param contenders who took part
 * @param scenarios what was done and what came out
 */
public record Results(
    String taken,
    String commit,
    Machine machine,
    List<Contender> contenders,
    List<Compared> scenarios) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  /** Copies the lists. */
  public Results {
    contenders = List.copyOf(contenders);
    scenarios = List.copyOf(scenarios);
  }

  /**
   * Reads a file of results.
   *
   * @throws IOException when it cannot be read or is none
   */
  public static Results read(Path file) throws IOException {
    return JSON.readValue(Files.readString(file), Results.class);
  }

  /**
   * Writes the file.
   *
   * @throws IOException when it cannot be written
   */
  public void write(Path file) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(this) + "\n");
  }

  /** Returns the scenario of a name, when it was part of the comparison. */
  public Optional<Compared> scenario(String name) {
    return scenarios.stream().filter(one -> one.scenario().name().equals(name)).findFirst();
  }

  /** Returns the median of a figure, when the scenario took place and measured it. */
  public OptionalDouble median(String scenario, Side side, Figure figure) {
    return scenario(scenario)
        .map(compared -> compared.median(side, figure))
        .orElse(OptionalDouble.empty());
  }
}
