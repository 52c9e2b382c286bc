package milena.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MailDateTest {

  @Test
  void shouldWriteDates() {
    assertThat(MailDate.format(Instant.parse("2026-03-02T09:05:00Z")))
        .isEqualTo("Mon, 2 Mar 2026 09:05:00 +0000");
  }
}
