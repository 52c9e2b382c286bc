package milena.mail.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FromDomainsTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '!',
      delimiter = '|',
      textBlock =
          """
          a@Example.ORG                                   | example.org
          Anne <anne@example.org>                         | example.org
          "a@evil.example" <anne@example.org>             | example.org
          "odd \\" <x@evil.example>" <anne@example.org>   | example.org
          (mail@evil.example) anne@example.org (boss)     | example.org
          "a b"@example.org                               | example.org
          a@bücher.example                                | xn--bcher-kva.example
          a@one.example, b@two.example, c@one.example     | one.example two.example
          Anne <a@one.example>, "B, C" <b@two.example>    | one.example two.example
          a@one.example; b@two.example                    | one.example two.example
          Group: a@one.example, Bo <b@two.example>;       | one.example two.example
          Doe, Anne <anne@example.org>                    | example.org
          a@one.example, <"a>b"@two.example>              | one.example two.example
          a@one.example, CEO <"a>("@two.example>          | one.example two.example
          Anne <anne@example.org> (boss)                  | example.org
          """)
  void shouldFindTheDomainsOfAllAuthors(String value, String domains) {
    assertThat(FromDomains.of(value)).contains(List.of(domains.split(" ")));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '!',
      delimiter = '|',
      textBlock =
          """
          nobody
          !!
          a@
          "a@b.c"
          <a@>
          Nobody:;
          <a@one.example> <b@two.example>
          <@evil.example:a@one.example>
          a@one.example, b@two example
          a@one.example b@two.example
          "not closed <a@one.example>
          a@one.example (not closed, b@two.example
          a@one.example <not closed@two.example
          <a@one.example>x.org
          <a@one.example>.two.example
          a@one.example, <"a>b"@two.example> x
          a@one.example, CEO <"a>("@two.example
          a@one.example, CEO <nobody>
          """)
  void shouldNotSayWhereItIsNotClear(String value) {
    assertThat(FromDomains.of(value)).isEmpty();
  }

  @Property
  void shouldTakeAnyText(@ForAll String value) {
    // When
    var domains = FromDomains.of(value);

    // Then
    assertThat(domains.orElse(List.of("x"))).isNotEmpty();
  }
}
