package milena.router.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import milena.router.lever.Lever;
import milena.router.lever.LeverRules;
import milena.schemas.Command;
import org.junit.jupiter.api.Test;

class WishTest {
  private static final long NOW = 1_000;

  private final Map<String, Lever> standing = new HashMap<>();

  private Optional<String> fault(String kind, Map<String, String> arguments) {
    return new Wish(kind, arguments, "admin", "").fault(standing::get, standing.size(), NOW);
  }

  private void given(String id, String kind) {
    var command = new Command(id, kind, Map.of("tenant", "t"), "admin", "", 1L);
    LeverRules.after(command, standing::get).ifPresent(lever -> standing.put(id, lever));
  }

  @Test
  void shouldTakeWhatSaysWhatIsMeant() {
    assertThat(fault("suspend", Map.of("tenant", "acme", "also-later", "true"))).isEmpty();
    assertThat(fault("cancel", Map.of("all", "true"))).isEmpty();
    assertThat(fault("suspend", Map.of("site", "s", "until", "1001"))).isEmpty();
    assertThat(fault("requeue", Map.of("campaign", "news-*", "pool", "warm"))).isEmpty();
    assertThat(fault("requeue", Map.of("tenant", "acme", "keep-times", "true"))).isEmpty();
  }

  @Test
  void shouldRefuseWhatLeavesOpenWhatIsMeantOrMakesNoSense() {
    assertThat(fault("cancel", Map.of()))
        .hasValueSatisfying(why -> assertThat(why).contains("or all"));
    assertThat(fault("cancel", Map.of("all", "true", "tenant", "acme"))).isPresent();
    assertThat(fault("flush", Map.of("tenant", "acme", "until", "9999"))).isPresent();
    assertThat(fault("suspend", Map.of("site", "s", "until", "999"))).isPresent();
    assertThat(fault("flush", Map.of("tenant", "acme", "keep-times", "true"))).isPresent();
    assertThat(fault("delete", Map.of("tenant", "acme"))).isPresent();
  }

  @Test
  void shouldLetOnlyWhatFitsFollowACommand() {
    // Given
    given("s1", "suspend");
    given("c1", "cancel");
    // Then
    assertThat(fault("resume", Map.of("command", "s1"))).isEmpty();
    assertThat(fault("resume", Map.of("command", "c1"))).isPresent();
    assertThat(fault("resume", Map.of("command", "r1x9-a7"))).isEmpty();
    assertThat(fault("undo", Map.of("command", "r1x9-a7"))).isPresent();
    assertThat(fault("undo", Map.of("command", "c1"))).isEmpty();
    assertThat(fault("final", Map.of("command", "c1"))).isEmpty();
    assertThat(fault("final", Map.of("command", "nothing")))
        .hasValueSatisfying(why -> assertThat(why).contains("status shows the ids"));
    assertThat(fault("undo", Map.of()))
        .hasValueSatisfying(why -> assertThat(why).contains("status shows the ids"));
  }

  @Test
  void shouldLetGoOfWhatTheLogHasForgotten() {
    // Given
    long now = 1_790_000_000_000L;
    var old = LeverRules.id(now - Duration.ofDays(40).toMillis(), 7);
    var young = LeverRules.id(now - Duration.ofMinutes(5).toMillis(), 7);
    // Then
    for (var kind : List.of("resume", "undo", "final")) {
      assertThat(about(kind, old, now)).isEmpty();
      assertThat(about(kind, young, now)).isPresent();
    }
  }

  private Optional<String> about(String kind, String id, long now) {
    return new Wish(kind, Map.of("command", id), "admin", "").fault(standing::get, 0, now);
  }

  @Test
  void shouldRefuseMoreThanCanBeInForce() {
    // Given
    for (int i = 0; i < LeverRules.MOST; i++) {
      given("s" + i, "suspend");
    }
    // Then
    assertThat(fault("cancel", Map.of("tenant", "acme"))).isPresent();
    assertThat(fault("flush", Map.of("tenant", "acme"))).isEmpty();
  }
}
