package milena.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import milena.ingest.login.LoginDesk;
import milena.limits.share.Shares;
import milena.tenants.book.Limits;
import milena.tenants.book.Roster;
import milena.tenants.book.Stamp;
import milena.tenants.book.Tenant;
import milena.tenants.rate.TenantRates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RateLimitTest {

  private static final String TEXT = "Subject: s\r\n\r\nx\r\n";

  // A tenth of it is there at the start.
  private static final Tenant LIMITED =
      Tenant.named("default", new Stamp(0, "")).within(new Limits(0, 0, 20, 0, 0));

  private final AtomicLong now = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private MemoryRig rig = unset();

  // Given to NullAway: JUnit sets it before each test.
  @SuppressWarnings("NullAway")
  private static MemoryRig unset() {
    return null;
  }

  @BeforeEach
  void start() throws Exception {
    var roster = Optional.of(new Roster("default", Map.of("default", LIMITED), Map.of()));
    var shares = new Shares("here");
    shares.follow(TenantRates.limits(roster), 0);
    var rates = new TenantRates(() -> roster, shares, now::get, refused::incrementAndGet);
    rig = new MemoryRig(config -> config, LoginDesk.closed(), rates);
  }

  @AfterEach
  void stop() throws Exception {
    rig.close();
  }

  @Test
  void shouldSayWhenToComeBackAndWriteNothing() throws Exception {
    try (var client = rig.client()) {
      // Given
      client.ask("EHLO client.test");
      assertThat(client.deliver(TEXT, "a@b.test", "b@b.test")).startsWith("250 ");

      // When
      var reply = client.deliver(TEXT, "c@b.test", "d@b.test");

      // Then
      assertThat(reply).startsWith("451 4.7.1 Over your limit").endsWith("try again in 1 second");
      assertThat(refused).hasValue(1);

      // When: a share of two a second has filled again
      now.set(1_000);

      // Then
      assertThat(client.deliver(TEXT, "c@b.test", "d@b.test")).startsWith("250 ");
    }
  }

  @Test
  void shouldSayItToChunksToo() throws Exception {
    try (var client = rig.client()) {
      // Given
      client.ask("EHLO client.test");
      assertThat(client.deliver(TEXT, "a@b.test", "b@b.test")).startsWith("250 ");
      client.ask("MAIL FROM:<a@b.test>");
      client.ask("RCPT TO:<b@b.test>");

      // When
      client.send("BDAT 3 LAST\r\na\r\n");

      // Then
      assertThat(client.reply()).startsWith("451 4.7.1 ");
      assertThat(client.ask("NOOP")).startsWith("250 ");
    }
  }
}
