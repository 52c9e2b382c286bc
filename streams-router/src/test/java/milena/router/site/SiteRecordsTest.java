package milena.router.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import milena.mail.route.MxHost;
import milena.mail.route.Route;
import milena.schemas.SiteRecord;
import org.junit.jupiter.api.Test;

class SiteRecordsTest {
  private static final long NOW = 1_000;

  @Test
  void shouldGiveBackTheRouteOfADomainWithExchangers() {
    // Given
    var hosts = List.of(new MxHost("a.example", 5), new MxHost("b.example", 10));
    var route = new Route.MailExchangers("(a|b).example", hosts, Instant.ofEpochMilli(61_000));

    // When
    var record = SiteRecords.of("d.example", route, NOW).orElseThrow();

    // Then
    assertThat(record.getDomain()).isEqualTo("d.example");
    assertThat(record.getKind()).isEqualTo("mx");
    assertThat(record.getResolvedAt()).isEqualTo(NOW);
    assertThat(SiteRecords.route(record)).contains(route);
  }

  @Test
  void shouldTellWhyThereIsNoRouteButNotRelyOnItLater() {
    var record = SiteRecords.of("d.example", new Route.NoMail("d.example"), NOW).orElseThrow();

    assertThat(record.getKind()).isEqualTo("null-mx");
    assertThat(record.getDetail()).contains("null MX");
    assertThat(SiteRecords.route(record)).isEmpty();
  }

  @Test
  void shouldKeepNothingThatDnsDidNotSay() {
    assertThat(SiteRecords.of("d.example", new Route.Unknown("late", Duration.ZERO), NOW))
        .isEmpty();
    assertThat(SiteRecords.of("d.example", new Route.MxNotAllowed(), NOW)).isEmpty();
  }

  @Test
  void shouldPassOverKindsOfALaterVersion() {
    var hosts = List.of(new milena.schemas.MxHost("mx.d.example", 10));
    var later = new SiteRecord("d.example", "later", "mx.d.example", hosts, "", 0L, Long.MAX_VALUE);
    assertThat(SiteRecords.route(later)).isEmpty();
  }
}
