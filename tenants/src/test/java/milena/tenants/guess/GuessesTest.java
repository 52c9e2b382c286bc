package milena.tenants.guess;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GuessesTest {

  private static final Leave GRANTED = new Leave.Granted();
  private static final String ANN = "ann";

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final Guesses guesses = new Guesses(limits(1 << 12), now::get);
  private long tried = 1;

  private static GuessLimits limits(int entries) {
    var usual = GuessLimits.defaults();
    return new GuessLimits(
        entries,
        usual.forgotten(),
        usual.addressFailures(),
        usual.addressBlock(),
        usual.addressBlockMost(),
        usual.accountFailures(),
        usual.accountBlock(),
        usual.firstDelay(),
        usual.mostDelay());
  }

  @Test
  void shouldAnswerLaterWithEachFailureUpToABound() {
    // When
    var delays = new ArrayList<Duration>();
    for (int i = 0; i < 9; i++) {
      delays.add(fail(address(1), "user" + i));
    }

    // Then
    assertThat(delays.subList(0, 3))
        .containsExactly(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(delays).isSorted().last().isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void shouldBlockAnAddressForLongerAndLongerAndForgetItInTheEnd() {
    // Given
    for (int i = 0; i < 10; i++) {
      fail(address(1), "user" + i);
    }

    // Then
    assertThat(guesses.begin(address(1), ANN)).isEqualTo(blocked(Duration.ofMinutes(1)));
    assertThat(guesses.begin(address(2), ANN)).isEqualTo(GRANTED);
    pass(Duration.ofMinutes(1));
    fail(address(1), ANN);
    assertThat(guesses.begin(address(1), ANN)).isEqualTo(blocked(Duration.ofMinutes(2)));
    for (int i = 0; i < 20; i++) {
      pass(Duration.ofHours(1));
      fail(address(1), ANN);
    }
    assertThat(guesses.begin(address(1), ANN)).isEqualTo(blocked(Duration.ofHours(1)));
    pass(Duration.ofHours(1).plusNanos(1));
    assertThat(guesses.begin(address(1), ANN)).isEqualTo(GRANTED);
    guesses.ended(address(1));
    assertThat(fail(address(1), "another")).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void shouldTakeAnIpv6CustomerForOne() {
    // Given
    for (int i = 0; i < 10; i++) {
      fail(ipv6(1, i), "user" + i);
    }

    // Then
    assertThat(guesses.begin(ipv6(1, 99), ANN)).isInstanceOf(Leave.Blocked.class);
    assertThat(guesses.begin(ipv6(2, 0), ANN)).isEqualTo(GRANTED);
  }

  @Test
  void shouldCountTheSameWrongPasswordOnce() {
    // When
    for (int i = 0; i < 100; i++) {
      assertThat(guesses.begin(address(1), ANN)).isEqualTo(GRANTED);
      guesses.failed(address(1), ANN, 42);
    }

    // Then
    assertThat(guesses.blocked(address(1), ANN)).isEmpty();
    assertThat(guesses.blocked(address(2), ANN)).isEmpty();
  }

  @Test
  void shouldCloseAnAttackedAccountToThoseWhoFailedAndToNobodyElse() {
    // Given
    for (int i = 0; i < 1_000; i++) {
      fail(address(i), ANN);
    }

    // Then
    var owner = address(2_000);
    assertThat(guesses.begin(address(999), ANN)).isEqualTo(blocked(Duration.ofMinutes(15)));
    assertThat(guesses.begin(address(999), "bob")).isEqualTo(GRANTED);
    assertThat(guesses.begin(owner, ANN)).isEqualTo(GRANTED);
    guesses.failed(owner, ANN, 7);
    assertThat(guesses.blocked(owner, ANN)).contains(Duration.ofMinutes(15));
    for (int minute = 0; minute < 15; minute++) {
      pass(Duration.ofMinutes(1));
      fail(address(3_000 + minute), ANN);
    }
    assertThat(guesses.begin(owner, ANN)).isEqualTo(GRANTED);
  }

  @Test
  void shouldHaveNoMoreTriesUnderWayThanFailuresAreBorne() {
    // When
    for (int i = 0; i < 10; i++) {
      assertThat(guesses.begin(address(1), "user" + i)).isEqualTo(GRANTED);
    }

    // Then
    assertThat(guesses.begin(address(1), ANN)).isEqualTo(new Leave.TooMany());
    assertThat(guesses.begin(address(2), ANN)).isEqualTo(GRANTED);
    guesses.ended(address(1));
    assertThat(guesses.begin(address(1), ANN)).isEqualTo(GRANTED);
  }

  @Test
  void shouldKeepWhoFailsMostInMindUnderACrowd() {
    // Given
    for (int i = 0; i < 10; i++) {
      fail(address(1), "user" + i);
    }

    // When
    for (int i = 0; i < 300_000; i++) {
      fail(address(1_000 + i), "user" + i);
    }

    // Then
    assertThat(guesses.begin(address(1), ANN)).isInstanceOf(Leave.Blocked.class);
  }

  private Duration fail(InetAddress from, String account) {
    if (guesses.begin(from, account) instanceof Leave.Granted) {
      return guesses.failed(from, account, tried += 2);
    }
    return Duration.ZERO;
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static Leave blocked(Duration left) {
    return new Leave.Blocked(left);
  }

  private static InetAddress address(int number) {
    return of(new byte[] {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number});
  }

  private static InetAddress ipv6(int customer, int host) {
    var bytes = new byte[16];
    bytes[0] = 0x20;
    bytes[7] = (byte) customer;
    bytes[15] = (byte) host;
    return of(bytes);
  }

  private static InetAddress of(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }
}
