package milena.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import milena.schemas.MailEvent;
import milena.schemas.SchemaRegistryException;
import milena.schemas.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnSchemasTest {
  private final ScriptedRegistry registry = new ScriptedRegistry();
  private final RegistryClient client = new RegistryClient(RegistrySettings.of(registry.url()));

  @AfterEach
  void close() {
    registry.close();
    client.close();
  }

  private void holdsUnderEveryId(String held) {
    for (var subject : OwnSchemas.all().keySet()) {
      registry.on(
          "GET /config/" + subject + "?defaultToGlobal=true",
          "{\"compatibilityLevel\":\"BACKWARD\"}");
      registry.on("PUT /config/" + subject, "{\"compatibility\":\"FULL_TRANSITIVE\"}");
      registry.on("POST /subjects/" + subject + "/versions", "{\"id\":1}");
    }
    registry.on(
        "GET /schemas/ids/1?fetchMaxId=false",
        "{\"schema\":\"" + held.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}");
  }

  @Test
  void shouldBeInTheCataloguesOrder() {
    assertThat(OwnSchemas.all().keySet()).first().isEqualTo(Topics.SUBMISSIONS + "-value");
    assertThat(OwnSchemas.all())
        .containsEntry("mail.events-value", MailEvent.getClassSchema())
        .doesNotContainKey("mail.schemas-value");
  }

  @Test
  void shouldSetTheStrictestLevelBeforeItRegisters() {
    // Given
    holdsUnderEveryId(OwnSchemas.all().values().iterator().next().toString());

    // When
    assertThatThrownBy(() -> OwnSchemas.registerAll(client));

    // Then
    assertThat(registry.asked)
        .startsWith(
            "GET /config/mail.submissions-value?defaultToGlobal=true",
            "PUT /config/mail.submissions-value",
            "POST /subjects/mail.submissions-value",
            "POST /subjects/mail.submissions-value/versions",
            "GET /schemas/ids/1?fetchMaxId=false");
    assertThat(registry.bodies.get(1)).isEqualTo("{\"compatibility\":\"FULL_TRANSITIVE\"}");
  }

  @Test
  void shouldStopWhenTheRegistryHoldsAnotherSchemaUnderTheId() {
    // Given
    holdsUnderEveryId("\"int\"");

    // Then
    assertThatThrownBy(() -> OwnSchemas.registerAll(client))
        .isInstanceOf(SchemaRegistryException.class)
        .hasMessageContaining("gave id 1 for mail.submissions-value but holds int");
  }

  @Test
  void shouldReadWithoutTheRegistryWhatWasMadeSureOf() {
    // Given
    registry.on("GET /schemas/ids/1?fetchMaxId=false", "{\"schema\":\"\\\"int\\\"\"}");
    var fetched = client.fetch(1);

    // When
    registry.close();

    // Then
    assertThat(client.schemaOf(1)).isEqualTo(fetched);
  }
}
