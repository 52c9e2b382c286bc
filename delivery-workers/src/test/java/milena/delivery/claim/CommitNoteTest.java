package milena.delivery.claim;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CommitNoteTest {

  @Property(tries = 200)
  void shouldReadWhatItWrote(
      @ForAll long position,
      @ForAll long epoch,
      @ForAll long once,
      @ForAll long twice,
      @ForAll int block) {
    // Given
    var note = new CommitNote(position, epoch, new Deaths(once, twice, block, once, twice));

    // Then
    assertThat(CommitNote.decode(note.encode())).isEqualTo(note);
    assertThat(note.encode()).hasSizeLessThanOrEqualTo(150);
  }

  @Property(tries = 200)
  void shouldTakeAnythingElseAsNone(@ForAll String metadata) {
    assertThat(CommitNote.decode(metadata)).isEqualTo(CommitNote.NONE);
    assertThat(CommitNote.decode("1 2 3 4 5 6 7 " + metadata + "x")).isEqualTo(CommitNote.NONE);
  }
}
