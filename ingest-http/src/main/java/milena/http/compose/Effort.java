package milena.http.compose;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What filling templates for one recipient may cost: steps, characters and time. Everything that a
 * template does again and again goes through here. Belongs to one thread.
 */
final class Effort {

  private static final int MOST_STEPS = 2_000_000;
  private static final int STEPS_BETWEEN_LOOKS = 256;

  /** More than is borne; unchecked, since it has to come out of the engines' own code. */
  static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exceeded(String what) {
      super(what, null, false, false);
    }
  }

  private final LongSupplier nanos;
  private final long limit;
  private final int mostCharacters;
  private long begun;
  private int steps;
  private long characters;

  Effort(LongSupplier nanos, Duration limit, int mostCharacters) {
    this.nanos = nanos;
    this.limit = limit.toNanos();
    this.mostCharacters = mostCharacters;
  }

  /** A new recipient. */
  void begin() {
    begun = nanos.getAsLong();
    steps = 0;
    characters = 0;
  }

  void step() {
    if (++steps > MOST_STEPS) {
      throw new Exceeded("a template does more than " + MOST_STEPS + " steps");
    }
    if (steps % STEPS_BETWEEN_LOOKS == 0 && nanos.getAsLong() - begun > limit) {
      throw new Exceeded("a template takes too long");
    }
  }

  void written(int count) {
    characters += count;
    if (characters > mostCharacters) {
      throw new Exceeded("a template makes more than " + mostCharacters + " characters");
    }
    step();
  }
}
