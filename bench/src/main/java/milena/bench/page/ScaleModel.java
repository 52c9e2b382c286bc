package milena.bench.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** What a cluster of a size needs, reckoned from the costs of one message. */
final class ScaleModel {
  private static final double SECONDS_PER_DAY = 86_400;
  private static final double DAYS_PER_MONTH = 30;
  private static final double MICROS = 1e6;
  private static final double BITS = 8;
  private static final double GIGA = 1e9;
  private static final double TERA = 1e12;
  private static final double FEWEST_BROKERS = 3;

  /** A size that is asked about. */
  private record Size(String name, double perDay) {}

  private static final List<Size> SIZES =
      List.of(
          new Size("10 million a month", 10e6 / DAYS_PER_MONTH),
          new Size("100 million a day", 100e6),
          new Size("1 billion a day", 1e9));

  private final ScaleInputs in;
  private final double perDay;

  /**
   * Makes the model of one size.
   *
   * @param perDay messages a day, one recipient each
   */
  ScaleModel(ScaleInputs in, double perDay) {
    this.in = in;
    this.perDay = perDay;
  }

  /** Returns the table of all sizes, as Markdown. */
  static String table(ScaleInputs in) {
    var models = SIZES.stream().map(size -> new ScaleModel(in, size.perDay())).toList();
    Map<String, ToDoubleFunction<ScaleModel>> rows = new LinkedHashMap<>();
    rows.put("messages/s, on average", ScaleModel::mean);
    rows.put("messages/s, at the peak", ScaleModel::peak);
    rows.put("cores for ingest", one -> one.cores(in.get("ingest_us")));
    rows.put("cores for router and shaper", ScaleModel::streamCores);
    rows.put("cores for workers", one -> one.cores(in.get("worker_us") * in.get("attempts")));
    rows.put("cores for brokers", ScaleModel::brokerCores);
    rows.put("partitions", ScaleModel::partitions);
    rows.put("Gbit/s to the world", ScaleModel::worldGbit);
    rows.put("Gbit/s into all brokers, and as much out", ScaleModel::brokerGbit);
    rows.put("TB of bodies on disk, all replicas", ScaleModel::bodiesTb);
    rows.put("TB of records beside them", ScaleModel::recordsTb);
    rows.put("brokers by disk", ScaleModel::brokersByDisk);
    rows.put("brokers by network", ScaleModel::brokersByNetwork);
    rows.put("brokers by CPU", ScaleModel::brokersByCpu);
    rows.put("connections open at the peak", ScaleModel::connections);
    rows.put("messages/s to the largest site", ScaleModel::giant);
    rows.put("shards of the largest site", ScaleModel::giantShards);
    rows.put("connections to the largest site", one -> one.giant() * in.get("delivery_seconds"));
    var cells = new ArrayList<List<String>>();
    rows.forEach(
        (what, value) -> cells.add(row(what, models, one -> told(value.applyAsDouble(one)))));
    cells.add(row("**brokers**", models, ScaleModel::brokers));
    cells.add(row("**what they are bought for**", models, ScaleModel::firstLimit));
    var head = Stream.concat(Stream.of(""), SIZES.stream().map(Size::name)).toList();
    return ComparisonTables.table(head, cells);
  }

  double mean() {
    return perDay / SECONDS_PER_DAY;
  }

  double peak() {
    return mean() * in.get("peak_factor");
  }

  double streamCores() {
    return cores(in.get("router_us") + in.get("shaper_us") * in.get("attempts"));
  }

  double brokerCores() {
    return cores(in.get("broker_us") + in.get("follower_us") * (in.get("replicas") - 1));
  }

  double partitions() {
    return Math.ceil(peak() / (in.get("partition_per_s") * in.get("core_share")));
  }

  double worldGbit() {
    return peak() * in.get("message_bytes") * BITS / GIGA;
  }

  double brokerGbit() {
    return peak()
        * (in.get("message_bytes") + in.get("record_bytes"))
        * in.get("replicas")
        * BITS
        / GIGA;
  }

  double bodiesTb() {
    return perDay * in.get("message_bytes") * in.get("body_days") * in.get("replicas") / TERA;
  }

  double recordsTb() {
    double event = in.get("event_bytes");
    return perDay
        * ((in.get("record_bytes") - event) * in.get("body_days") + event * in.get("audit_days"))
        * in.get("replicas")
        / TERA;
  }

  double brokersByDisk() {
    return Math.ceil((bodiesTb() + recordsTb()) / (in.get("disk_tb") * in.get("disk_share")));
  }

  double brokersByNetwork() {
    return Math.ceil(brokerGbit() / (in.get("net_gbit") * in.get("net_share")));
  }

  double brokersByCpu() {
    return Math.ceil(brokerCores() / in.get("cores"));
  }

  double connections() {
    return peak() * in.get("attempts") * in.get("delivery_seconds");
  }

  double giant() {
    return peak() * in.get("giant_share");
  }

  double giantShards() {
    return Math.ceil(giant() / (in.get("partition_per_s") * in.get("core_share")));
  }

  /** Returns how many brokers there must be, three at least. */
  String brokers() {
    return told(
        DoubleStream.of(FEWEST_BROKERS, brokersByDisk(), brokersByNetwork(), brokersByCpu())
            .reduce(0, Math::max));
  }

  /**
   * Returns which of disk, network and CPU asks for the most brokers; replication for the least.
   */
  String firstLimit() {
    Map<String, Double> asked = new LinkedHashMap<>();
    asked.put("replication", FEWEST_BROKERS);
    asked.put("disk", brokersByDisk());
    asked.put("network", brokersByNetwork());
    asked.put("CPU", brokersByCpu());
    if (asked.values().stream().anyMatch(value -> Double.isNaN(value))) {
      return told(Double.NaN);
    }
    double most = asked.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return asked.entrySet().stream()
        .filter(entry -> entry.getValue() == most)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private double cores(double micros) {
    return peak() * micros / MICROS / in.get("core_share");
  }

  private static List<String> row(
      String what, List<ScaleModel> models, Function<ScaleModel, String> value) {
    var cells = new ArrayList<>(List.of(what));
    models.forEach(model -> cells.add(value.apply(model)));
    return cells;
  }

  private static String told(double value) {
    if (Double.isNaN(value)) {
      return "not measured yet";
    }
    return String.format(
        Locale.ROOT, value >= 10 || value == Math.rint(value) ? "%,.0f" : "%.2g", value);
  }
}
