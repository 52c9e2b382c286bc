package milena.bench.result;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one round on one side measured.
 *
 * @param number from 1
 * @param side whose round it was
 * @param figures by {@link Figure#key}; what was not measured is not there
 */
public record Round(int number, Side side, SortedMap<String, Double> figures) {

  /** Copies the figures. */
  public Round {
    figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
  }

  /** Returns a round with these figures. */
  public static Round of(int number, Side side, Map<Figure, Double> figures) {
    SortedMap<String, Double> byKey = new TreeMap<>();
    figures.forEach((figure, value) -> byKey.put(figure.key(), value));
    return new Round(number, side, byKey);
  }

  /** Returns a figure, when it was measured. */
  public OptionalDouble figure(Figure figure) {
    @Nullable Double value = figures.get(figure.key());
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
