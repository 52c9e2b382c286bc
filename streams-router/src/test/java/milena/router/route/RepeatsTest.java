package milena.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import milena.schemas.UnreadableRecord;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

class RepeatsTest {
  private static final Duration BEFORE_FORGETTING =
      RepeatableIds.AFTER_A_START.plus(Duration.ofSeconds(1));

  /**
   * Doors append, also under ids that came before, and the router is killed, moved, and loses all
   * that can be derived. Everything happens in an order that the seed says.
   */
  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void shouldAcceptAndRouteEachIdOnceWhateverHappens(@ForAll long seed) throws UnreadableRecord {
    // Given
    var random = new Random(seed);
    var ids = new ArrayList<String>();
    try (var router = new RouterStand()) {
      // When
      for (int step = 0; step < 120; step++) {
        switch (random.nextInt(12)) {
          case 0, 1, 2 -> {
            ids.add("m" + ids.size());
            router.append(ids.getLast(), isRepeatable(ids.getLast()));
          }
          case 3, 4 -> repeat(router, ids, random);
          case 5, 6, 7 -> router.read(random.nextInt(5));
          case 8 -> router.commit();
          case 9 -> router.now += random.nextInt(60_000);
          case 10 -> router.kill();
          default -> {
            if (random.nextInt(3) == 0) {
              router.cutPower();
            } else {
              router.move();
            }
          }
        }
      }
      router.read(Integer.MAX_VALUE);
      router.commit();

      // Then
      assertThat(router.accepted).doesNotHaveDuplicates().hasSize(2 * ids.size());
      assertThat(router.queued).containsExactlyInAnyOrderElementsOf(router.accepted);
    }
  }

  private static boolean isRepeatable(String id) {
    return !id.endsWith("7");
  }

  private static void repeat(RouterStand router, List<String> ids, Random random) {
    if (!ids.isEmpty()) {
      var id = ids.get(random.nextInt(ids.size()));
      if (isRepeatable(id)) {
        router.append(id, true);
      }
    }
  }

  @Test
  void shouldForgetAnIdWhenTheLogIsADayFurther() throws UnreadableRecord {
    // Given
    try (var router = new RouterStand()) {
      router.append("m1", true);
      router.now += BEFORE_FORGETTING.toMillis();
      router.read(1);
      router.commit();

      // When
      router.now += RepeatableIds.KEPT.toMillis();
      router.append("m2", true);
      router.read(1);
      router.commit();
      router.append("m1", true);
      router.read(1);
      router.commit();

      // Then
      assertThat(router.accepted).containsExactly("m1.0", "m1.1", "m2.0", "m2.1", "m1.0", "m1.1");
      assertThat(router.remembered()).isEqualTo(2);
    }
  }

  @Test
  void shouldKnowAnIdAgainAfterDaysWithoutPower() throws UnreadableRecord {
    // Given
    try (var router = new RouterStand()) {
      router.append("m1", true);
      router.read(1);
      router.commit();

      // When
      router.now += Duration.ofDays(3).toMillis();
      router.kill();
      router.append("m2", true);
      router.append("m1", true);
      router.read(1);
      router.commit();
      router.read(1);
      router.commit();

      // Then
      assertThat(router.accepted).containsExactly("m1.0", "m1.1", "m2.0", "m2.1");
    }
  }

  @Test
  void shouldFindRepeatsByTheTimeOfTheLogWhenAllIsReadAgain() throws UnreadableRecord {
    // Given
    try (var router = new RouterStand()) {
      router.append("m1", true);
      router.now += Duration.ofHours(1).toMillis();
      router.append("m1", true);
      router.now += Duration.ofDays(5).toMillis();

      // When
      router.cutPower();
      router.now += BEFORE_FORGETTING.toMillis();
      router.read(1);
      router.commit();
      router.read(1);
      router.commit();

      // Then
      assertThat(router.queued).containsExactly("m1.0", "m1.1");
    }
  }

  @Test
  void shouldForgetManyAFewAtATime() throws UnreadableRecord {
    // Given
    try (var router = new RouterStand()) {
      for (int count = 0; count < 2_500; count++) {
        router.append("m" + count, true);
      }
      router.read(Integer.MAX_VALUE);
      router.commit();
      router.now += RepeatableIds.KEPT.toMillis() + 1;
      router.append("later", true);

      // When
      var left = new ArrayList<Integer>();
      for (int round = 0; round < 4; round++) {
        router.read(1);
        router.commit();
        left.add(router.remembered());
      }

      // Then
      assertThat(left).containsExactly(1_501, 501, 1, 1);
    }
  }
}
