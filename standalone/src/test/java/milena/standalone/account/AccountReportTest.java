package milena.standalone.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AccountReportTest {

  private static final Audit.Scope EVERYTHING =
      new Audit.Scope(0, Long.MAX_VALUE, Optional.empty(), 1_800_000_000_000L);
  private static final Audit.Scope PART =
      new Audit.Scope(
          1_700_000_000_000L, 1_700_000_001_000L, Optional.of("acme"), 1_800_000_000_000L);

  @Test
  void shouldPrintForPeople() {
    // When
    var text = new AccountReport(account(List.of()), EVERYTHING).toText();

    // Then
    assertThat(text)
        .isEqualTo(
            """
            account of all tenants, as of 2027-01-15T08:00:00Z
            accepted                          1,206
              bounced                             5
              delivered                       1,200
              waiting                             1
                retry                             1
            deferred, then delivered             12
            unaccounted for                       0
            with two endings                      0
            The account balances: every submission is in exactly one place.
            """);
  }

  @Test
  void shouldListFaultsAndSayWhenThereAreMore() {
    // Given
    var account =
        new Account(3, new TreeMap<>(), new TreeMap<>(), 0, 3, 0, List.of("A.0 is found nowhere"));

    // When
    var text = new AccountReport(account, PART).toText();

    // Then
    assertThat(text)
        .startsWith(
            "account of tenant acme, from 2023-11-14T22:13:20Z, before 2023-11-14T22:13:21Z, as of")
        .contains("! A.0 is found nowhere\n! and 2 more\n")
        .endsWith("THE ACCOUNT DOES NOT BALANCE.\n");
  }

  @Test
  void shouldPrintOneJsonObject() throws Exception {
    // When
    var open =
        new ObjectMapper()
            .readTree(new AccountReport(account(List.of("a \"b\"")), EVERYTHING).toJson());
    var part = new ObjectMapper().readTree(new AccountReport(account(List.of()), PART).toJson());

    // Then
    assertThat(open.get("from").isNull()).isTrue();
    assertThat(open.get("tenant").isNull()).isTrue();
    assertThat(open.get("endings").get("delivered").asInt()).isEqualTo(1_200);
    assertThat(open.get("waiting").get("retry").asInt()).isEqualTo(1);
    assertThat(open.get("waiting_in_all").asInt()).isEqualTo(1);
    assertThat(open.get("balances").asBoolean()).isTrue();
    assertThat(open.get("faults").get(0).asText()).isEqualTo("a \"b\"");
    assertThat(part.get("from").asText()).isEqualTo("2023-11-14T22:13:20Z");
    assertThat(part.get("tenant").asText()).isEqualTo("acme");
  }

  private static Account account(List<String> faults) {
    return new Account(
        1_206,
        new TreeMap<>(Map.of("delivered", 1_200L, "bounced", 5L)),
        new TreeMap<>(Map.of("retry", 1L)),
        12,
        0,
        0,
        faults);
  }
}
