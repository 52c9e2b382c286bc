package milena.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorDomainTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '!',
      textBlock =
          """
          a@Example.ORG,                                   example.org
          Anne <anne@example.org>,                         example.org
          "a@evil.example" <anne@example.org>,             example.org
          "odd \\" <x@evil.example>" <anne@example.org>,   example.org
          (mail@evil.example) anne@example.org (boss),     example.org
          a@one.example; b@two.example,                    one.example
          Group: a@one.example;,                           one.example
          "a b"@example.org,                               example.org
          """)
  void shouldFindTheDomainOfTheFirstAuthor(String value, String domain) {
    assertThat(AuthorDomain.ofValue(value)).contains(domain);
  }

  @ParameterizedTest
  @CsvSource({"nobody", "''", "a@", "\"a@b.c\"", "<a@>"})
  void shouldFindNoDomainWhereThereIsNone(String value) {
    assertThat(AuthorDomain.ofValue(value)).isEmpty();
  }

  @Property
  void shouldTakeAnyText(@ForAll String value) {
    // When
    var domain = AuthorDomain.ofValue(value);

    // Then
    assertThat(domain.orElse("x")).isNotEmpty();
  }
}
