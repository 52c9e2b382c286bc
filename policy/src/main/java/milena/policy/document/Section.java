package milena.policy.document;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What may be said under one key of the document.
 *
 * @param name of the key; for what is within others, where
 * @param intro what it is for
 * @param keys its own
 * @param selector the keys that say which traffic a rule is for, if it has such
 * @param example a piece of a document
 * @param not keys that other sections take and this one cannot, each with why
 */
record Section(
    String name,
    String intro,
    List<Key<?>> keys,
    List<Key<?>> selector,
    String example,
    Map<String, Why> not) {

  /**
   * Why a key is not taken.
   *
   * @param reason in one sentence
   * @param instead what to write
   */
  record Why(String reason, String instead) {}

  Section {
    keys = List.copyOf(keys);
    selector = List.copyOf(selector);
    not = Map.copyOf(not);
  }

  /** One of which nothing needs to be said of other keys. */
  Section(String name, String intro, List<Key<?>> keys, List<Key<?>> selector, String example) {
    this(name, intro, keys, selector, example, Map.of());
  }

  /** The names of all keys that it takes. */
  List<String> names() {
    return Stream.concat(selector.stream(), keys.stream())
        .<String>map(Key::name)
        .distinct()
        .toList();
  }
}
