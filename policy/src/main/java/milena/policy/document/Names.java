package milena.policy.document;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import milena.policy.Place;

/** What the document defines by name, and where it names it. */
final class Names {

  /** What has a name. */
  enum What {
    SOURCE,
    POOL,
    PROVIDER;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private record Use(What what, String pattern, Place place) {}

  private final Findings findings;
  private final Map<What, Map<String, Place>> defined = new EnumMap<>(What.class);
  private final List<Use> uses = new ArrayList<>();

  Names(Findings findings) {
    this.findings = findings;
    for (var what : What.values()) {
      defined.put(what, new LinkedHashMap<>());
    }
  }

  void define(What what, String name, Place place) {
    of(what).put(name, place);
  }

  /** Notes that something is named; by a pattern, or by its name. */
  void use(What what, String pattern, Place place) {
    uses.add(new Use(what, pattern, place));
  }

  Map<String, Place> of(What what) {
    return defined.computeIfAbsent(what, _ -> new LinkedHashMap<>());
  }

  /** Says what is named and not there. */
  void resolve() {
    for (var use : uses) {
      var known = of(use.what());
      if (use.pattern().contains("*")) {
        if (known.keySet().stream().noneMatch(name -> fits(use.pattern(), name))) {
          findings.error(
              use.place(), "no " + use.what().word() + " is like '" + use.pattern() + "'");
        }
      } else if (!known.containsKey(use.pattern())) {
        findings.error(
            use.place(),
            "there is no " + use.what().word() + " '" + use.pattern() + "'",
            findings.meant(use.pattern(), known.keySet()));
      }
    }
  }

  private static boolean fits(String pattern, String name) {
    var core = pattern.replace("*", "");
    boolean open = pattern.startsWith("*");
    boolean goesOn = pattern.endsWith("*");
    if (open && goesOn) {
      return name.contains(core);
    }
    return open ? name.endsWith(core) : name.startsWith(core);
  }
}
