package milena.http.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no tag { } }} %}|0",
        "a{{ b }}c{% if d %}{%- endif -%}e{# f {{ #}|40",
        "{{ a['b'] }}|12",
        "{{ 'a \" b' }}}|13",
        "{%a%b%}|7"
      })
  void shouldCountWhatIsInTagsOfJinja(String text, int characters) throws Fault {
    assertThat(Tags.ofJinja(text, "")).isEqualTo(characters);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no { tag } }}|0",
        "a{{b}}c{{{d}}}e|12",
        "{{!-- }} {{ --}}x|16",
        "{{!--}}y--}}|7",
        "{{! a }}x{{#each b as c}}{{/each}}|33"
      })
  void shouldCountWhatIsInTagsOfHandlebars(String text, int characters) throws Fault {
    assertThat(Tags.ofHandlebars(text, "")).isEqualTo(characters);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ {'a': 1} }}",
        "{{ \"#{a}\" }}",
        "{{ 'a\\' }} b ' }}",
        "{{ 'a }} b",
        "{{ ( }",
        "{% a }}",
        "{# a",
        "{{ a"
      })
  void shouldRefuseWhatItCannotTellTheEndOf(String text) {
    assertThatThrownBy(() -> Tags.ofJinja(text, "")).isInstanceOf(Fault.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{=<% %>=}}<%a%>",
        "{{{{a}}}}{{{{/a}}}}",
        "{{!-- }}",
        "{{[a}}]}}",
        "{{[a}} b] c c c}}",
        "{{{a}}"
      })
  void shouldRefuseTheSameOfHandlebars(String text) {
    assertThatThrownBy(() -> Tags.ofHandlebars(text, "")).isInstanceOf(Fault.class);
  }

  @Test
  void shouldRefuseLongTagsAndPathsOfHandlebars() throws Fault {
    // Given
    var path = "{{t" + ".t".repeat(48) + "}}";
    var tag = "{{lookup" + " t.t".repeat(200) + "}}";

    // Then
    assertThat(Tags.ofHandlebars(path + tag, "")).isEqualTo(path.length() + tag.length());
    for (var text :
        new String[] {"{{t" + ".t".repeat(49) + "}}", "{{a" + " t".repeat(500) + "}}"}) {
      assertThatThrownBy(() -> Tags.ofHandlebars(text, "")).isInstanceOf(Fault.class);
      assertThat(Tags.ofJinja(text, "")).isEqualTo(text.length());
    }
  }

  @Test
  void shouldBoundTheTagsOfARequest() throws Fault {
    // Given
    var templates = new Templates(Engine.of(milena.http.request.Injection.Dialect.JINJA));
    var text = "{{ a }} and text".repeat(4_000);

    // When
    templates.understand(text, false, "");
    templates.understand(text, true, "");

    // Then
    assertThatThrownBy(() -> templates.understand(text, true, ""))
        .isInstanceOfSatisfying(
            Fault.class, it -> assertThat(it.toResult().status()).isEqualTo(413));
  }
}
