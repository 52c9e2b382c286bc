package milena.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client hears while there is no room for mail. */
class NoRoomTest {

  private static final String NO_ROOM = "452 4.3.1 Insufficient system storage, try again later";

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

  @Test
  void shouldBeginNoTransactionAndBeginOneWhenThereIsRoomAgain() throws Exception {
    // Given
    try (var client = rig.client()) {
      rig.storage.set(false);
      // When
      var sender = client.ask("MAIL FROM:<a@example.org>");
      var recipient = client.ask("RCPT TO:<b@example.com>");
      rig.storage.set(true);
      // Then
      assertThat(sender).isEqualTo(NO_ROOM);
      assertThat(recipient).startsWith("503");
      assertThat(client.deliver("Subject: after\r\n\r\nx", "b@example.com")).startsWith("250");
    }
  }

  @Test
  void shouldTakeNoMessageThatWasUnderWayAndKeepNothingOfIt() throws Exception {
    // Given
    try (var client = rig.client()) {
      client.ask("MAIL FROM:<a@example.org>");
      client.ask("RCPT TO:<b@example.com>");
      client.ask("DATA");
      // When
      rig.storage.set(false);
      client.send("Subject: under way\r\n\r\nx\r\n.\r\n");
      // Then
      assertThat(client.reply()).isEqualTo(NO_ROOM);
      assertThat(client.ask("NOOP")).startsWith("250");
      assertThat(rig.log.submittals).isEmpty();
      assertThat(rig.budget.used()).isZero();
    }
  }
}
