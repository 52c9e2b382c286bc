package milena.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which schemas make much of few bytes. */
class ReadingCostTest {

  private static final String EMPTY = "{'type':'record','name':'E','fields':[]}";

  private static Schema field(String type) {
    return new Schema.Parser()
        .parse(
            ("{'type':'record','name':'R','fields':[{'name':'f','type':" + type + "}]}")
                .replace('\'', '"'));
  }

  private static String array(String items) {
    return "{'type':'array','items':" + items + "}";
  }

  private static String record(String... types) {
    var fields = new StringBuilder();
    for (int i = 0; i < types.length; i++) {
      fields.append(i == 0 ? "" : ",").append("{'name':'f" + i + "','type':" + types[i] + "}");
    }
    return "{'type':'record','name':'I','fields':[" + fields + "]}";
  }

  private static String[] nulls(int count) {
    var types = new String[count + 1];
    java.util.Arrays.fill(types, "'null'");
    types[count] = "'boolean'";
    return types;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'string'",
        "'null'",
        "{'type':'array','items':'int'}",
        "{'type':'array','items':['null','string']}",
        "{'type':'array','items':['null',{'type':'record','name':'E','fields':[]}]}",
        "{'type':'array','items':{'type':'fixed','name':'F','size':1}}",
        "{'type':'array','items':{'type':'array','items':'boolean'}}",
        "{'type':'map','values':'null'}",
        "{'type':'map','values':{'type':'record','name':'E','fields':[]}}"
      })
  void shouldHaveNothingAgainstSchemasWhoseBytesPay(String type) {
    assertThat(ReadingCost.objection(field(type))).isEmpty();
  }

  @Test
  void shouldHaveNothingAgainstOurOwn() {
    for (var schema :
        List.of(
            OutboundMail.getClassSchema(),
            Submission.getClassSchema(),
            RoutedSubmission.getClassSchema(),
            ShaperState.getClassSchema(),
            MailEvent.getClassSchema(),
            CredentialEntry.getClassSchema(),
            SiteRecord.getClassSchema(),
            InboundReport.getClassSchema(),
            Command.getClassSchema())) {
      assertThat(ReadingCost.objection(schema)).as(schema.getName()).isEmpty();
    }
  }

  @Test
  void shouldNotReadArraysWhoseItemsTakeNoBytes() {
    for (var items :
        List.of(
            "'null'",
            EMPTY,
            "{'type':'fixed','name':'F','size':0}",
            record("'null'", EMPTY),
            record(nulls(20)),
            "['int'," + record(nulls(20)) + "]")) {
      assertThat(ReadingCost.objection(field(array(items)))).as(items).isPresent();
      assertThat(ReadingCost.objection(field(array(array(items))))).as(items).isPresent();
      assertThat(ReadingCost.objection(field("['null'," + array(items) + "]"))).isPresent();
    }
    assertThat(ReadingCost.objection(field("{'type':'map','values':" + record(nulls(20)) + "}")))
        .isPresent();
  }

  @Test
  void shouldNotReadRecordsThatHoldThemselves() {
    assertThat(ReadingCost.objection(field("'R'"))).isPresent();
    assertThat(ReadingCost.objection(field("['null','R']"))).isPresent();
    assertThat(ReadingCost.objection(field(array("'R'")))).isPresent();
  }

  @Test
  void shouldNotReadRecordsThatDoubleForty() {
    // Given: each holds the one before it twice
    var type = "{'type':'record','name':'R0','fields':[]}";
    for (int i = 1; i <= 25; i++) {
      type =
          "{'type':'record','name':'R%d','fields':[{'name':'a','type':%s},{'name':'b','type':'R%d'}]}"
              .formatted(i, type, i - 1);
    }
    // Then
    assertThat(ReadingCost.objection(field(type))).isPresent();
  }

  @Test
  void shouldNotReadWhatIsDeepWithoutBeingNested() {
    // Given: a chain of names, which no bound on the nesting of JSON meets
    var schema = Schema.create(Schema.Type.INT);
    for (int i = 0; i < 10_000; i++) {
      var holding = List.of(new Schema.Field("a", schema));
      schema = Schema.createRecord("R" + i, "", "x", false, holding);
    }
    // Then
    assertThat(ReadingCost.objection(schema)).isPresent();
  }
}
