package milena.bench.result;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Something that Milena sets out to reach in a comparison.
 *
 * @param what the figure in words
 * @param goal what is to be reached, in words
 * @param reached the figure as a share of the goal's bound: 1 is just reached, more is better;
 *     nothing where it was not measured
 * @param told the figure itself, in words
 */
public record Target(
    String what,
    String goal,
    Function<Results, OptionalDouble> reached,
    Function<Results, String> told) {

  private static final String SMALL = "small";
  private static final double DELIVERED_TIMES = 6;
  private static final double LARGE_TIMES = 3;
  private static final double CPU_TIMES = 8;
  private static final double ACCEPT_MS = 5;
  private static final double ACCEPT_FLUSHES = 2.5;
  private static final double ACCEPT_P99_TIMES = 10;
  private static final double TRANSIT_P50_MS = 50;
  private static final double TRANSIT_P99_MS = 250;
  private static final double MEMORY_MIB = 600;
  private static final double DRAINED_SHARE = 0.8;
  private static final double SECURED_SHARE = 0.8;
  private static final double INGEST_SHARE = 0.6;

  /** Returns every target. */
  public static List<Target> all() {
    return Stream.of(throughput(), latency(), rest()).flatMap(List::stream).toList();
  }

  private static List<Target> throughput() {
    return List.of(
        ratio("delivered, 1 domain", "small", DELIVERED_TIMES),
        ratio("delivered, 200 domains", "domains", DELIVERED_TIMES),
        ratio("delivered, 1 MiB", "large", LARGE_TIMES),
        cpu("CPU per 1,000 messages, 4 KiB"));
  }

  private static List<Target> latency() {
    return List.of(
        atMost(
            "accept p50 at half load",
            text("≤ the larger of %.0f ms and %.1f × a bare flush", ACCEPT_MS, ACCEPT_FLUSHES),
            Figure.HALF_ACCEPT_P50_MS,
            Target::acceptBound),
        atMost(
            "accept p99 at half load",
            text("≤ %.0f × that", ACCEPT_P99_TIMES),
            Figure.HALF_ACCEPT_P99_MS,
            results -> scaled(acceptBound(results), ACCEPT_P99_TIMES)),
        atMost(
            "sent → received p50 at half load",
            text("≤ %.0f ms", TRANSIT_P50_MS),
            Figure.HALF_TRANSIT_P50_MS,
            _ -> OptionalDouble.of(TRANSIT_P50_MS)),
        atMost(
            "sent → received p99 at half load",
            text("≤ %.0f ms", TRANSIT_P99_MS),
            Figure.HALF_TRANSIT_P99_MS,
            _ -> OptionalDouble.of(TRANSIT_P99_MS)));
  }

  private static List<Target> rest() {
    return List.of(
        atMost(
            "resident memory at its peak, MiB",
            text("≤ %.0f MiB", MEMORY_MIB),
            Figure.PEAK_RSS_MIB,
            _ -> OptionalDouble.of(MEMORY_MIB)),
        share(
            "backlog of 20,000 drained",
            text("≥ %.0f%% of the fresh rate", DRAINED_SHARE * 100),
            DRAINED_SHARE,
            results ->
                divided(
                    milena(results, "backlog", Figure.DRAIN_RATE),
                    milena(results, SMALL, Figure.DELIVERED_RATE))),
        share(
            "accepted over TLS with a login",
            text("≥ %.0f%% of the rate without", SECURED_SHARE * 100),
            SECURED_SHARE,
            results ->
                divided(
                    milena(results, "secured", Figure.ACCEPTED_RATE),
                    milena(results, SMALL, Figure.ACCEPTED_RATE))),
        share(
            "ingest alone",
            text("≥ %.0f%% of Kafka's producer test", INGEST_SHARE * 100),
            INGEST_SHARE,
            results ->
                divided(
                    milena(results, "ingest", Figure.ACCEPTED_RATE),
                    milena(results, "ingest", Figure.PRODUCER_RATE))));
  }

  private static Target ratio(String what, String scenario, double times) {
    Function<Results, OptionalDouble> ratio =
        results ->
            divided(
                results.median(scenario, Side.MILENA, Figure.DELIVERED_RATE),
                results.median(scenario, Side.POSTFIX, Figure.DELIVERED_RATE));
    return new Target(
        what,
        text("≥ %.0f × Postfix", times),
        results -> scaled(ratio.apply(results), 1 / times),
        results -> told(ratio.apply(results), "%.2f ×"));
  }

  private static Target cpu(String what) {
    Function<Results, OptionalDouble> ratio =
        results ->
            divided(
                results.median(SMALL, Side.POSTFIX, Figure.CPU_PER_1000),
                results.median(SMALL, Side.MILENA, Figure.CPU_PER_1000));
    return new Target(
        what,
        text("≤ 1/%.0f of Postfix's", CPU_TIMES),
        results -> scaled(ratio.apply(results), 1 / CPU_TIMES),
        results -> told(ratio.apply(results), "1/%.2f"));
  }

  private static Target atMost(
      String what, String goal, Figure figure, Function<Results, OptionalDouble> bound) {
    return new Target(
        what,
        goal,
        results -> divided(bound.apply(results), milena(results, SMALL, figure)),
        results -> told(milena(results, SMALL, figure), "%.1f"));
  }

  private static Target share(
      String what, String goal, double least, Function<Results, OptionalDouble> share) {
    return new Target(
        what,
        goal,
        results -> scaled(share.apply(results), 1 / least),
        results -> told(scaled(share.apply(results), 100), "%.0f%%"));
  }

  private static OptionalDouble acceptBound(Results results) {
    return results.median(SMALL, Side.MILENA, Figure.FLUSH_P50_MS).stream()
        .map(flush -> Math.max(ACCEPT_MS, ACCEPT_FLUSHES * flush))
        .findFirst();
  }

  private static OptionalDouble milena(Results results, String scenario, Figure figure) {
    return results.median(scenario, Side.MILENA, figure);
  }

  private static OptionalDouble divided(OptionalDouble part, OptionalDouble whole) {
    return part.isEmpty() || whole.isEmpty() || whole.getAsDouble() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(part.getAsDouble() / whole.getAsDouble());
  }

  private static OptionalDouble scaled(OptionalDouble value, double factor) {
    return value.stream().map(one -> one * factor).findFirst();
  }

  private static String told(OptionalDouble value, String format) {
    return value.isEmpty() ? "not measured" : text(format, value.getAsDouble());
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
