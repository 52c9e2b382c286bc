package milena.acceptance.way;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What another server could take for the end of a message, or for the next one, in chunks (RFC
 * 3030): it is part of the one message that arrives, or no message arrives.
 */
@ExtendWith(World.Shared.class)
@Timeout(180)
class SmugglingTest {

  private static final String DOMAIN = "smuggled.test";
  private static final String HEADER =
      """
      From: <a@from.test>\r
      Date: Mon, 1 Jan 2024 00:00:00 +0000\r
      Message-ID: <s@from.test>\r
      """;
  private static final String TEXT = HEADER + "\r\nouter\r\n";
  private static final String FORGED =
      "MAIL FROM:<admin@from.test>\r\nRCPT TO:<victim@"
          + DOMAIN
          + ">\r\nDATA\r\nSubject: forged\r\n\r\nx\r\n.\r\n";

  /**
   * A case.
   *
   * @param said after MAIL and RCPT
   * @param arrives how the one message that arrives ends; empty when none may
   */
  private record Attempt(String name, String said, String arrives) {}

  private static final List<Attempt> ATTEMPTS =
      List.of(
          one("an end in the last chunk", last(TEXT + ".\r\n" + FORGED), ".\r\n" + FORGED),
          one("an end in a chunk", more(TEXT + ".\r\n" + FORGED) + last("z\r\n"), FORGED + "z\r\n"),
          one("a border before the dot", more(TEXT) + last(".\r\n" + FORGED), ".\r\n" + FORGED),
          one("a border after the dot", more(TEXT + ".") + last("\r\n" + FORGED), ".\r\n" + FORGED),
          one("a border in the last line end", more(TEXT + ".\r") + last("\n" + FORGED), FORGED),
          one(
              "a border in the first line end",
              more(HEADER + "\r\nouter\r") + last("\n.\r\n"),
              ".\r\n"),
          one("a dot of its own", more(TEXT) + more(".") + more("\r\n") + last(FORGED), FORGED),
          one("a dot at the very end", more(TEXT + ".") + "BDAT 0 LAST\r\n", ".\r\n"),
          one("an empty last chunk", more(TEXT + ".\r\n") + "BDAT 0 LAST\r\n", ".\r\n"),
          one("empty chunks between", more(TEXT) + more("") + more("") + last(".\r\n"), ".\r\n"),
          one("a command in a chunk", last(TEXT + "BDAT 0 LAST\r\n" + FORGED), "LAST\r\n" + FORGED),
          one("text as after DATA", last(TEXT) + "Subject: forged\r\n\r\nx\r\n.\r\n", "outer\r\n"),
          one("a dot after the last", last(TEXT) + ".\r\n.\r\n", "outer\r\n"),
          one(
              "DATA between chunks",
              more(TEXT) + "DATA\r\n.\r\n" + last("z\r\n"),
              "outer\r\nz\r\n"),
          one("MAIL between chunks", more(TEXT) + FORGED + last("z\r\n"), "outer\r\nz\r\n"),
          one("a chunk after the last", last(TEXT) + last(FORGED), "outer\r\n"),
          one("DATA after the last", last(TEXT) + "DATA\r\nx\r\n.\r\n", "outer\r\n"),
          one(
              "a chunk after DATA",
              "DATA\r\n" + dots(TEXT + last("z\r\n")),
              "BDAT 3 LAST\r\nz\r\n"),
          none("LF dot LF", last(TEXT + "x\n.\n" + FORGED)),
          none("LF dot CR LF", last(TEXT + "x\n.\r\n" + FORGED)),
          none("CR LF dot LF", last(TEXT + ".\n" + FORGED)),
          none("CR dot CR", last(TEXT + "x\r.\r" + FORGED)),
          none("CR LF dot CR", last(TEXT + ".\r" + FORGED)),
          none("NUL before the dot", last(TEXT + "\0.\r\n" + FORGED)),
          none("NUL after the dot", last(TEXT + ".\0\r\n" + FORGED)),
          none("LF, then the next chunk", more(TEXT + "x\n") + last(".\r\n" + FORGED)),
          none("CR, then a chunk without LF", more(TEXT + "x\r") + last(".\r\n" + FORGED)),
          none("CR at the very end", more(TEXT + "x\r") + "BDAT 0 LAST\r\n"),
          none("a size with a sign", "BDAT +5 LAST\r\n" + FORGED),
          none("a size in another base", "BDAT 0x5 LAST\r\n" + FORGED),
          none("a size that overflows", "BDAT 18446744073709551621 LAST\r\n" + FORGED),
          none("a size without end", "BDAT 999999999999999999 LAST\r\n" + FORGED),
          none("no size", "BDAT LAST\r\n" + FORGED),
          none("something other than LAST", "BDAT 5 LASTLY\r\n" + FORGED),
          none("LAST without a blank", "BDAT 5LAST\r\n" + FORGED));

  private static Attempt one(String name, String said, String arrives) {
    return new Attempt(name, said, arrives);
  }

  private static Attempt none(String name, String said) {
    return new Attempt(name, said, "");
  }

  private static String more(String chunk) {
    return "BDAT " + chunk.length() + "\r\n" + chunk;
  }

  private static String last(String chunk) {
    return "BDAT " + chunk.length() + " LAST\r\n" + chunk;
  }

  private static String dots(String text) {
    return text + ".\r\n";
  }

  @AfterAll
  static void shouldBalance(World world) throws Exception {
    world.milena().balance();
  }

  @Test
  void shouldDeliverExactlyOneMessageOrNone(World world) throws Exception {
    // Given
    var server = world.domain(DOMAIN);
    var accepted = new ArrayList<String>();
    // When
    for (int i = 0; i < ATTEMPTS.size(); i++) {
      var recipient = "case" + i + "@" + DOMAIN;
      try (var client = world.milena().client()) {
        var replies =
            client.sayAll(
                "MAIL FROM:<a@from.test>\r\nRCPT TO:<"
                    + recipient
                    + ">\r\n"
                    + ATTEMPTS.get(i).said());
        long queued = replies.stream().filter(reply -> reply.contains("queued as")).count();
        // Then
        assertThat(queued)
            .as(ATTEMPTS.get(i).name() + replies)
            .isEqualTo(ATTEMPTS.get(i).arrives().isEmpty() ? 0 : 1);
        if (queued > 0) {
          accepted.add(recipient);
        }
      }
    }
    for (var recipient : accepted) {
      assertThat(world.milena().events().ending(recipient).getType()).isEqualTo("delivered");
    }
    var arrived =
        server.mails().stream()
            .collect(Collectors.toMap(mail -> mail.recipients().getFirst(), Mail::text));
    assertThat(server.mails()).hasSameSizeAs(accepted);
    assertThat(arrived).doesNotContainKey("<victim@" + DOMAIN + ">");
    for (int i = 0; i < ATTEMPTS.size(); i++) {
      var attempt = ATTEMPTS.get(i);
      if (!attempt.arrives().isEmpty()) {
        assertThat(arrived.get("<case" + i + "@" + DOMAIN + ">"))
            .as(attempt.name())
            .contains(HEADER + "\r\nouter\r\n")
            .endsWith(attempt.arrives());
      }
    }
  }
}
