package milena.policy.document;

import java.util.List;
import java.util.stream.Stream;

/**
 * What may be said under one key of the document.
 *
 * @param name of the key; for what is within others, where
 * @param intro what it is for
 * @param keys its own
 * @param selector the keys that say which traffic a rule is for, if it has such
 * @param example a piece of a document
 */
record Section(
    String name, String intro, List<Key<?>> keys, List<Key<?>> selector, String example) {

  Section {
    keys = List.copyOf(keys);
    selector = List.copyOf(selector);
  }

  /** The names of all keys that it takes. */
  List<String> names() {
    return Stream.concat(selector.stream(), keys.stream())
        .<String>map(Key::name)
        .distinct()
        .toList();
  }
}
