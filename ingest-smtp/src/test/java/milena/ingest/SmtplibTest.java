package milena.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Python's smtplib, a client that nobody here wrote, from an empty message to 50 MB. */
@Tag("long")
class SmtplibTest {

  private static final String SCRIPT =
      """
      import smtplib, sys, zlib
      host, port = sys.argv[1], int(sys.argv[2])
      with smtplib.SMTP(host, port, timeout=120) as client:
          client.ehlo('python.example')
          for size in map(int, sys.argv[3:]):
              line = (b'.' + b'%d' % size * 20)[:70] + b'\\r\\n'
              body = b'Subject: %d\\r\\n\\r\\n' % size + line * (size // len(line))
              body = body if size else b''
              client.mail('sender@example.org', ['SIZE=%d' % len(body)])
              client.rcpt('a@example.com')
              client.rcpt('b@example.com')
              code, text = client.data(body)
              print(code, text.decode().split()[-1], zlib.crc32(body), len(body))
      """;

  @TempDir private Path folder;

  @Test
  void shouldTakeEverySizeWhole() throws Exception {
    // Given
    assumeTrue(pythonIsThere(), "no python3 on the path");
    var rig = new IngestRig(folder, config -> config);
    try {
      // When
      var lines = run(rig, "0", "1", "4096", "65000", "66000", "524288", "600000", "50000000");
      // Then
      assertThat(lines).hasSize(8);
      for (var line : lines) {
        var fields = line.split(" ");
        assertThat(fields[0]).isEqualTo("250");
        var submission = rig.log.submission(fields[1]);
        assertThat(submission.getRecipients()).hasSize(2);
        var bytes = rig.log.bytes(submission);
        int size = Integer.parseInt(fields[3]);
        var sent = Arrays.copyOfRange(bytes, bytes.length - size, bytes.length);
        assertThat(crc(sent)).isEqualTo(Long.parseLong(fields[2]));
        assertThat(new String(bytes, 0, 9, StandardCharsets.US_ASCII)).isEqualTo("Received:");
        assertThat(submission.getBody().getSize()).isEqualTo(bytes.length);
      }
    } finally {
      rig.close();
    }
  }

  private static long crc(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }

  private static boolean pythonIsThere() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
  }

  private List<String> run(IngestRig rig, String... sizes) throws Exception {
    var script = Files.writeString(folder.resolve("send.py"), SCRIPT);
    var command = new ArrayList<String>();
    command.addAll(List.of("python3", script.toString(), rig.address().host()));
    command.add(Integer.toString(rig.address().port()));
    command.addAll(List.of(sizes));
    var python = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var out = python.inputReader(StandardCharsets.UTF_8)) {
      return out.lines().toList();
    }
  }
}
