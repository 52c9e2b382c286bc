package milena.bench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScaleModelTest {
  private static final double PER_DAY = 86_400_000;

  private static final String INPUTS =
      """
      | input | value | unit |
      | --- | --- | --- |
      | `ingest_us` | 100 | µs |
      | `router_us` | 50 | µs |
      | `shaper_us` | 100 | µs |
      | `worker_us` | 200 | µs |
      | `broker_us` | 300 | µs |
      | `follower_us` | 100 | µs |
      | `partition_per_s` | 1,000 | 1/s |
      | `record_bytes` | 2,000 | B |
      | `event_bytes` | 1,000 | B |
      | `message_bytes` | 8,000 | B |
      | `attempts` | 2 | |
      | `peak_factor` | 3 | |
      | `replicas` | 3 | |
      | `body_days` | 9 | d |
      | `audit_days` | 30 | d |
      | `cores` | 10 | |
      | `core_share` | 0.5 | |
      | `disk_tb` | 10 | TB |
      | `disk_share` | 0.5 | |
      | `net_gbit` | 10 | |
      | `net_share` | 0.5 | |
      | `delivery_seconds` | 0.5 | s |
      | `giant_share` | 0.4 | |
      """;

  @Test
  void shouldReckonASizeFromTheCostsOfOneMessage() {
    // Given: 1,000 messages/s on average, 3,000 at the peak.
    var model = new ScaleModel(ScaleInputs.read(INPUTS), PER_DAY);

    // Then
    assertThat(model.mean()).isEqualTo(1_000);
    assertThat(model.peak()).isEqualTo(3_000);
    assertThat(model.streamCores()).isCloseTo(1.5, within(1e-9));
    assertThat(model.brokerCores()).isCloseTo(3, within(1e-9));
    assertThat(model.partitions()).isEqualTo(6);
    assertThat(model.worldGbit()).isCloseTo(0.192, within(1e-9));
    assertThat(model.brokerGbit()).isCloseTo(0.72, within(1e-9));
    assertThat(model.bodiesTb()).isCloseTo(18.6624, within(1e-9));
    assertThat(model.recordsTb()).isCloseTo(10.1088, within(1e-9));
    assertThat(model.brokersByDisk()).isEqualTo(6);
    assertThat(model.connections()).isEqualTo(3_000);
    assertThat(model.giantShards()).isEqualTo(3);
    assertThat(model.brokers()).isEqualTo("6");
    assertThat(model.firstLimit()).isEqualTo("disk");
  }

  @Test
  void shouldSayWhatIsNotMeasuredInEverythingThatRestsOnIt() {
    // Given
    var inputs = INPUTS.replace("| `broker_us` | 300 |", "| `broker_us` | not measured yet |");

    // When
    var model = new ScaleModel(ScaleInputs.read(inputs), PER_DAY);

    // Then
    assertThat(model.brokerCores()).isNaN();
    assertThat(model.brokers()).isEqualTo("not measured yet");
    assertThat(model.firstLimit()).isEqualTo("not measured yet");
    assertThat(model.brokersByDisk()).isEqualTo(6);
  }

  @Test
  void shouldNameAnInputThatIsMissing() {
    // Given
    var model = new ScaleModel(ScaleInputs.read(INPUTS.replace("`replicas`", "`x`")), PER_DAY);

    // Then
    assertThatThrownBy(model::brokerCores).hasMessageContaining("`replicas`");
  }
}
