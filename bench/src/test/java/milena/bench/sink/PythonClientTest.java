package milena.bench.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Another SMTP client than our own must come to the same account. */
@Timeout(60)
class PythonClientTest {
  private static final String SCRIPT =
      """
      import smtplib, sys
      from email.message import EmailMessage
      s = smtplib.SMTP('127.0.0.1', int(sys.argv[1]))
      s.ehlo()
      print(sorted(s.esmtp_features))
      for i in range(20):
          m = EmailMessage()
          m['From'] = 'me@sender.test'
          m['To'] = 'you@accept.test'
          m['Message-ID'] = '<%d@python>' % (i // 2)
          m.set_content('.\\n..\\nA line\\n.leading dot\\n' * 3000)
          print(s.sendmail('me@sender.test', ['you@accept.test', 'unknown1@reject.test'],
                           m.as_bytes()))
      try:
          s.sendmail('me@sender.test', ['a@full.test'], b'x')
      except smtplib.SMTPRecipientsRefused as e:
          print(e.recipients['a@full.test'][0])
      s.quit()
      """;

  @Test
  void shouldServePythonsClient() throws Exception {
    assumeTrue(
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> new File(folder, "python3").canExecute()));
    try (var sink = new Sink(SinkConfig.sandbox(), Clock.systemUTC())) {
      // Given
      int port = sink.start("127.0.0.1", 0).getPort();

      // When
      Process python =
          new ProcessBuilder("python3", "-c", SCRIPT, Integer.toString(port))
              .redirectErrorStream(true)
              .start();
      String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      // Then
      assertThat(python.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(said)
          .contains("['8bitmime', 'enhancedstatuscodes', 'pipelining', 'size', 'smtputf8']")
          .contains("{'unknown1@reject.test': (550, b'5.1.1 User unknown')}")
          .contains("552")
          .doesNotContain("Traceback");
      assertThat(python.exitValue()).isZero();
      assertThat(sink.report().identity()).isEqualTo(new SinkReport.Identity(10, 10, 0, 0));
      assertThat(sink.report().domains().get("reject.test")).containsEntry("550 5.1.1", 20L);
    }
  }
}
