package milena.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import milena.ingest.log.Submittal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests in the form of KumoMTA's, and what stands in the log for them. */
@Timeout(120)
class InjectTest {

  private @TempDir Path folder;
  private ApiRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new ApiRig(folder);
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(rig.errorsLogged()).isEmpty();
    rig.close();
    try (var left = java.nio.file.Files.list(folder)) {
      assertThat(left).as("files of bodies that stay behind").isEmpty();
    }
  }

  @Test
  void shouldFillAWholeMessageForEachRecipient() throws Exception {
    // When
    var response =
        rig.post(
            """
            {"envelope_sender": "noreply@example.com",
             "content": "From: Me <me@example.com>\\nSubject: Hi\\nTo: \\"{{ name }}\\" <{{ email }}>\\n\\nFor {{ name }}, {{ what }}.\\n",
             "substitutions": {"what": "nothing"},
             "recipients": [
               {"email": "ann@example.net", "name": "Ann", "substitutions": {"what": "a lot"}},
               {"email": "bob@example.net", "name": "Bob"}]}
            """);

    // Then
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    var json = ApiRig.json(response);
    assertThat(json.get("success_count").asInt()).isEqualTo(2);
    assertThat(json.get("fail_count").asInt()).isZero();
    assertThat(json.get("failed_recipients")).isEmpty();
    assertThat(json.get("errors")).isEmpty();
    assertThat(json.get("message_ids").get(0).get("email").asText()).isEqualTo("ann@example.net");
    assertThat(json.get("message_ids").get(0).get("id").asText())
        .isEqualTo(rig.log.submittals.getFirst().id() + ".0");
    assertThat(rig.messages().getFirst())
        .startsWith("Received: by mx.example.net with HTTP id ")
        .contains("\r\nDate: ", "\r\nMessage-ID: <")
        .contains("\r\nTo: \"Ann\" <ann@example.net>\r\n\r\nFor Ann, a lot.\r\n");
    assertThat(rig.messages().get(1)).endsWith("\r\n\r\nFor Bob, nothing.\r\n");
    assertThat(rig.log.submittals.getFirst().envelope().sender()).isEqualTo("noreply@example.com");
    assertThat(rig.log.submittals.getFirst().tenant()).isEqualTo("default");
    assertThat(rig.log.submittals.getFirst().origin().protocol()).isEqualTo("HTTP");
  }

  @Test
  void shouldMakeAMessageOfItsParts() throws Exception {
    // When
    var response =
        rig.post(
            """
            {"envelope_sender": "noreply@example.com",
             "content": {
               "text_body": "I am the plain text, {{ name }}. 😀",
               "html_body": "I am the <b>html</b> text, {{ name }}. <img src=\\"cid:my-image\\"/>",
               "amp_html_body": "<html amp4email>{{ name }}</html>",
               "attachments": [
                 {"data": "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64": true,
                  "content_type": "image/gif", "content_id": "my-image"},
                 {"data": "just text", "content_type": "text/plain", "file_name": "Grüße.txt"}],
               "subject": "hello {{ name }}",
               "from": {"email": "from@example.com", "name": "Sender Näme"},
               "reply_to": {"email": "reply@example.com", "name": "Reply, Please"},
               "headers": {"X-Tag": "v {{ name }}"}},
             "recipients": [{"email": "user@example.net", "name": "James <b> Smythe"}]}
            """);

    // Then
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(rig.messages().getFirst())
        .contains("\r\nFrom: =?UTF-8?B?U2VuZGVyIE7DpG1l?= <from@example.com>\r\n")
        .contains("\r\nReply-To: \"Reply, Please\" <reply@example.com>\r\n")
        .contains("\r\nTo: \"James <b> Smythe\" <user@example.net>\r\n")
        .contains("\r\nSubject: hello James <b> Smythe\r\n", "\r\nX-Tag: v James <b> Smythe\r\n")
        .contains("\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed;")
        .contains("I am the plain text, James <b> Smythe. =F0=9F=98=80")
        .contains("I am the <b>html</b> text, James &lt;b&gt; Smythe. <img")
        .contains("Content-ID: <my-image>\r\nContent-Disposition: inline\r\n")
        .contains("\r\n\r\nR0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7\r\n--")
        .contains("filename*0*=utf-8''Gr%C3%BC%C3%9Fe.txt")
        .contains(Base64.getEncoder().encodeToString("just text".getBytes(StandardCharsets.UTF_8)));
    assertThat(rig.messages().getFirst().indexOf("text/plain"))
        .isLessThan(rig.messages().getFirst().indexOf("text/x-amp-html"));
  }

  @Test
  void shouldPutRecipientsOfOneMessageTogether() throws Exception {
    // When
    var response = rig.post(batch(2_500, "\"headers\": {\"To\": \"all@example.org\"},"));

    // Then
    assertThat(ApiRig.json(response).get("success_count").asInt()).isEqualTo(2_500);
    assertThat(rig.log.submittals)
        .extracting(one -> one.envelope().recipients().size())
        .containsExactly(1_000, 1_000, 500);
    var third = rig.log.submittals.get(2);
    assertThat(ApiRig.json(response).get("message_ids").get(2_499).get("id").asText())
        .isEqualTo(third.id() + ".499");
    assertThat(rig.messages().get(2)).doesNotContain("\r\n\tfor <");
  }

  @Test
  void shouldTakeABigBatchOfTemplates() throws Exception {
    // When
    var response = rig.post(batch(20_000, "\"subject\": \"{{ i }}\","));

    // Then
    assertThat(ApiRig.json(response).get("success_count").asInt()).isEqualTo(20_000);
    assertThat(rig.log.submittals).hasSize(20_000);
    assertThat(rig.log.submittals).extracting(Submittal::id).doesNotHaveDuplicates();
    assertThat(rig.messages().get(19_999)).contains("\r\nSubject: 19999\r\n");
  }

  private static String batch(int count, String more) {
    var body =
        new StringBuilder(
            "{\"envelope_sender\":\"a@example.org\",\"content\":{"
                + more
                + "\"text_body\":\"hello\",\"from\":{\"email\":\"a@example.org\"}},\"recipients\":[");
    for (int i = 0; i < count; i++) {
      body.append(i == 0 ? "" : ",")
          .append("{\"email\":\"r" + i + "@example.net\"")
          .append(",\"substitutions\":{\"i\":" + i + "}}");
    }
    return body.append("]}").toString();
  }

  @Test
  void shouldTakeALargeAttachmentWithoutHoldingIt() throws Exception {
    // Given
    var data = new byte[20_000_000];
    new java.util.Random(1).nextBytes(data);
    var encoded = Base64.getEncoder().encodeToString(data);

    // When
    var response =
        rig.post(
            "{\"recipients\":[{\"email\":\"a@example.net\"}],\"envelope_sender\":\"\",\"content\":"
                + "{\"text_body\":\"x\",\"from\":{\"email\":\"a@example.org\"},\"attachments\":["
                + "{\"data\":\""
                + encoded
                + "\",\"content_type\":\"application/pdf\",\"base64\":true}]}}");

    // Then
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    var message = rig.messages().getFirst();
    int from = message.indexOf("Content-Disposition: attachment\r\n\r\n") + 35;
    var sent = message.substring(from, message.indexOf("\r\n--", from));
    assertThat(Base64.getMimeDecoder().decode(sent)).isEqualTo(data);
    assertThat(rig.log.slices.get()).isGreaterThan(200);
  }

  @Test
  void shouldKeepWhatTheSenderAsksFor() throws Exception {
    // When
    var response =
        rig.post(
            """
            {"envelope_sender": "a@example.org", "campaign": "spring", "pool": "warm", "priority": -3,
             "send_at": "2100-01-01T00:00:00Z", "metadata": {"k": "v", "n": 1},
             "deferred_spool": true, "deferred_generation": false,
             "recipients": [{"email": "b@example.net", "metadata": {"k": "own"}}],
             "content": {"text_body": "x", "from": {"email": "a@example.org"}}}
            """
                .replace(
                    "2100-01-01T00:00:00Z", java.time.Instant.now().plusSeconds(3600).toString()));

    // Then
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    var wishes = rig.log.submittals.getFirst().wishes();
    assertThat(wishes.campaign()).isEqualTo("spring");
    assertThat(wishes.pool()).isEqualTo("warm");
    assertThat(wishes.priority()).isEqualTo(-3);
    assertThat(wishes.notBefore()).isGreaterThan(System.currentTimeMillis());
    assertThat(wishes.repeatable()).isFalse();
    assertThat(wishes.meta()).containsEntry("k", "own").containsEntry("n", "1");
  }

  @Test
  void shouldSayWhichRecipientsFailedAndWhy() throws Exception {
    // When
    var response =
        rig.post(
            """
            {"envelope_sender": "a@example.org",
             "recipients": [{"email": "no address"}, {"email": "b@example.net"},
                            {"email": "c@example.net", "substitutions": {"x": {"y": 1}}}],
             "content": {"text_body": "{% if x %}{{ x.y.z.w | upper | first | nothing }}{% endif %}",
                         "from": {"email": "a@example.org"}}}
            """
                .replace(" | nothing", ""));

    // Then
    var json = ApiRig.json(response);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json.get("success_count").asInt()).isEqualTo(2);
    assertThat(json.get("failed_recipients").get(0).asText()).isEqualTo("no address");
    assertThat(json.get("errors").get(0).asText()).startsWith("no address: Not an address");
  }

  @Test
  void shouldAnswerOnlyWhenTheLogHas() throws Exception {
    // Given
    rig.log.hold();
    var client = java.util.concurrent.CompletableFuture.supplyAsync(() -> quietly(batch(3, "")));

    // When
    org.awaitility.Awaitility.await().until(() -> rig.log.submittals.size() == 3);

    // Then
    assertThat(client).isNotDone();
    rig.log.release();
    assertThat(client.get()).isEqualTo(200);
  }

  private int quietly(String body) {
    try {
      return rig.post(body).statusCode();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
