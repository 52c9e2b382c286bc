package milena.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import milena.schemas.SchemaRegistryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstRegistrationTest {

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 50001, 50002, 50003})
  void shouldWaitForARegistryThatCannotServeYet(int code) {
    assertThat(FirstRegistration.comesLater(new SchemaRegistryException(code, "not yet"))).isTrue();
  }

  @Test
  void shouldWaitForARegistryThatDoesNotAnswerYet() {
    // Given
    var silence = new SchemaRegistryException("no answer", new IOException("refused"));

    // Then
    assertThat(FirstRegistration.comesLater(silence)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 401, 403, 409, 422, 42201, 40403})
  void shouldBelieveARefusal(int code) {
    assertThat(FirstRegistration.comesLater(new SchemaRegistryException(code, "no"))).isFalse();
  }
}
