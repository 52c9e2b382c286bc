package milena.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import milena.runtime.config.FieldsType.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of records with fields that may be left out, in both of their forms. */
class FieldsTypeTest {

  private enum Kind {
    OPEN,
    HALF_OPEN
  }

  private record Door(HostPort address, Kind kind, List<Cidr> from) {
    Door {
      if (kind == Kind.OPEN && !from.isEmpty()) {
        throw new IllegalArgumentException("an open door asks nobody");
      }
    }
  }

  private static final Field<Door, HostPort> ADDRESS =
      new Field<>("address", ValueTypes.listen(), null, Door::address);
  private static final Field<Door, Kind> KIND =
      new Field<>("kind", ValueTypes.oneOf(Kind.class), Kind.HALF_OPEN, Door::kind);
  private static final Field<Door, List<Cidr>> FROM =
      new Field<>("from", ValueTypes.networks(), List.of(), Door::from);
  private static final ValueType<List<Door>> DOORS =
      new FieldsType<Door>(
              List.of(ADDRESS, KIND, FROM),
              values -> new Door(values.get(ADDRESS), values.get(KIND), values.get(FROM)))
          .list();

  private static final List<Door> BOTH =
      List.of(
          new Door(HostPort.parse("[::1]:25"), Kind.OPEN, List.of()),
          new Door(
              HostPort.parse("host:1"),
              Kind.HALF_OPEN,
              List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8"))));

  @Test
  void shouldReadATextAndPrintItBack() {
    // Given
    var text = "address=[::1]:25  kind=open, from=10.0.0.0/8 from=fd00::/8 address=host:1";
    // When
    var read = DOORS.read(new Raw.Text(text));
    // Then
    assertThat(read).isEqualTo(Reading.good(BOTH));
    assertThat(DOORS.read(new Raw.Text(DOORS.print(BOTH)))).isEqualTo(read);
  }

  @Test
  void shouldReadAListOfMappings() {
    // Given
    var networks = new Raw.Items(List.of(new Raw.Text("10.0.0.0/8"), new Raw.Text("fd00::/8")));
    var written =
        new Raw.Items(
            List.of(
                new Raw.Fields(
                    Map.of("address", new Raw.Text("[::1]:25"), "kind", new Raw.Text("open"))),
                new Raw.Fields(Map.of("address", new Raw.Text("host:1"), "from", networks))));
    // Then
    assertThat(DOORS.read(written)).isEqualTo(Reading.good(BOTH));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind=open | field 'address' is missing",
        "address=a:1 kint=open | no field 'kint'; did you mean kind?",
        "address=a:1 kind=opne | kind: 'opne' is unknown; did you mean open?",
        "address=a:1 address=b:1 | address: takes one value, not a list",
        "address=a:1 open | 'open' is not a field",
        "address=a:1 kind=open from=::1 | an open door asks nobody",
      })
  void shouldSayWhatIsWrong(String text, String expected) {
    assertThat(DOORS.read(new Raw.Text(text)))
        .isInstanceOfSatisfying(
            Reading.Bad.class, bad -> assertThat(bad.reason()).contains(expected));
  }

  @Test
  void shouldShowTheFieldsThatMustBeThere() {
    assertThat(DOORS.form()).isEqualTo("address=HOST:PORT …,…");
  }
}
