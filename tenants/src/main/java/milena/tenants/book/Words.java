package milena.tenants.book;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Constants as words, as operators write them: in lower case, with {@code -}. */
public final class Words {

  private Words() {}

  /** The word of a constant. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constant of a word; empty also for a word that only newer programs know. */
  public static <E extends Enum<E>> Optional<E> constant(Class<E> constants, String word) {
    return Arrays.stream(constants.getEnumConstants())
        .filter(constant -> of(constant).equals(word))
        .findFirst();
  }

  /** The words of all constants. */
  public static List<String> all(Class<? extends Enum<?>> constants) {
    return Arrays.stream(constants.getEnumConstants()).map(Words::of).toList();
  }
}
