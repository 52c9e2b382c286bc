package milena.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import milena.schemas.BodyRef;
import milena.schemas.RoutedSubmission;
import org.junit.jupiter.api.Test;

class HeldTest {
  private static Held wishing(String pool) {
    var routed =
        RoutedSubmission.newBuilder()
            .setSubmissionId("m.0")
            .setRecipientHash(ByteBuffer.wrap(new byte[16]))
            .setPool(pool)
            .build();
    return new Held(1, routed, new BodyRef("mail.submissions", 0, 1L));
  }

  private static Held stored(Held held) {
    return new Held(held.offset, held.toState());
  }

  @Test
  void shouldGoBackToThePoolThatItsSenderAskedFor() {
    for (var wish : new String[] {"vip", ""}) {
      // Given
      var held = wishing(wish);
      // When
      held.requeue("warm");
      var requeued = stored(stored(held));
      // Then
      assertThat(requeued.pool).isEqualTo("warm");
      // When
      requeued.requeue("");
      // Then
      assertThat(requeued.pool).isEqualTo(wish);
      assertThat(stored(requeued).pool).isEqualTo(wish);
      assertThat(requeued.toState().getWishedPool()).isNull();
    }
  }
}
