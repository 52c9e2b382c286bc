package milena.acceptance.way;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A message that a server has taken.
 *
 * @param mail what followed MAIL
 * @param recipients what followed each RCPT that was accepted
 * @param file the content as it was before its dots were stuffed
 * @param tls whether it came encrypted
 */
record Mail(String mail, List<String> recipients, Path file, boolean tls) {

  /** The content, one character for each byte. */
  String text() {
    return new String(bytes(), StandardCharsets.ISO_8859_1);
  }

  byte[] bytes() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
