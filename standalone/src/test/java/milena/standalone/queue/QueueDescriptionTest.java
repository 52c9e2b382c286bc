package milena.standalone.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import milena.http.HttpService;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
import milena.router.gate.Effect;
import milena.router.gate.GateStanding;
import milena.router.lever.Lever;
import milena.router.lever.LeverRules;
import milena.router.shape.QueueAnswer;
import milena.schemas.Command;
import org.junit.jupiter.api.Test;

/** What is told of queues is what the API's description says, and what is printed. */
class QueueDescriptionTest {
  private static final long NOW = 1_790_000_000_000L;
  private static final Bound TEN_A_MINUTE = new Bound(10, 60_000, 1);
  private static final QueueAnswer.Group GROUP = new QueueAnswer.Group("shop", "mx.test", "may");

  private static QueueAnswer answer(Optional<QueueAnswer.Speed> speed) {
    return new QueueAnswer(
        Map.of(
            GROUP,
            new QueueAnswer.Numbers(7, 2, NOW - 60_000, Map.of("rate", 7L), 450, "later", speed)),
        List.of(
            new QueueAnswer.Detail(
                "m.0", GROUP, "a@mx.test", "p", "rate", NOW, NOW, NOW, 1, 450, "later", "c1")),
        List.of(
            new QueueAnswer.Standing(
                "c1", "suspend", Map.of("all", "true"), "ops", "x", NOW, "in-force", 1, 1, 2)),
        List.of(
            new Effect(
                "r1-a",
                "slow",
                Per.PATH,
                "one mx.test",
                new Effect.Limit(Kind.MESSAGE_RATE, TEN_A_MINUTE),
                NOW,
                NOW + 1_000,
                "450 slow down"),
            new Effect("r2-b", "hush", Per.SITE, "mx.test", null, NOW, NOW + 500, "421 no")),
        2,
        List.of(
            new GateStanding("outstanding", "site", "mx.test", "", Bound.of(20), 12, NOW, 0),
            new GateStanding(
                "message-rate", "tenant", "shop", "one", TEN_A_MINUTE, 0, NOW + 6_000, 3)),
        4,
        NOW - 5,
        NOW);
  }

  private static QueueReport report(QueueAnswer... answers) throws IOException {
    var texts = Arrays.stream(answers).map(QueueJson::of).toList();
    var read = new java.util.ArrayList<Map<String, Object>>();
    for (var text : texts) {
      read.add(QueueJson.read(text));
    }
    return QueueReport.of(read);
  }

  private static Set<String> names(JsonNode object) {
    var names = new TreeSet<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode document() throws IOException {
    try (var text = Objects.requireNonNull(HttpService.class.getResourceAsStream("openapi.json"))) {
      return new ObjectMapper().readTree(text);
    }
  }

  @Test
  void shouldBeDescribedFieldByField() throws Exception {
    // Given
    var schemas = document().at("/components/schemas");
    var told = new ObjectMapper().readTree(QueueJson.of(answer(speed(1, 2))));
    var given =
        new ObjectMapper()
            .readTree(QueueJson.of(new Command("c1", "flush", Map.of(), "ops", "", NOW)));
    // Then
    assertThat(names(told)).isEqualTo(names(schemas.at("/Queue/properties")));
    assertThat(names(told.at("/groups/0"))).isEqualTo(names(schemas.at("/QueueGroup/properties")));
    assertThat(names(told.at("/messages/0")))
        .isEqualTo(names(schemas.at("/QueuedSubmission/properties")));
    assertThat(names(told.at("/commands/0")))
        .isEqualTo(names(schemas.at("/QueueCommand/properties")));
    assertThat(names(told.at("/reactions/0")))
        .isEqualTo(names(schemas.at("/QueueReaction/properties")));
    assertThat(names(told.at("/gates/0"))).isEqualTo(names(schemas.at("/QueueGate/properties")));
    assertThat(names(given)).isEqualTo(names(schemas.at("/QueueOrderGiven/properties")));
  }

  @Test
  void shouldDescribeEveryKindOfCommand() throws Exception {
    // Given
    var kinds = new TreeSet<>(Set.of(LeverRules.RESUME, LeverRules.UNDO, LeverRules.FINAL));
    for (var kind : Lever.Kind.values()) {
      kinds.add(kind.word());
    }
    // When
    var described = new TreeSet<String>();
    document()
        .at("/components/schemas/QueueOrder/properties/kind/enum")
        .forEach(word -> described.add(word.asText()));
    // Then
    assertThat(described).isEqualTo(kinds);
  }

  private static Optional<QueueAnswer.Speed> speed(double released, double delivered) {
    return Optional.of(new QueueAnswer.Speed(released, delivered));
  }

  @Test
  void shouldAddUpSpeedsUnlessOneIsUnknown() throws Exception {
    assertThat(report(answer(speed(1.25, 2)), answer(speed(3, 0.5))).groupsText(9))
        .contains("waiting 14 ", "released 4.3/s  delivered 2.5/s", "reactions hold back or slow");
    assertThat(report(answer(speed(1, 2)), answer(Optional.empty())).groupsText(9))
        .contains("speed unknown");
  }

  @Test
  void shouldShowWhatReactionsDidOnceForAllProcesses() throws Exception {
    // When
    var report = report(answer(speed(1, 2)), answer(speed(1, 2)));
    // Then
    assertThat(report.commandsText().lines())
        .hasSize(4)
        .anyMatch(line -> line.startsWith("r1-a  reaction slow lowers message-rate to 10 in 1m of"))
        .anyMatch(line -> line.startsWith("r2-b  reaction hush suspends site mx.test  since 2026-"))
        .anyMatch(line -> line.equals("in force: 1  by reactions: 2"));
    assertThat(report.only("r2-b").commandsText().lines()).hasSize(2);
    assertThat(report.only("r2-b").hasCommands()).isTrue();
  }

  @Test
  void shouldShowFirstWhatHoldsBack() throws Exception {
    assertThat(report(answer(speed(1, 2))).gatesText().lines())
        .satisfiesExactly(
            line -> assertThat(line).endsWith("waiting 7 {rate=7}, outstanding 2"),
            line ->
                assertThat(line)
                    .contains("held by message-rate per tenant (shop) from one: 0 left of 10 in 1m")
                    .endsWith("sites that wait: 3"),
            line ->
                assertThat(line).endsWith("passes outstanding per site (mx.test): 12 left of 20"));
  }
}
