package milena.policy.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import milena.policy.Place;

/** One mapping of the document. What does not fit is noted, and is as if it were not there. */
final class Part {
  private final Findings findings;
  private final Place place;
  private final Map<String, Node.Entry> entries = new LinkedHashMap<>();
  private boolean mapping = true;
  private boolean foreign;

  /** A value of the document and where it stands. */
  record At(Node node, Place place) {}

  private Part(Findings findings, Place place) {
    this.findings = findings;
    this.place = place;
  }

  /** Reads a mapping; of something else, says so and is empty. */
  static Part of(Findings findings, At at) {
    var part = new Part(findings, at.place());
    if (at.node() instanceof Node.Mapping mapping) {
      mapping.entries().forEach(part::take);
    } else if (!at.node().isNothing()) {
      part.mapping = false;
      findings.error(at.place(), "is " + at.node().kind() + ", not a mapping such as {key: value}");
    }
    return part;
  }

  private void take(Node.Entry entry) {
    var name = entry.key();
    if (name.isEmpty()) {
      findings.error(new Place(place.path(), entry.line()), "a key is a word");
    } else if (entries.putIfAbsent(name, entry) != null) {
      findings.error(
          new Place(below(name), entry.line()),
          "is said twice, first in line " + at(name).line(),
          "say it once");
    }
  }

  /** Says which keys are not of this section. */
  Part only(Section section) {
    for (var name : entries.keySet()) {
      if (!section.names().contains(name)) {
        foreign = true;
        var none = "there is no key '" + name + "' in " + section.name();
        var why = section.not().get(name);
        if (why == null) {
          findings.error(at(name), none, findings.meant(name, section.names()));
        } else {
          findings.error(at(name), none + ": " + why.reason(), why.instead());
        }
      }
    }
    return this;
  }

  /** Whether there is anything to be read. */
  boolean isMapping() {
    return mapping;
  }

  /** Whether it says none of these, and nothing that may have been meant to be one of them. */
  boolean lacks(List<Key<?>> keys) {
    return mapping && !foreign && keys.stream().noneMatch(this::has);
  }

  Place place() {
    return place;
  }

  boolean has(Key<?> key) {
    return entries.containsKey(key.name());
  }

  /** Where a key stands; where the mapping does when it has no such key. */
  Place at(Key<?> key) {
    return at(key.name());
  }

  private Place at(String name) {
    var entry = entries.get(name);
    return entry == null ? place : new Place(below(name), entry.line());
  }

  private String below(String name) {
    return place.path().isEmpty() ? name : place.path() + "." + name;
  }

  /** Returns a key's value, whatever it is. */
  Optional<At> node(Key<?> key) {
    return Optional.ofNullable(entries.get(key.name()))
        .map(entry -> new At(entry.value(), at(key)));
  }

  /** Returns a key's value, and says so where there is none. */
  <T> Optional<T> required(Key<T> key) {
    if (!has(key)) {
      findings.error(place, "lacks the key '" + key.name() + "'", "such as " + key.example());
    }
    return one(key);
  }

  /** Returns a key's one value. */
  <T> Optional<T> one(Key<T> key) {
    return node(key).flatMap(at -> scalar(key.form(), at));
  }

  /** Returns a key's values, of which there may be one alone or a list. */
  <T> List<T> many(Key<T> key) {
    var values = new ArrayList<T>();
    each(key, (value, _) -> values.add(value));
    return values;
  }

  /** Shows a key's values, each with its place. */
  <T> void each(Key<T> key, BiConsumer<T, Place> reader) {
    node(key)
        .ifPresent(
            at -> {
              for (var element : elements(at, true)) {
                scalar(key.form(), element)
                    .ifPresent(value -> reader.accept(value, element.place()));
              }
            });
  }

  /** Returns a key's elements, which are no plain values, or whatever it is. */
  List<At> elements(Key<?> key) {
    return node(key).map(at -> elements(at, true)).orElse(List.of());
  }

  /** Returns a key's elements; it must be a list. */
  List<At> list(Key<?> key) {
    return node(key).map(at -> elements(at, false)).orElse(List.of());
  }

  private List<At> elements(At at, boolean orOne) {
    if (!(at.node() instanceof Node.Listing listing)) {
      if (orOne) {
        return List.of(at);
      }
      if (!at.node().isNothing()) {
        findings.error(at.place(), "is " + at.node().kind() + ", not a list", "begin rules with -");
      }
      return List.of();
    }
    if (listing.elements().isEmpty() && orOne) {
      findings.error(at.place(), "is an empty list", "leave the key out");
    }
    return elements(at);
  }

  /** Returns a mapping's values by name, each with its place; nothing where it is none. */
  static Map<String, At> named(Findings findings, At at) {
    var part = of(findings, at);
    var values = new LinkedHashMap<String, At>();
    part.entries.forEach((name, entry) -> values.put(name, new At(entry.value(), part.at(name))));
    return values;
  }

  /** Returns the elements of a list; of anything else, none. */
  static List<At> elements(At at) {
    var elements = new ArrayList<At>();
    if (at.node() instanceof Node.Listing listing) {
      for (var node : listing.elements()) {
        elements.add(
            new At(node, new Place(at.place().path() + "[" + elements.size() + "]", node.line())));
      }
    }
    return elements;
  }

  private <T> Optional<T> scalar(Form<T> form, At at) {
    return scalar(findings, form, at);
  }

  /** Returns a plain value. */
  static <T> Optional<T> scalar(Findings findings, Form<T> form, At at) {
    if (!(at.node() instanceof Node.Scalar scalar)) {
      findings.error(at.place(), "is " + at.node().kind() + ", not one value: " + plain(form));
      return Optional.empty();
    }
    if (scalar.isNothing()) {
      findings.error(at.place(), "has no value", "write " + plain(form));
      return Optional.empty();
    }
    return fits(findings, form, scalar.text(), at.place());
  }

  /** Returns what a text is, and says so where it does not fit. */
  static <T> Optional<T> fits(Findings findings, Form<T> form, String text, Place place) {
    try {
      return Optional.of(form.parser().apply(text));
    } catch (Unfit unfit) {
      findings.error(place, String.valueOf(unfit.getMessage()), unfit.suggestion());
    } catch (IllegalArgumentException wrong) {
      findings.error(place, String.valueOf(wrong.getMessage()));
    }
    return Optional.empty();
  }

  private static String plain(Form<?> form) {
    return form.text().replace("`", "");
  }
}
