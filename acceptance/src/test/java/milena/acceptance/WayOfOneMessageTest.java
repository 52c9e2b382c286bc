package milena.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import milena.standalone.demo.Demo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WayOfOneMessageTest {

  @Test
  void shouldAccountForEveryMessageOfTheDemonstration(@TempDir Path folder) throws Exception {
    // Given
    var demo = new Demo(folder.resolve("demo"), line -> {});
    // When
    var report = demo.run();
    // Then
    var account = report.account();
    assertThat(account.faults()).isEmpty();
    assertThat(account.accepted()).isEqualTo(1_000);
    assertThat(account.waitingInAll()).isZero();
    assertThat(account.ended("suppressed")).isEqualTo(25);
    assertThat(account.ended("bounced")).isEqualTo(119);
    assertThat(account.ended("delivered")).isEqualTo(856);
    assertThat(account.deferredThenDelivered()).isPositive();
  }
}
