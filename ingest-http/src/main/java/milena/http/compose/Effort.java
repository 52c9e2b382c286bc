package milena.http.compose;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What filling templates may cost: steps, characters and time for one recipient, and time for all
 * of a request. Everything that a template does again and again goes through here, and whatever
 * takes longer with longer texts is charged by their lengths before it is done. Belongs to one
 * thread at a time.
 */
final class Effort {

  private static final int MOST_STEPS = 2_000_000;
  private static final int STEPS_BETWEEN_LOOKS = 32;

  /** What going over so many characters takes is about a step. */
  private static final int CHARACTERS_OF_STEP = 256;

  /** More than is borne; unchecked, since it has to come out of the engines' own code. */
  static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exceeded(String what) {
      super(what, null, false, false);
    }
  }

  /**
   * How much.
   *
   * @param one time for one recipient
   * @param all time for all recipients of a request
   * @param characters most that are written for one recipient
   */
  record Limits(Duration one, Duration all, int characters) {}

  private final LongSupplier nanos;
  private final Limits limits;
  private long begun;
  private long spent;
  private long limit;
  private long steps;
  private long sinceLook;
  private long characters;

  Effort(LongSupplier nanos, Limits limits) {
    this.nanos = nanos;
    this.limits = limits;
  }

  /** Whether all of the request's time is used up. */
  boolean isSpent() {
    return spent >= limits.all().toNanos();
  }

  /** A new recipient; {@link #end} is to follow. */
  void begin() {
    begun = nanos.getAsLong();
    limit = Math.min(limits.one().toNanos(), limits.all().toNanos() - spent);
    steps = 0;
    sinceLook = 0;
    characters = 0;
  }

  /** The recipient is done with. */
  void end() {
    spent += nanos.getAsLong() - begun;
  }

  void step() {
    charge(0);
  }

  /** One step, and more for going over so many characters. */
  void charge(long over) {
    long more = 1 + over / CHARACTERS_OF_STEP;
    steps += more;
    if (steps > MOST_STEPS) {
      throw new Exceeded("a template does more than " + MOST_STEPS + " steps");
    }
    sinceLook += more;
    if (sinceLook >= STEPS_BETWEEN_LOOKS) {
      sinceLook = 0;
      if (nanos.getAsLong() - begun > limit) {
        throw new Exceeded("a template takes too long");
      }
    }
  }

  void written(int count) {
    characters += count;
    if (characters > limits.characters()) {
      throw tooMany();
    }
    charge(count);
  }

  private Exceeded tooMany() {
    return new Exceeded("a template makes more than " + limits.characters() + " characters");
  }

  /**
   * About how many characters a value has when it is written; a list in a template may have one
   * long text many times. Finding it out costs effort.
   */
  long weigh(@Nullable Object value) {
    return weigh(value, 0);
  }

  private long weigh(@Nullable Object value, long before) {
    long sum = before + 2;
    switch (value) {
      case null -> {}
      case Collection<?> all -> {
        for (var one : all) {
          sum = weigh(one, sum);
        }
      }
      case Map<?, ?> all -> {
        for (var one : all.entrySet()) {
          sum = weigh(one.getValue(), weigh(one.getKey(), sum));
        }
      }
      case Number _, Boolean _ -> sum += 8;
      case CharSequence text -> sum += text.length();
      default -> sum += value.toString().length();
    }
    charge(0);
    if (sum > limits.characters()) {
      throw tooMany();
    }
    return sum;
  }
}
