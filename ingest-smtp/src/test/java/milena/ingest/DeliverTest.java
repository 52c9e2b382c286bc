package milena.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import milena.schemas.RecipientHash;
import milena.schemas.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is acknowledged stands in the log, whole. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliverTest {

  private IngestRig rig;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    rig = new IngestRig(folder, config -> config);
  }

  @AfterAll
  void stop() throws Exception {
    rig.close();
  }

  @Test
  void shouldWriteOneRecordForOneRecipientUnderItsHash() throws Exception {
    // Given
    try (var client = rig.client()) {
      // When
      var reply = client.deliver("Subject: hello\r\n\r\n..dotted\r\nbody", "Ann@Example.com");
      // Then
      assertThat(reply).startsWith("250 2.0.0 Ok: queued as ");
      var id = Wire.queuedId(reply);
      var submission = rig.log.submission(id);
      assertThat(submission.getSender()).isEqualTo("sender@example.org");
      assertThat(submission.getTenant()).isEqualTo("default");
      assertThat(submission.getProtocol()).isEqualTo("ESMTP");
      assertThat(submission.getRecipients()).hasSize(1);
      var message = rig.log.message(submission);
      assertThat(message)
          .startsWith("Received: from client.example ([127.0.0.1])\r\n\tby mx.example.net")
          .contains("id " + id, "for <Ann@example.com>", "\r\nDate: ")
          .contains("Message-ID: <" + id + "@mx.example.net>\r\nSubject: hello\r\n")
          .endsWith("\r\n\r\n.dotted\r\nbody\r\n");
      assertThat(submission.getBody().getSize()).isEqualTo(message.length());
      var record =
          rig.log.records(Topics.SUBMISSIONS).stream()
              .filter(
                  r ->
                      new String(
                              r.headers().lastHeader("milena-id").value(), StandardCharsets.UTF_8)
                          .equals(id))
              .findFirst()
              .orElseThrow();
      var hash = new RecipientHash(IngestRig.SALT).of("ann@example.com");
      assertThat(record.key()).isEqualTo(hash);
      assertThat(record.partition()).isEqualTo(RecipientHash.partition(hash, IngestRig.PARTITIONS));
    }
  }

  @Test
  void shouldRefuseAFieldThatIsThereTwiceAndGoOn() throws Exception {
    // Given
    try (var client = rig.client()) {
      // When
      var twice = client.deliver("From: a@b.example\r\nfrom: c@d.example\r\n\r\nx", "a@b.example");
      var allHeader = client.deliver("Subject: x\r\nSubject: y", "a@b.example");
      var once = client.deliver("From: a@b.example\r\n\r\nFrom: x\r\nFrom: y", "a@b.example");
      // Then
      assertThat(twice).startsWith("554 5.6.0 Not accepted: From is there more than once");
      assertThat(allHeader).startsWith("554 5.6.0 Not accepted: Subject is there more than once");
      assertThat(once).startsWith("250");
    }
  }

  @Test
  void shouldKeepAllRecipientsInOneRecordAndNameNone() throws Exception {
    // Given
    try (var client = rig.client()) {
      // When
      var reply =
          client.deliver(
              "Date: now\r\nMessage-ID: <a@b>\r\n\r\nx",
              "a@example.com",
              "no domain",
              "b@example.com");
      // Then
      var submission = rig.log.submission(Wire.queuedId(reply));
      assertThat(submission.getRecipients())
          .extracting(to -> to.getIndex() + " " + to.getAddress())
          .containsExactly("0 a@example.com", "1 b@example.com");
      assertThat(rig.log.message(submission))
          .doesNotContain("for <")
          .endsWith("\r\nDate: now\r\nMessage-ID: <a@b>\r\n\r\nx\r\n");
    }
  }

  @Test
  void shouldTakeAnEmptyMessage() throws Exception {
    // Given
    try (var client = rig.client()) {
      client.ask("MAIL FROM:<>");
      client.ask("RCPT TO:<a@example.com>");
      client.ask("DATA");
      // When
      var reply = client.ask(".");
      // Then
      var submission = rig.log.submission(Wire.queuedId(reply));
      assertThat(submission.getSender()).isEmpty();
      assertThat(rig.log.message(submission)).startsWith("Received: ").contains("\r\nMessage-ID: ");
    }
  }

  @Test
  void shouldChunkALargeMessage() throws Exception {
    // Given
    var line = "0123456789abcdef".repeat(4) + "\r\n";
    var content = "Subject: large\r\n\r\n" + line.repeat(40_000) + "end";
    try (var client = rig.client()) {
      // When
      var reply = client.deliver(content, "a@example.com");
      // Then
      var submission = rig.log.submission(Wire.queuedId(reply));
      var body = submission.getBody();
      assertThat(body.getInline()).isNull();
      assertThat(body.getContentOffsets()).hasSizeGreaterThan(4);
      var bytes = rig.log.bytes(submission);
      assertThat(body.getSize()).isEqualTo(bytes.length);
      assertThat(new String(bytes, StandardCharsets.US_ASCII)).endsWith(content + "\r\n");
    }
  }

  @Test
  void shouldAnswerPipelinedTransactionsInOrder() throws Exception {
    // Given
    var group =
        """
        MAIL FROM:<s@example.org>
        RCPT TO:<a@example.com>
        DATA
        Subject: 1

        one
        .
        """
            .replace("\n", "\r\n");
    try (var client = rig.client()) {
      // When
      client.send(group + group + "QUIT\r\n");
      var replies = new String[9];
      for (int i = 0; i < replies.length; i++) {
        replies[i] = client.reply().substring(0, 3);
      }
      // Then
      assertThat(Arrays.asList(replies))
          .containsExactly("250", "250", "354", "250", "250", "250", "354", "250", "221");
    }
  }
}
