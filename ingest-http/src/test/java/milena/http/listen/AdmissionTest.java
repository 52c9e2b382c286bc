package milena.http.listen;

import static org.assertj.core.api.Assertions.assertThat;

import milena.http.listen.Admission.Entry;
import org.junit.jupiter.api.Test;

/** Who gets a place while others have theirs. */
class AdmissionTest {

  private final Admission admission = new Admission(8, 800);

  private int requests(String who, long each) {
    int entered = 0;
    while (admission.enter(who, each) == Entry.ADMITTED) {
      entered++;
    }
    return entered;
  }

  @Test
  void shouldLeaveHalfOfWhatIsFreeInRequests() {
    // When
    var entered = new int[] {requests("a", 0), requests("b", 0), requests("c", 0)};
    // Then
    assertThat(entered).containsExactly(4, 2, 1);
    assertThat(admission.enter("a", 0)).isEqualTo(Entry.HAS_ENOUGH);
    assertThat(requests("d", 0)).as("who has none may have the last").isOne();
    assertThat(admission.enter("e", 0)).isEqualTo(Entry.FULL);
    assertThat(admission.requests()).isEqualTo(8);
  }

  @Test
  void shouldLeaveHalfOfWhatIsFreeInBytes() {
    // When
    var entered = new int[] {requests("a", 200), requests("b", 100)};
    // Then
    assertThat(entered).containsExactly(2, 2);
    assertThat(admission.enter("a", 1)).isEqualTo(Entry.HAS_ENOUGH);
    assertThat(admission.enter("a", 0)).as("what has no body").isEqualTo(Entry.ADMITTED);
    assertThat(admission.enter("c", 101)).isEqualTo(Entry.FULL);
    assertThat(admission.enter("c", 100)).isEqualTo(Entry.ADMITTED);
    assertThat(admission.bytes()).isEqualTo(700);
  }

  @Test
  void shouldBoundABodyThatGrows() {
    // Given
    assertThat(admission.enter("a", 0)).isEqualTo(Entry.ADMITTED);
    assertThat(admission.enter("b", 0)).isEqualTo(Entry.ADMITTED);
    // When
    var grown = admission.take("a", 400);
    // Then
    assertThat(grown).isEqualTo(Entry.ADMITTED);
    assertThat(admission.take("a", 1)).isEqualTo(Entry.HAS_ENOUGH);
    assertThat(admission.take("b", 201)).isEqualTo(Entry.FULL);
    assertThat(admission.take("b", 200)).isEqualTo(Entry.ADMITTED);
    assertThat(admission.bytes()).isEqualTo(600);
  }

  @Test
  void shouldGiveToOthersWhatIsGivenBack() {
    // Given
    requests("a", 100);
    requests("b", 100);
    // When
    for (int i = 0; i < 4; i++) {
      admission.leave("a", 100);
    }
    // Then
    assertThat(admission.requests()).isEqualTo(2);
    assertThat(admission.bytes()).isEqualTo(200);
    assertThat(requests("b", 100)).isEqualTo(2);
    assertThat(requests("a", 100)).isEqualTo(2);
  }
}
