package milena.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import milena.bench.load.LoadEnvelope;
import milena.schemas.SiteRecord;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import milena.standalone.Standalone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was found out about domains is in the log, and is known again after a start. */
@Tag("long")
class RememberedSitesTest {
  private static final List<String> DOMAINS = List.of("one.test", "two.test", "three.test");

  @TempDir Path folder;

  @Test
  void shouldNotAskAgainAfterAStart() throws Exception {
    // The sink of one system stands in for every exchanger of the other.
    try (var dns = new LoopbackDns();
        var remote = SandboxedMilena.start(folder.resolve("remote"), Map.of())) {
      var settings =
          Map.of(
              "sandbox", "false",
              "allow-mx", "true",
              "allow-mx-to", "127.0.0.0/8",
              "dns", dns.address(),
              "mx-port", Integer.toString(remote.standalone().smtpAddress().getPort()));

      // Given
      try (var milena = SandboxedMilena.start(folder.resolve("data"), settings)) {
        milena.send(3, LoadEnvelope.to(DOMAINS));
        assertThat(milena.settled(3).ended("delivered")).isEqualTo(3);
        assertThat(dns.exchangersAsked()).containsExactlyInAnyOrderElementsOf(DOMAINS);
        assertThat(sites(milena).keySet()).containsExactlyInAnyOrderElementsOf(DOMAINS);
        assertThat(sites(milena).get("one.test"))
            .satisfies(
                site -> {
                  assertThat(site.getKind()).isEqualTo("mx");
                  assertThat(site.getHosts())
                      .extracting(host -> host.getName())
                      .containsExactly("mx.one.test");
                  assertThat(site.getValidUntil() - site.getResolvedAt())
                      .isBetween(3_500_000L, 3_600_000L);
                });
      }

      // When
      try (var milena = SandboxedMilena.start(folder.resolve("data"), settings)) {
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> metrics(milena.standalone()).contains("milena_router_remembered 3.0"));
        milena.send(3, LoadEnvelope.to(DOMAINS));

        // Then
        assertThat(milena.settled(6).ended("delivered")).isEqualTo(6);
        assertThat(dns.exchangersAsked()).hasSameSizeAs(DOMAINS);
      }
    }
  }

  private static Map<String, SiteRecord> sites(SandboxedMilena milena) {
    var codec = milena.standalone().format().codec(Topics.SITES_TABLE, SiteRecord.class);
    var sites = new HashMap<String, SiteRecord>();
    milena
        .log()
        .read(
            Topics.SITES_TABLE,
            0,
            record -> {
              try {
                var site = codec.decode(record.value());
                sites.put(site.getDomain(), site);
              } catch (UnreadableRecord e) {
                throw new AssertionError(e);
              }
            });
    return sites;
  }

  private static String metrics(Standalone standalone) throws Exception {
    var address = URI.create("http://" + standalone.httpAddress() + "/metrics");
    try (var client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
    }
  }
}
