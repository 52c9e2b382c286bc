package milena.outbox;

import static milena.outbox.OutboxRig.PATIENCE;
import static milena.outbox.OutboxRig.TEXT;
import static milena.outbox.OutboxRig.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import milena.limits.share.Shares;
import milena.schemas.MailEvent;
import milena.schemas.Submission;
import milena.schemas.Topics;
import milena.tenants.book.Limits;
import milena.tenants.book.Roster;
import milena.tenants.book.Stamp;
import milena.tenants.book.Tenant;
import milena.tenants.rate.TenantRates;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
  @TempDir Path folder;

  private OutboxRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new OutboxRig(folder);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void shouldMakeASubmissionOfARecord() throws Exception {
    // Given
    rig.door("one");

    // When
    rig.produce(
        "acme",
        mail(TEXT)
            .setRecipients(List.of("b@b.test", "C@c.test"))
            .setCampaign("spring")
            .setMeta(Map.of("order", "17")));

    // Then
    var submission = rig.submissions(1).getFirst();
    assertThat(submission)
        .returns("acme", Submission::getTenant)
        .returns("spring", Submission::getCampaign)
        .returns("a@acme.test", Submission::getSender)
        .returns(true, Submission::getRepeatable)
        .returns("KAFKA", Submission::getProtocol)
        .returns(Map.of("order", "17"), Submission::getMeta);
    assertThat(submission.getPeer()).startsWith("mail.outbox.acme-").endsWith("@0");
    assertThat(submission.getRecipients())
        .extracting(to -> to.getIndex() + to.getAddress())
        .containsExactly("0b@b.test", "1C@c.test");
    assertThat(rig.log.message(submission))
        .startsWith("Received: by mx.test with KAFKA id " + submission.getId() + ";\r\n\t")
        .contains("\r\nMessage-ID: <" + submission.getId() + "@mx.test>\r\n")
        .endsWith(TEXT);
    await().atMost(PATIENCE).until(() -> rig.committed("acme") == 1);
  }

  @Test
  void shouldPutALargeMessageIntoChunks() throws Exception {
    // Given
    rig.door("one");
    var text =
        "From: a@acme.test\r\nSubject: s\r\n\r\n"
            + "0123456789abcdef0123456789abcdef\r\n".repeat(100_000);

    // When
    rig.produce("acme", mail(text));

    // Then
    var submission = rig.submissions(1).getFirst();
    assertThat(submission.getBody().getInline()).isNull();
    assertThat(submission.getBody().getContentId()).isEqualTo(submission.getId());
    assertThat(rig.log.message(submission)).endsWith(text);
  }

  @Test
  void shouldFindTheSameIdsAfterAKillBetweenAppendAndCommit() throws Exception {
    // Given
    var door = rig.door("one");
    for (int count = 0; count < 20; count++) {
      rig.produce("acme", mail(TEXT));
    }
    var before = ids(rig.submissions(20));
    OutboxRig.stop(door);

    // When
    rig.forgetCommits("acme");
    rig.door("two");

    // Then
    var all = rig.submissions(40);
    assertThat(before).hasSize(20);
    assertThat(ids(all)).isEqualTo(before);
    assertThat(partitions()).as("a repeat comes to where its id is known").isEqualTo(20);
  }

  /** In how many pairs of id and partition the log has submissions. */
  private long partitions() {
    return rig.log.records(Topics.SUBMISSIONS).stream()
        .map(
            record ->
                record.partition()
                    + new String(
                        record.headers().lastHeader(Topics.HEADER_ID).value(),
                        java.nio.charset.StandardCharsets.UTF_8))
        .distinct()
        .count();
  }

  @Test
  void shouldTakeTheTenantsKeyForTheId() throws Exception {
    // Given
    rig.door("one");

    // When: the second is another mail under the same key, to somebody else
    rig.produce("acme", mail(TEXT).setIdempotencyKey("k1"));
    rig.produce("acme", mail(TEXT).setIdempotencyKey("k1").setRecipients(List.of("z@z.test")));
    rig.produce("acme", mail(TEXT).setIdempotencyKey("k2"));

    // Then
    assertThat(ids(rig.submissions(3))).hasSize(2);
    assertThat(partitions()).isEqualTo(2);
  }

  @Test
  void shouldRefuseWhatIsBadAndGoOn() throws Exception {
    // Given
    rig.door("one");

    // When
    rig.produceBytes("acme", new byte[] {1, 2, 3});
    rig.produceBytes("acme", new byte[] {0, 0, 0, 0, 99, 1, 2, 3});
    rig.produceBytes("acme", new byte[0]);
    rig.produce("acme", mail("bare\nline\r\n").setMeta(Map.of("order", "17")));
    rig.produce("acme", mail(TEXT).setRecipients(List.of()));
    rig.produce("acme", mail(TEXT).setSender("nobody"));
    rig.produce("acme", mail(TEXT).setPriority(99));
    rig.produce("acme", mail("x".repeat(2_000)));
    rig.produce("acme", mail(TEXT));

    // Then
    assertThat(rig.submissions(1)).hasSize(1);
    var events = rig.events(8);
    assertThat(events)
        .hasSize(8)
        .allMatch(MailEvent::getFinal$)
        .allMatch(event -> event.getType().equals("rejected"))
        .allMatch(event -> event.getTenant().equals("acme"))
        .allMatch(event -> event.getPeer().startsWith("mail.outbox.acme-"))
        .allMatch(event -> event.getText().contains(event.getPeer()));
    assertThat(events)
        .extracting(MailEvent::getReason)
        .containsExactlyInAnyOrder(
            "unreadable",
            "unreadable",
            "unreadable",
            "content",
            "recipients",
            "sender",
            "wishes",
            "content");
    assertThat(events).anyMatch(event -> event.getMeta().equals(Map.of("order", "17")));
    assertThat(rig.letters())
        .hasSize(8)
        .allMatch(letter -> letter.getTopic().equals("mail.outbox.acme"));
    await().atMost(PATIENCE).until(() -> rig.committed("acme") == 9);
  }

  /** It would be 32 MiB in the memory of every door that reads it, again after each restart. */
  @Test
  void shouldKeepOutWhatInflatesBeyondTheLimit() throws Exception {
    // Given
    rig.door("one");
    var bomb = new byte[8 * Topics.MAX_RECORD_BYTES];

    // When
    assertThatThrownBy(() -> rig.produceCompressed("acme", bomb))
        .hasCauseInstanceOf(RecordTooLargeException.class);
    rig.produceCompressed("acme", rig.encoded("acme", mail(TEXT)));

    // Then
    assertThat(rig.submissions(1)).hasSize(1);
    await().atMost(PATIENCE).until(() -> rig.committed("acme") == 1);
  }

  @Test
  void shouldRefuseTheMailOfTenantsThatMayNotSend() throws Exception {
    // Given
    rig.door("one");

    // When
    rig.produce("stopped", mail(TEXT));
    rig.produce("nobody", mail(TEXT));

    // Then
    assertThat(rig.events(2))
        .extracting(event -> event.getTenant() + " " + event.getReason())
        .containsExactlyInAnyOrder("stopped tenant", "nobody tenant");
    assertThat(rig.log.submissions()).isEmpty();
    await().atMost(PATIENCE).until(() -> rig.committed("nobody") == 1);
  }

  @Test
  @Tag("long")
  void shouldLoseNothingWhenOutboxesMoveBetweenDoors() throws Exception {
    // Given
    var first = rig.door("one");
    int produced = 0;

    // When
    for (; produced < 100; produced++) {
      rig.produce("acme", mail(TEXT));
    }
    rig.door("two");
    for (; produced < 300; produced++) {
      rig.produce("acme", mail(TEXT));
    }
    OutboxRig.stop(first);
    for (; produced < 400; produced++) {
      rig.produce("acme", mail(TEXT));
    }

    // Then
    int all = produced;
    await().atMost(PATIENCE).until(() -> ids(rig.log.submissions()).size() == all);
    await().atMost(PATIENCE).until(() -> rig.committed("acme") == all);
  }

  private static Set<String> ids(List<Submission> submissions) {
    return submissions.stream().map(Submission::getId).collect(Collectors.toSet());
  }

  @Test
  void shouldReadATenantNoFasterThanItsLimitAndRefuseNothing() throws Exception {
    // Given: ten a second, and ten are there at the start
    var limited = Tenant.named("acme", new Stamp(0, "")).within(new Limits(100, 0, 0, 0, 0));
    var roster = Optional.of(new Roster("default", Map.of("acme", limited), Map.of()));
    var shares = new Shares("one");
    var now = new AtomicLong();
    shares.follow(TenantRates.limits(roster), 0);
    rig.rates = new TenantRates(() -> roster, shares, now::get, () -> {});
    for (int i = 0; i < 30; i++) {
      rig.produce("acme", mail(TEXT));
    }

    // When
    rig.door("one");

    // Then
    assertThat(rig.submissions(10)).hasSize(10);
    now.set(1_000);
    assertThat(rig.submissions(20)).hasSize(20);
    now.set(2_000);
    assertThat(rig.submissions(30))
        .hasSize(30)
        .extracting(Submission::getId)
        .doesNotHaveDuplicates();
  }
}
