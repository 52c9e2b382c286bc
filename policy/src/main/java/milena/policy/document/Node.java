package milena.policy.document;

import java.util.List;

/** What a document says, whatever it is written in, each piece with its line, from 1. */
sealed interface Node {

  int line();

  /**
   * One value.
   *
   * @param text as it is written, without quotes
   */
  record Scalar(String text, int line) implements Node {}

  /** Several in their order. */
  record Listing(List<Node> elements, int line) implements Node {
    /** Copies. */
    public Listing {
      elements = List.copyOf(elements);
    }
  }

  /** Values by key, in the order in which they are written; a key may come twice. */
  record Mapping(List<Entry> entries, int line) implements Node {
    /** Copies. */
    public Mapping {
      entries = List.copyOf(entries);
    }
  }

  /**
   * One of a mapping.
   *
   * @param key empty where it is no word
   * @param line of the key
   */
  record Entry(String key, int line, Node value) {}

  /** Whether it says nothing. */
  default boolean isNothing() {
    return this instanceof Scalar scalar && scalar.text().isBlank();
  }

  /** What it is, in words. */
  default String kind() {
    return switch (this) {
      case Scalar _ -> "a single value";
      case Listing _ -> "a list";
      case Mapping _ -> "a mapping";
    };
  }
}
