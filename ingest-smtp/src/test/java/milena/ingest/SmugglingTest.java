package milena.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What another server could read as the end of a message is never delivered, nor what follows it.
 */
class SmugglingTest {

  private static final String SMUGGLED =
      """
      MAIL FROM:<admin@example.org>
      RCPT TO:<victim@example.com>
      DATA
      Subject: forged

      x
      """
          .replace("\n", "\r\n");

  private MemoryRig rig = unset();

  // Given to NullAway: JUnit sets it before each test.
  @SuppressWarnings("NullAway")
  private static MemoryRig unset() {
    return null;
  }

  @BeforeEach
  void start() throws Exception {
    rig = new MemoryRig(config -> config);
  }

  @AfterEach
  void stop() throws Exception {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n.\n",
        "\n.\r\n",
        "\r\n.\n",
        "\r.\r",
        "\r.\r\n",
        "\r\n.\r",
        "\r.\n",
        "\n\n.\r\n",
        "\r\r\n.\r\n",
        "\0\r\n.\r\n",
        "\r\n\0.\r\n",
        "\r\n.\0\r\n",
        "\r\n.\r\0\n",
        "\n.\r\0\n"
      })
  void shouldRefuseTheWholeMessage(String falseEnd) throws Exception {
    // Given
    try (var client = rig.client()) {
      client.ask("MAIL FROM:<a@example.org>");
      client.ask("RCPT TO:<b@example.com>");
      client.ask("DATA");
      // When
      client.send("Subject: outer\r\n\r\nbody" + falseEnd + SMUGGLED + ".\r\nQUIT\r\n");
      var reply = client.reply();
      // Then
      assertThat(reply).startsWith("554 5.6.0");
      assertThat(client.reply()).isEmpty();
      assertThat(rig.log.submittals).isEmpty();
    }
  }

  @Test
  void shouldRefuseCommandsWithoutCrlf() throws Exception {
    // Given
    try (var client = rig.client()) {
      // When
      client.send("MAIL FROM:<a@example.org>\nNOOP\r\n");
      // Then
      assertThat(client.reply()).startsWith("500 5.5.2");
      assertThat(client.reply()).startsWith("250");
    }
  }

  @Test
  void shouldRefuseALineThatIsTooLong() throws Exception {
    // Given
    try (var client = rig.client()) {
      // When
      var fits = client.deliver("Subject: x\r\n\r\n" + "a".repeat(998), "b@example.com");
      var tooLong = client.deliver("Subject: x\r\n\r\n" + "a".repeat(999), "b@example.com");
      // Then
      assertThat(fits).startsWith("250");
      assertThat(tooLong).startsWith("554 5.6.0");
    }
  }

  @Test
  void shouldRefuseAMessageThatRunsInACircle() throws Exception {
    // Given
    var hop = "Received: from somewhere\r\n";
    try (var client = rig.client()) {
      // When
      var fifty = client.deliver(hop.repeat(50) + "\r\nx", "b@example.com");
      var more = client.deliver(hop.repeat(51) + "\r\nx", "b@example.com");
      // Then
      assertThat(fifty).startsWith("250");
      assertThat(more).startsWith("554 5.4.6");
      assertThat(rig.log.submittals).hasSize(1);
    }
  }
}
