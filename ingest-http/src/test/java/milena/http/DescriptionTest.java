package milena.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import milena.http.answer.Reply;
import milena.http.follow.FollowLimits;
import milena.http.follow.Lookups;
import milena.http.request.Field;
import milena.schemas.MailEvent;
import org.junit.jupiter.api.Test;

/** What the API says of itself is what it does. */
class DescriptionTest {

  private static final String ID = "01KB6Y0V8M4T2Q9XZ3R5W7N1CD";

  private final JsonNode document = read();

  private static JsonNode read() {
    return read(Pages.openApi());
  }

  private static JsonNode read(Reply reply) {
    try {
      return new ObjectMapper().readTree(reply.body());
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
    var table =
        HttpService.withDesk(
            HttpService.endpoints(
                (_, _, _) -> Reply.problem(500, "not asked"),
                new FollowWay(new Lookups(new MemoryEvents(), FollowLimits.defaults()))),
            Optional.of(new MemoryDesk()));

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

  private static Set<String> names(JsonNode object) {
    var names = new TreeSet<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** An event of which every field says something. */
  private static MailEvent full(String type) {
    var event = MemoryEvents.event(type, ID + ".0", "shop").setAttempt(2).setStage("rcpt");
    event.setReason("retry").setBounceClass("policy").setCode(451).setText("later");
    event.setRemoteHost("mx").setRemoteAddress("192.0.2.1:25").setTlsProtocol("TLSv1.3");
    event.setNextAttemptAt(MemoryEvents.ACCEPTED).setCampaign("may").setMeta(Map.of("k", "v"));
    return event.build();
  }

  @Test
  void shouldDescribeWhatIsToldOfAMessage() throws Exception {
    // Given
    var events = new MemoryEvents();
    events.all.add(full("deferred"));
    var lookups = new Lookups(events, FollowLimits.defaults());

    // When
    var message = read(lookups.message(ID, "shop"));
    var page = read(lookups.events(ID, "shop", Optional.empty(), Optional.empty()));
    events.readAtMost = 1;
    events.all.add(full("deferred"));
    var unfinished = read(lookups.message(ID, "shop"));

    // Then
    assertThat(names(message)).isEqualTo(fields("Message"));
    assertThat(names(message.at("/recipients/0"))).isEqualTo(fields("Standing"));
    assertThat(names(message.at("/recipients/0/last_reply"))).isEqualTo(fields("Reply"));
    assertThat(names(page)).isEqualTo(fields("EventPage"));
    assertThat(names(page.at("/events/0"))).isEqualTo(fields("Event"));
    assertThat(names(unfinished)).isEqualTo(fields("Unfinished"));
    assertThat(fields("Event")).allMatch(name -> Pages.reading().text().contains(name));
  }
}
