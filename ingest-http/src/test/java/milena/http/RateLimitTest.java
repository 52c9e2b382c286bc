package milena.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import milena.tenants.book.Limits;
import milena.tenants.book.NewCredential;
import milena.tenants.book.Stamp;
import milena.tenants.book.Tenant;
import milena.tenants.rate.TenantRates;
import milena.tenants.verify.NewSecrets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RateLimitTest {

  private static final String MAIL =
      """
      {"envelope_sender": "a@example.org",
       "recipients": [{"email": "b@example.net", "metadata": {"n": "1"}},
                      {"email": "c@example.net", "metadata": {"n": "2"}},
                      {"email": "d@example.net", "metadata": {"n": "3"}}],
       "content": {"text_body": "x", "from": {"email": "a@example.org"}}}
      """;

  private static final Stamp MADE = new Stamp(1, "ops");
  private static final NewCredential KEY =
      NewCredential.apiKey(new NewCredential.About("shop", "", MADE, 0), new NewSecrets());

  @TempDir private Path folder;
  private ApiRig rig = unset();

  // Given to NullAway: JUnit sets it before each test.
  @SuppressWarnings("NullAway")
  private static ApiRig unset() {
    return null;
  }

  @BeforeEach
  void start() throws Exception {
    rig = new ApiRig(folder);
    // Two are there at the start.
    rig.know(
        List.of(Tenant.named("shop", MADE).within(new Limits(20, 0, 0, 0, 0))),
        List.of(KEY.credential()));
    rig.shares.follow(TenantRates.limits(Objects.requireNonNull(rig.roster.get())), 0);
  }

  @AfterEach
  void stop() throws Exception {
    rig.close();
  }

  @Test
  void shouldSayWhoWasLeftOutAndWhenToComeBack() throws Exception {
    // When
    var partly = rig.post(MAIL, "Authorization", "Bearer " + KEY.secret().value());
    var nothing = rig.post(MAIL, "Authorization", "Bearer " + KEY.secret().value());

    // Then
    assertThat(partly.statusCode()).isEqualTo(200);
    assertThat(partly.body())
        .contains("\"success_count\":2,\"fail_count\":1")
        .contains("d@example.net: Over your limit of messages or recipients; try it again in 1");
    assertThat(nothing.statusCode()).isEqualTo(429);
    assertThat(nothing.headers().firstValue("Retry-After")).contains("1");
    assertThat(nothing.headers().firstValue("Content-Type")).contains("application/problem+json");
  }
}
