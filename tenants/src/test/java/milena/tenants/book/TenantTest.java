package milena.tenants.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantTest {

  private static final Stamp MADE = new Stamp(1, "ops");

  @ParameterizedTest
  @CsvSource({
    "shop.example, true",
    "SHOP.example, true",
    "a.shop.example, false",
    "mail.test, false",
    "a.mail.test, true",
    "b.a.mail.test, true",
    ".mail.test, false",
    "xmail.test, false",
    "'', false",
  })
  void shouldUseOnlyItsDomains(String domain, boolean expected) {
    // Given
    var tenant =
        Tenant.named("shop", MADE).withSenderDomains(List.of("shop.example", "*.mail.test"));

    // Then
    assertThat(tenant.mayUse(domain)).isEqualTo(expected);
    assertThat(Tenant.named("any", MADE).mayUse(domain)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "Shop", "-shop", "a/b", "a b", "..", "\u00e4"})
  void shouldHaveNoNameThatATopicCannotHave(String name) {
    assertThatThrownBy(() -> Tenant.named(name, MADE)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "*.", "Shop.example", "a..b", "-a.b", "a b", "*.*.b", "a.b."})
  void shouldHaveNoDomainThatIsNone(String domain) {
    assertThatThrownBy(() -> Tenant.named("a", MADE).withSenderDomains(List.of(domain)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldBoundItsDomains() {
    // Given
    var most = java.util.Collections.nCopies(Tenant.MOST_DOMAINS, "a.example");

    // Then
    assertThat(Tenant.named("a", MADE).withSenderDomains(most).senderDomains()).hasSize(1_000);
    var more = java.util.Collections.nCopies(Tenant.MOST_DOMAINS + 1, "a.example");
    assertThatThrownBy(() -> Tenant.named("a", MADE).withSenderDomains(more))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"ann, true", "ann@a.test, true", "apikey, false", "mk_x, false", "cert:x, false"})
  void shouldTellLoginsFromOtherIds(String text, boolean expected) {
    assertThat(Credential.isLogin(text)).isEqualTo(expected);
  }
}
