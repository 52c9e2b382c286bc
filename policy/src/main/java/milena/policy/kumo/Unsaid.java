package milena.policy.kumo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what the document does not say as KumoMTA does. */
final class Unsaid {
  private final List<Unmapped> found = new ArrayList<>();
  private final List<String> files;

  /** Gathers for these files, whose order is that of the list. */
  Unsaid(List<String> files) {
    this.files = List.copyOf(files);
  }

  void add(String key, Said value, String why) {
    found.add(new Unmapped(value.at(), key, value.print(), why));
  }

  void add(Spot spot, String key, String value, String why) {
    found.add(new Unmapped(spot, key, value, why));
  }

  /** All of it, by file and line. */
  List<Unmapped> all() {
    return found.stream()
        .sorted(
            Comparator.comparingInt((Unmapped one) -> files.indexOf(one.spot().file()))
                .thenComparingInt(one -> one.spot().line()))
        .toList();
  }
}
