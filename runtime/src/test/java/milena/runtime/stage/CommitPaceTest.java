package milena.runtime.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommitPaceTest {
  private static final long SHORTEST = Duration.ofMillis(2).toNanos();
  private static final long LONGEST = Duration.ofMillis(50).toNanos();

  private final CommitPace pace = new CommitPace(SHORTEST, LONGEST);

  private void commits(int times, Duration each) {
    for (int i = 0; i < times; i++) {
      pace.took(each.toNanos());
    }
  }

  @Test
  void shouldNotWaitForCompanyBeforeCommitsCostAnything() {
    assertThat(pace.open()).isEqualTo(SHORTEST);
  }

  @Test
  void shouldStayOpenAsLongAsQuickCommitsTake() {
    // When
    commits(100, Duration.ofMillis(4));

    // Then
    assertThat(Duration.ofNanos(pace.open())).isBetween(Duration.ofMillis(3), Duration.ofMillis(4));
  }

  @Test
  void shouldLeaveSlowCommitsASmallerShareOfTheTime() {
    // When
    commits(100, Duration.ofMillis(10));

    // Then
    assertThat(Duration.ofNanos(pace.open()))
        .isBetween(Duration.ofMillis(19), Duration.ofMillis(20));
  }

  @Test
  void shouldNotWaitLongerThanAllowedWhenTheDiskIsSlow() {
    // When
    commits(100, Duration.ofSeconds(3));

    // Then
    assertThat(pace.open()).isEqualTo(LONGEST);
  }

  @Test
  void shouldForgetASlowCommit() {
    // Given
    commits(1, Duration.ofMillis(200));

    // When
    commits(40, Duration.ofMillis(1));

    // Then
    assertThat(Duration.ofNanos(pace.open())).isLessThan(Duration.ofMillis(5));
  }
}
