package milena.outbox.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import milena.ingest.header.HeaderChecks.Anonymity;
import milena.ingest.header.HeaderChecks.Breach;
import milena.ingest.header.HeaderChecks.Lack;
import milena.ingest.header.OwnChecks;
import milena.outbox.check.Checked.Refused;
import milena.schemas.AvroFormat;
import milena.schemas.OutboundMail;
import milena.tenants.book.Stamp;
import milena.tenants.book.Tenant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxCheckTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final Place PLACE = new Place("mail.outbox.acme", 3, 17, NOW);
  private static final Tenant ACME = Tenant.named("acme", new Stamp(0, ""));
  private static final String TEXT = "From: a@acme.test\r\nSubject: s\r\n\r\ntext\r\n";

  private final OutboxCheck check = new OutboxCheck(new OutboxRules("mx.test", 100_000, 3));

  /** Every process has a format, and with that Avro may copy our records. */
  @BeforeAll
  static void trustOurRecords() throws ClassNotFoundException {
    Class.forName(AvroFormat.class.getName());
  }

  private static OutboundMail.Builder mail(String text) {
    return OutboundMail.newBuilder()
        .setSender("a@acme.test")
        .setRecipients(List.of("b@b.test"))
        .setContent(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private Checked check(OutboundMail.Builder mail, @Nullable Tenant tenant) {
    return check.check(mail.build(), tenant, "ID", PLACE, NOW);
  }

  private Checked.Mail taken(OutboundMail.Builder mail) {
    var checked = check(mail, ACME);
    assertThat(checked).isInstanceOf(Checked.Mail.class);
    return (Checked.Mail) checked;
  }

  private String refused(OutboundMail.Builder mail) {
    return check(mail, ACME) instanceof Refused(var reason, var _, var _) ? reason : "taken";
  }

  private static String whole(Checked.Mail mail) {
    return new String(mail.head(), StandardCharsets.ISO_8859_1)
        + new String(mail.message(), StandardCharsets.ISO_8859_1)
        + new String(mail.tail(), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "From: a@acme.test | taken",
        "From: a@acme.test, b@other.test | content5.7.1",
        "From: a@other.test | content5.7.1",
        "From: nobody | content5.7.1",
        "Subject: x | content5.6.0",
      })
  void shouldLetATenantWriteByItsOwnAuthorsOnly(String field, String expected) {
    // Given
    var shop = ACME.withSenderDomains(List.of("acme.test"));
    // When
    var checked = check(mail(field + "\r\n\r\nx\r\n"), shop);
    // Then
    assertThat(checked instanceof Refused(var reason, var code, var _) ? reason + code : "taken")
        .isEqualTo(expected);
  }

  @Test
  void shouldRefuseAFieldThatIsThereTwice() {
    var twice = mail("From: a@acme.test\r\nTo: b@b.test\r\nTo: c@b.test\r\n\r\nx\r\n");
    assertThat(check(twice, ACME))
        .isEqualTo(new Refused("content", "5.6.0", "To is there more than once"));
  }

  @Test
  void shouldCheckATenantsMailAsThatTenantWants() {
    // Given
    var none = Optional.<Lack>empty();
    var lenient =
        ACME.with(
            new OwnChecks(
                none, Optional.of(Anonymity.ACCEPT), Optional.of(Breach.ACCEPT), Optional.empty()));
    var strict =
        ACME.with(
            new OwnChecks(
                Optional.of(Lack.REFUSE), Optional.empty(), Optional.empty(), Optional.of(10)));
    var anonymous = mail("To: b@b.test\r\nTo: c@b.test\r\n\r\nx\r\n");

    // Then
    assertThat(check(anonymous, lenient)).isInstanceOf(Checked.Mail.class);
    assertThat(check(mail("To: b@b.test\r\n\r\nx\r\n"), ACME))
        .isEqualTo(new Refused("content", "5.6.0", "From is missing"));
    assertThat(check(mail(TEXT), strict))
        .isEqualTo(new Refused("content", "5.6.0", "Date is missing"));
    assertThat(check(mail("Received: x\r\n".repeat(11) + TEXT), strict))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.enhanced()).isEqualTo("5.4.6"));
  }

  @Test
  void shouldPutReceivedAndMissingFieldsBeforeTheMessage() {
    // When
    var mail = taken(mail(TEXT));

    // Then
    assertThat(whole(mail))
        .isEqualTo(
            "Received: by mx.test with KAFKA id ID\r\n\tfor <b@b.test>;\r\n"
                + "\tFri, 15 Jan 2027 08:00:00 +0000\r\n"
                + "Date: Fri, 15 Jan 2027 08:00:00 +0000\r\n"
                + "Message-ID: <ID@mx.test>\r\n"
                + TEXT);
    assertThat(mail.origin().protocol()).isEqualTo("KAFKA");
    assertThat(mail.origin().peer()).isEqualTo("mail.outbox.acme-3@17");
    assertThat(mail.tenant()).isEqualTo("acme");
    assertThat(mail.wishes().repeatable()).isTrue();
  }

  @Test
  void shouldLeaveAWholeHeaderAloneAndEndTheLastLine() {
    // Given
    var text = "From: a@a.test\r\nDate: x\r\nMessage-ID: <m@x>\r\n\r\nno end";

    // When
    var mail = taken(mail(text).setRecipients(List.of("b@b.test", "C@c.test")));

    // Then
    assertThat(whole(mail)).endsWith("+0000\r\n" + text + "\r\n").doesNotContain("for <");
    assertThat(mail.envelope().recipients().getLast().canonical()).isEqualTo("c@c.test");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no field\r\nTo: c@c.test\r\n\r\nx\r\n", "\u00e9: x\r\n", "no end"})
  void shouldEndABrokenHeaderWhereItBreaksOff(String rest) {
    // When
    var mail = taken(mail("From: a@acme.test\r\n" + rest));

    // Then: what was checked stays a field
    assertThat(whole(mail))
        .endsWith(
            "\r\nMessage-ID: <ID@mx.test>\r\nFrom: a@acme.test\r\n\r\n"
                + rest
                + (rest.endsWith("\r\n") ? "" : "\r\n"));
    assertThat(mail.envelope().smtpUtf8()).isFalse();
  }

  @Test
  void shouldCheckTheLastFieldWithoutALineEndToo() {
    assertThat(refused(mail("From: a@acme.test\r\nFrom: b@other.test"))).isEqualTo("content");
    assertThat(whole(taken(mail("From: a@acme.test\r\nDate: x"))))
        .endsWith("\r\nMessage-ID: <ID@mx.test>\r\nFrom: a@acme.test\r\nDate: x\r\n");
  }

  @Test
  void shouldKeepWhatTheSenderWishes() {
    // When
    var wishes =
        taken(
                mail(TEXT)
                    .setCampaign("c")
                    .setPool("p")
                    .setPriority(-9)
                    .setNotBefore(NOW + 5)
                    .setExpiresAt(NOW + 9)
                    .setMeta(Map.of("order", "17")))
            .wishes();

    // Then
    assertThat(wishes.campaign()).isEqualTo("c");
    assertThat(wishes.pool()).isEqualTo("p");
    assertThat(wishes.priority()).isEqualTo(-9);
    assertThat(wishes.notBefore()).isEqualTo(NOW + 5);
    assertThat(wishes.expiresAt()).isEqualTo(NOW + 9);
    assertThat(wishes.meta()).containsExactly(Map.entry("order", "17"));
  }

  @Test
  void shouldLetABadRecipientGoOnWithTheOthers() {
    // When
    var mail = taken(mail(TEXT).setRecipients(List.of("b@b.test", "no address", "c@c.test")));

    // Then: the router ends the second one, under the index that it has here
    assertThat(mail.envelope().recipients())
        .extracting(to -> to.address() + "|" + to.canonical())
        .containsExactly("b@b.test|b@b.test", "no address|", "c@c.test|c@c.test");
  }

  @Test
  void shouldSayWhatTheNextServerMustBeAbleToDo() {
    // Then
    assertThat(taken(mail(TEXT)).envelope().smtpUtf8()).isFalse();
    assertThat(taken(mail(TEXT)).envelope().eightBit()).isFalse();
    assertThat(taken(mail(TEXT + "\u00e4\r\n")).envelope().smtpUtf8()).isFalse();
    assertThat(taken(mail(TEXT + "\u00e4\r\n")).envelope().eightBit()).isTrue();
    assertThat(taken(mail("Comments: \u00e4\r\n" + TEXT)).envelope().smtpUtf8()).isTrue();
    assertThat(taken(mail(TEXT).setSender("\u00e4@b.test")).envelope().smtpUtf8()).isTrue();
    assertThat(taken(mail(TEXT).setRecipients(List.of("\u00e4@b.test"))).envelope().smtpUtf8())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb\r\n", "a\rb\r\n", "a\r", "\n", "a\0b\r\n", "a\r\r\n", ""})
  void shouldRefuseWhatServersReadInTwoWays(String text) {
    // Then
    assertThat(refused(mail(text))).isEqualTo("content");
  }

  @Test
  void shouldRefuseWhatIsTooLargeOrTooLong() {
    // Given
    var head = "From: a@a.test\r\n\r\n";
    var lines = ("x".repeat(98) + "\r\n").repeat(999) + "x".repeat(100 - head.length());
    // Then
    assertThat(refused(mail(head + "x".repeat(998) + "\r\n"))).isEqualTo("taken");
    assertThat(refused(mail(head + "x".repeat(999) + "\r\n"))).isEqualTo("content");
    assertThat(refused(mail(head + "x".repeat(999)))).isEqualTo("content");
    assertThat(refused(mail(head + lines))).isEqualTo("taken");
    assertThat(refused(mail(head + lines + "x"))).isEqualTo("content");
    assertThat(refused(mail("Received: x\r\n".repeat(50) + head))).isEqualTo("taken");
    assertThat(refused(mail("Received: x\r\n".repeat(51) + head))).isEqualTo("content");
    var many = new OutboxCheck(new OutboxRules("mx.test", 1_000_000, 3));
    var header = mail(("X: " + "x".repeat(95) + "\r\n").repeat(3_000)).build();
    assertThat(many.check(header, ACME, "ID", PLACE, NOW)).isInstanceOf(Refused.class);
  }

  @Test
  void shouldRefuseWishesThatCannotBe() {
    // Then
    assertThat(refused(mail(TEXT).setPriority(10))).isEqualTo("wishes");
    assertThat(refused(mail(TEXT).setPriority(Integer.MIN_VALUE))).isEqualTo("wishes");
    assertThat(refused(mail(TEXT).setNotBefore(-1))).isEqualTo("wishes");
    assertThat(refused(mail(TEXT).setExpiresAt(-1))).isEqualTo("wishes");
    assertThat(refused(mail(TEXT).setNotBefore(Long.MAX_VALUE))).isEqualTo("wishes");
    assertThat(refused(mail(TEXT).setMeta(Map.of("k", "v".repeat(20_000))))).isEqualTo("wishes");
  }

  @Test
  void shouldRefuseRecipientsThatAreNoneOrTooMany() {
    // Then
    assertThat(refused(mail(TEXT).setRecipients(List.of()))).isEqualTo("recipients");
    assertThat(
            refused(
                mail(TEXT).setRecipients(IntStream.range(0, 4).mapToObj(i -> i + "@b.c").toList())))
        .isEqualTo("recipients");
    assertThat(refused(mail(TEXT).setRecipients(List.of("x".repeat(2_000_000)))))
        .isEqualTo("recipients");
  }

  @Test
  void shouldRefuseASenderThatIsNoneOrNotTheTenants() {
    // Given
    var bound = ACME.withSenderDomains(List.of("acme.test"));

    // Then
    assertThat(refused(mail(TEXT).setSender("nobody"))).isEqualTo("sender");
    assertThat(refused(mail(TEXT).setSender(""))).isEqualTo("taken");
    assertThat(check(mail(TEXT), bound)).isInstanceOf(Checked.Mail.class);
    assertThat(check(mail(TEXT).setSender("a@b.test"), bound)).isInstanceOf(Refused.class);
  }

  @Test
  void shouldRefuseTheMailOfWhoMayNotSend() {
    // Then
    assertThat(check(mail(TEXT), null)).isInstanceOf(Refused.class);
    assertThat(check(mail(TEXT), ACME.in(Tenant.State.SUSPENDED))).isInstanceOf(Refused.class);
  }

  @Test
  void shouldDeriveIdsFromWhatMakesARecordItself() {
    // Given
    var ids = new DerivedIds(new byte[16]);
    byte[] value = {1, 2};

    // Then
    var id = ids.ofPlace(PLACE, value);
    assertThat(id).matches("[0-9A-HJKMNP-TV-Z]{26}").isEqualTo(ids.ofPlace(PLACE, value));
    assertThat(
            List.of(
                id,
                ids.ofPlace(new Place("mail.outbox.acme", 3, 18, NOW), value),
                ids.ofPlace(new Place("mail.outbox.acme", 4, 17, NOW), value),
                ids.ofPlace(new Place("mail.outbox.acme", 3, 17, NOW + 1), value),
                ids.ofPlace(PLACE, new byte[] {1, 3}),
                ids.ofRefused(PLACE, value),
                ids.ofKey("acme", "k"),
                ids.ofKey("acm", "ek"),
                new DerivedIds(new byte[17]).ofKey("acme", "k")))
        .doesNotHaveDuplicates();
    assertThat(ids.ofKey("acme", "k")).isEqualTo(new DerivedIds(new byte[16]).ofKey("acme", "k"));
  }
}
