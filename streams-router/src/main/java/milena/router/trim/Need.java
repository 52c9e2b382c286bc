package milena.router.trim;

import java.util.OptionalLong;

/**
 * What a partition of the shaper said, with its offsets, of the oldest that it holds: a word in the
 * metadata of the commit, so that it is true of exactly those offsets and outlives the process.
 */
public sealed interface Need {

  /** It holds nothing. */
  record Nothing() implements Need {}

  /** It holds something that was accepted then, and nothing older; milliseconds since 1970. */
  record Since(long acceptedAt) implements Need {}

  /** It has not said, or not yet. */
  record Unknown() implements Need {}

  /** As it stands in the metadata. */
  default String word() {
    return switch (this) {
      case Nothing() -> "oldest=none";
      case Since(long acceptedAt) -> "oldest=" + acceptedAt;
      case Unknown() -> "";
    };
  }

  /** Reads {@link #word}; what is not understood is not known. */
  static Need of(String word) {
    if (word.equals("oldest=none")) {
      return new Nothing();
    }
    return word.matches("oldest=[0-9]{1,18}")
        ? new Since(Long.parseLong(word.substring("oldest=".length())))
        : new Unknown();
  }

  /** Nothing accepted before then is needed: empty where there is no such time. */
  default OptionalLong since() {
    return switch (this) {
      case Nothing(), Unknown() -> OptionalLong.empty();
      case Since(long acceptedAt) -> OptionalLong.of(acceptedAt);
    };
  }
}
