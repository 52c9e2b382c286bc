package milena.bench.rig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Files in PEM (RFC 7468). */
final class Pem {
  private static final int LINE = 64;

  private Pem() {}

  static void write(Path file, String label, byte[] content) throws IOException {
    var encoder = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII));
    Files.writeString(
        file,
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(label, encoder.encodeToString(content), label));
  }
}
