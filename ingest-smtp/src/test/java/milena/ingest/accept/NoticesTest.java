package milena.ingest.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import milena.ingest.accept.AcceptDecision.Accepted;
import milena.ingest.accept.AcceptDecision.Refused;
import milena.ingest.log.Submittal;
import milena.ingest.log.SystemStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RET, ENVID and BY of MAIL, NOTIFY and ORCPT of RCPT, by the letter of their RFCs. */
class NoticesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final AcceptanceRules OFF = AcceptanceRules.defaults("mx.example.net");
  private static final AcceptanceRules ON =
      new AcceptanceRules(
          OFF.tenant(),
          OFF.hostname(),
          OFF.relayNetworks(),
          OFF.maxSize(),
          OFF.maxRecipients(),
          OFF.maxHeaderBytes(),
          OFF.maxLine(),
          true);

  private static AcceptDecision<Sender> mail(AcceptanceRules rules, String parameters) {
    return new Acceptance(rules, SystemStorage.AMPLE)
        .sender("FROM:<a@b.example> " + parameters, true, NOW);
  }

  private static AcceptDecision<Recipient> rcpt(AcceptanceRules rules, String parameters) {
    return new Acceptance(rules, SystemStorage.AMPLE)
        .recipient("TO:<a@b.example> " + parameters, new Sender("", true, true), 0, true);
  }

  private static String refusal(AcceptDecision<?> decision) {
    return decision instanceof Refused<?>(var reply)
        ? reply.code() + " " + reply.lines().getFirst()
        : decision.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RET=FULL", "ENVID=x", "BY=1;R"})
  void shouldNotKnowThoseOfMailWhenOff(String parameter) {
    assertThat(refusal(mail(OFF, parameter))).startsWith("555 5.5.4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOTIFY=NEVER", "ORCPT=rfc822;a@b.example"})
  void shouldNotKnowThoseOfRcptWhenOff(String parameter) {
    assertThat(refusal(rcpt(OFF, parameter))).startsWith("555 5.5.4");
  }

  @Test
  void shouldKnowEachOfItsOwnCommandOnly() {
    assertThat(refusal(mail(ON, "NOTIFY=NEVER"))).startsWith("555 5.5.4");
    assertThat(refusal(rcpt(ON, "RET=FULL"))).startsWith("555 5.5.4");
    assertThat(refusal(rcpt(ON, "NOTIFY=NEVER BY=1;N"))).startsWith("555 5.5.4");
  }

  @ParameterizedTest
  @CsvSource({
    "RET=FULL, FULL, '', 0, ''",
    "ret=hdrs, HDRS, '', 0, ''",
    "ENVID=QQ314159, '', QQ314159, 0, ''",
    "ENVID=a+20b+2Bc+3D, '', a+20b+2Bc+3D, 0, ''",
    "BY=120;R, '', '', 120, R",
    "BY=+120;nt, '', '', 120, NT",
    "BY=-5;N, '', '', -5, N",
    "BY=0;N, '', '', 0, N",
    "BY=999999999;RT, '', '', 999999999, RT",
    "SIZE=10 RET=FULL ENVID=x BODY=8BITMIME BY=1;R, FULL, x, 1, R",
  })
  void shouldKeepWhatMailSays(
      String parameters, String ret, String envelopeId, long seconds, String mode) {
    assertThat(mail(ON, parameters))
        .isInstanceOfSatisfying(
            Accepted.class,
            accepted ->
                assertThat(((Sender) accepted.value()).notices())
                    .isEqualTo(new Notices(ret, envelopeId, seconds, mode)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RET",
        "RET=",
        "RET=BODY",
        "RET=FULL,HDRS",
        "RET=FULL RET=FULL",
        "RET=FULL ret=HDRS",
        "ENVID",
        "ENVID=",
        "ENVID=a+",
        "ENVID=a+2",
        "ENVID=a+2b",
        "ENVID=a+0D+0A",
        "ENVID=+00",
        "ENVID=+7F",
        "ENVID=+C3+A4",
        "ENVID=a=b",
        "ENVID=\u00e4",
        "BY",
        "BY=",
        "BY=1",
        "BY=;R",
        "BY=R",
        "BY=1;",
        "BY=1;X",
        "BY=1;RR",
        "BY=1;TR",
        "BY=1;R;T",
        "BY=0;R",
        "BY=-1;R",
        "BY=-0;RT",
        "BY=1234567890;R",
        "BY=1.5;N",
        "BY=--1;N",
        "BY=+;N",
      })
  void shouldRefuseWhatMailMayNotSay(String parameters) {
    assertThat(refusal(mail(ON, parameters))).matches("(501|553) 5\\..*");
  }

  @Test
  void shouldCountAnEnvelopeIdAsItIsMeant() {
    assertThat(mail(ON, "ENVID=" + "+2B".repeat(100))).isInstanceOf(Accepted.class);
    assertThat(refusal(mail(ON, "ENVID=" + "x".repeat(101)))).startsWith("501 5.5.4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NOTIFY=NEVER | NEVER | ''",
        "notify=never | NEVER | ''",
        "NOTIFY=SUCCESS,delay,FAILURE | SUCCESS,DELAY,FAILURE | ''",
        "ORCPT=rfc822;a+2Bb@c.example | '' | rfc822;a+2Bb@c.example",
        "NOTIFY=DELAY ORCPT=x400;/c+3Dde/ | DELAY | x400;/c+3Dde/",
        "ORCPT=utf-8;j\u00f6rg@c.example | '' | utf-8;j\\x{F6}rg@c.example",
        "ORCPT=UTF-8;\ud83d\ude00@c.example | '' | UTF-8;\\x{1F600}@c.example",
      })
  void shouldKeepWhatRcptSays(String parameters, String notify, String original) {
    // The session's bytes come one a character.
    var line =
        new String(
            parameters.getBytes(java.nio.charset.StandardCharsets.UTF_8),
            java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(rcpt(ON, line))
        .isEqualTo(
            new Accepted<>(new Recipient("a@b.example", "a@b.example", true, notify, original)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOTIFY",
        "NOTIFY=",
        "NOTIFY=NEVER,SUCCESS",
        "NOTIFY=SUCCESS,NEVER",
        "NOTIFY=SUCCESS,",
        "NOTIFY=,SUCCESS",
        "NOTIFY=SUCCESS,SUCCESS",
        "NOTIFY=ALWAYS",
        "NOTIFY=NEVER NOTIFY=NEVER",
        "ORCPT",
        "ORCPT=",
        "ORCPT=a@b",
        "ORCPT=;a@b",
        "ORCPT=rfc822;",
        "ORCPT=rfc822;a+b",
        "ORCPT=rfc822;a+0Ab",
        "ORCPT=rfc822;a=b",
        "ORCPT=rf(c)822;a",
        "ORCPT=rfc822;\u00f6",
      })
  void shouldRefuseWhatRcptMayNotSay(String parameters) {
    assertThat(refusal(rcpt(ON, parameters))).startsWith("501 5.");
  }

  @Test
  void shouldBoundAnOriginalRecipient() {
    assertThat(rcpt(ON, "ORCPT=rfc822;" + "x".repeat(493))).isInstanceOf(Accepted.class);
    assertThat(refusal(rcpt(ON, "ORCPT=rfc822;" + "x".repeat(494)))).startsWith("501 5.5.4");
  }

  @Test
  void shouldMakeAMomentOfTheTimeItIsToBeDeliveredBy() {
    assertThat(new Notices("FULL", "x", 90, "RT").at(NOW))
        .isEqualTo(new Submittal.Notices("FULL", "x", NOW.toEpochMilli() + 90_000, "RT"));
    assertThat(Notices.NONE.at(NOW)).isEqualTo(Submittal.Notices.NONE);
  }
}
