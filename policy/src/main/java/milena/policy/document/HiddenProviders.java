package milena.policy.document;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import milena.policy.Place;
import milena.policy.Provider;

/** Providers that no site can have, because earlier ones have all that could be theirs. */
final class HiddenProviders {
  /** A document with more than that is not gone through to its end: time is bounded. */
  private static final long MOST_COMPARISONS = 10_000_000;

  private final Findings findings;
  private final List<Provider> earlier = new ArrayList<>();
  private long compared;

  private HiddenProviders(Findings findings) {
    this.findings = findings;
  }

  /** Says which they are. */
  static void tell(List<Provider> providers, Findings findings) {
    var hidden = new HiddenProviders(findings);
    providers.forEach(hidden::next);
  }

  private void next(Provider provider) {
    compared += earlier.stream().mapToLong(before -> product(before, provider)).sum();
    if (compared > MOST_COMPARISONS) {
      return;
    }
    var hiding = hiding(provider);
    // One that is hidden hides nothing that those before it do not.
    if (hiding.isEmpty()) {
      earlier.add(provider);
    } else {
      var places = hiding.stream().map(Place::toString).collect(Collectors.joining(", "));
      findings.noEffect(
          provider.place(),
          "no site is ever its own: what it names is covered by " + places + ", which comes first",
          "move it before that");
    }
  }

  private static long product(Provider one, Provider other) {
    return (long) size(one) * size(other);
  }

  private static int size(Provider provider) {
    return provider.suffixes().size() + provider.hosts().size() + provider.domains().size();
  }

  /** Which earlier ones have all that could be its own; none where something is left. */
  private Set<Place> hiding(Provider provider) {
    var places = new LinkedHashSet<Place>();
    for (var domain : provider.domains()) {
      var hiding = first(before -> before.domains().stream().anyMatch(of -> hasAll(of, domain)));
      if (hiding.isEmpty()) {
        return Set.of();
      }
      places.add(hiding.get());
    }
    if (names(provider).findAny().isPresent()) {
      // A site's hosts may be covered by several of its names, so one must have them all.
      var hiding = first(before -> names(provider).allMatch(name -> covers(before, name)));
      if (hiding.isEmpty()) {
        return Set.of();
      }
      places.add(hiding.get());
    }
    return places;
  }

  private Optional<Place> first(Predicate<Provider> hides) {
    return earlier.stream().filter(hides).map(Provider::place).findFirst();
  }

  /** Names of MX hosts and what they may end with. */
  private static Stream<String> names(Provider provider) {
    return Stream.concat(
        provider.suffixes().stream().map(suffix -> "*" + suffix), provider.hosts().stream());
  }

  private static boolean covers(Provider provider, String name) {
    return provider.hosts().contains(name) || provider.suffixes().stream().anyMatch(name::endsWith);
  }

  /** Whether whatever the one pattern of domains matches is matched by this. */
  private static boolean hasAll(String pattern, String other) {
    return pattern.equals(other)
        || (pattern.startsWith("*") && other.endsWith(pattern.substring(1)));
  }
}
