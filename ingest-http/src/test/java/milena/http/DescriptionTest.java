package milena.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import milena.http.answer.Reply;
import milena.http.request.Field;
import org.junit.jupiter.api.Test;

/** What the API says of itself is what it does. */
class DescriptionTest {

  private final JsonNode document = read();

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(Pages.openApi().body());
    } catch (java.io.IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }

  private Set<String> fields(String schema) {
    var names = new TreeSet<String>();
    document
        .at("/components/schemas/" + schema + "/properties")
        .fieldNames()
        .forEachRemaining(names::add);
    return names;
  }

  private static <F extends Enum<F>> Set<String> words(Class<F> fields) {
    return Arrays.stream(fields.getEnumConstants())
        .map(Field::word)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void shouldDescribeEveryField() {
    assertThat(fields("Injection")).isEqualTo(words(Field.OfRequest.class));
    assertThat(fields("Recipient")).isEqualTo(words(Field.OfRecipient.class));
    assertThat(fields("Content")).isEqualTo(words(Field.OfContent.class));
    assertThat(fields("Attachment")).isEqualTo(words(Field.OfAttachment.class));
    assertThat(fields("Person")).isEqualTo(words(Field.OfPerson.class));
  }

  @Test
  void shouldDescribeEveryEndpoint() {
    // Given
    var table = HttpService.endpoints((_, _, _) -> Reply.problem(500, "not asked"));

    // When
    var described = new TreeSet<String>();
    for (var path : document.at("/paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(method -> described.add(method + " " + path.getKey()));
    }

    // Then
    assertThat(table.all())
        .extracting(one -> one.method().toLowerCase(java.util.Locale.ROOT) + " " + one.path())
        .containsExactlyInAnyOrderElementsOf(described);
  }

  @Test
  void shouldShowEveryFieldOnThePage() {
    // Given
    var page = Pages.reading().text();

    // Then
    assertThat(words(Field.OfRequest.class)).allMatch(word -> page.contains("<code>" + word));
    assertThat(words(Field.OfContent.class)).allMatch(word -> page.contains("<code>" + word));
    assertThat(page).doesNotContain("<script", "src=");
  }
}
