package milena.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a web page has the browser of an allowed machine send to this port is no mail. */
class WebPageTest {

  private static final String BODY =
      """
      EHLO x
      MAIL FROM:<admin@example.org>
      RCPT TO:<victim@example.com>
      DATA
      Subject: forged

      x
      .
      QUIT
      """
          .replace("\n", "\r\n");

  private static final String FIELDS =
      """
      Host: 127.0.0.1:2525
      Content-Type: text/plain;charset=UTF-8
      Origin: http://page.example

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

  private String answer(String request) throws Exception {
    try (var wire = new Wire(rig.address())) {
      wire.send(request + FIELDS + BODY);
      return wire.rest();
    }
  }

  @Test
  void shouldEndAtTheRequest() throws Exception {
    // When
    var answer = answer("POST / HTTP/1.1\r\n");
    // Then
    assertThat(answer.lines()).hasSize(2).last().asString().startsWith("421 4.7.0 ");
    assertThat(rig.log.submittals).isEmpty();
  }

  @Test
  void shouldEndAtARequestThatIsLongerThanALine() throws Exception {
    // When
    var answer = answer("POST /" + "x".repeat(3_000) + " HTTP/1.1\r\n");
    // Then
    assertThat(answer.lines()).hasSize(2).last().asString().startsWith("421 4.7.0 ");
    assertThat(rig.log.submittals).isEmpty();
  }
}
