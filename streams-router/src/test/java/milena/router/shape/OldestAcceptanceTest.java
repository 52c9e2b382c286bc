package milena.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import milena.router.trim.Need;
import org.junit.jupiter.api.Test;

/** What is said of the oldest is never too late. */
class OldestAcceptanceTest {

  private final OldestAcceptance oldest = new OldestAcceptance();

  @Test
  void shouldKnowNothingBeforeTheFirstPassHasEnded() {
    // When
    oldest.keeps(5);
    oldest.meets(7);

    // Then
    assertThat(oldest.need()).isEqualTo(new Need.Unknown());
    oldest.passed();
    assertThat(oldest.need()).isEqualTo(new Need.Since(5));
  }

  @Test
  void shouldCountAtOnceWhatComesAndInTheNextPassWhatCameBehindIt() {
    // Given
    oldest.passed();
    assertThat(oldest.need()).isEqualTo(new Need.Nothing());

    // When: it is put where this pass has been already
    oldest.keeps(5);

    // Then
    assertThat(oldest.need()).isEqualTo(new Need.Since(5));
    oldest.passed();
    assertThat(oldest.need()).isEqualTo(new Need.Since(5));
  }

  @Test
  void shouldForgetWhatHasLeftAtTheEndOfAPass() {
    // Given
    oldest.keeps(5);
    oldest.keeps(9);
    oldest.passed();

    // When: the next pass does not meet the first any more
    oldest.meets(9);
    oldest.passed();

    // Then
    assertThat(oldest.need()).isEqualTo(new Need.Since(9));
  }
}
