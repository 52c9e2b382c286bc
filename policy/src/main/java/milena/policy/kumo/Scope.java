package milena.policy.kumo;

import java.util.ArrayList;
import java.util.List;

/**
 * Which mail a block is for, in the document's words.
 *
 * @param path of the block, for what is said of it
 * @param label by which its reactions are named
 * @param selector such as {@code provider: google}
 */
record Scope(String path, String label, List<String> selector) {

  /** The same for one source. */
  Scope from(String source, String name) {
    var narrower = new ArrayList<>(selector);
    narrower.add("source: " + Yaml.scalar(name));
    return new Scope(path + ".sources." + source, label, List.copyOf(narrower));
  }
}
