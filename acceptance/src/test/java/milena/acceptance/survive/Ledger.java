package milena.acceptance.survive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Both sides, message by message.
 *
 * @param acknowledged what the clients hold a 250 for and the sink does not refuse
 * @param refused what the clients hold a 250 for and the sink refuses for good
 * @param delivered how often the sink took each
 */
record Ledger(Set<String> acknowledged, Set<String> refused, Map<String, Integer> delivered) {

  /** What both sides have noted until now. */
  static Ledger of(Traffic traffic, Destination destination) {
    return of(traffic.acknowledgements(), destination.log());
  }

  private static Ledger of(List<Path> acknowledgements, Path sinkLog) {
    var acknowledged = new HashSet<String>();
    var refused = new HashSet<String>();
    for (var file : acknowledgements) {
      for (var fields : lines(file)) {
        (isUnknown(fields[1]) ? refused : acknowledged).add(key(fields));
      }
    }
    var delivered = new HashMap<String, Integer>();
    for (var fields : lines(sinkLog)) {
      delivered.merge(key(fields), 1, Integer::sum);
    }
    return new Ledger(acknowledged, refused, delivered);
  }

  /** The sandbox knows no mailbox of that name in this domain. */
  private static boolean isUnknown(String recipient) {
    return recipient.startsWith("unknown") && recipient.endsWith("@reject.test");
  }

  private static String key(String[] fields) {
    return fields[0].replaceAll("[<>]", "") + " " + fields[1];
  }

  /** Only whole lines: the last one may still be under way to the file. */
  private static List<String[]> lines(Path file) {
    try {
      var text = Files.readString(file);
      return text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .map(line -> line.split("\t", -1))
          .toList();
    } catch (IOException failure) {
      throw new AssertionError("cannot read " + file, failure);
    }
  }

  /** What was acknowledged and is not at the sink. */
  Set<String> missing() {
    var missing = new HashSet<>(acknowledged);
    missing.removeAll(delivered.keySet());
    return missing;
  }

  /** What was refused by the sink and yet is there. */
  Set<String> impossible() {
    var both = new HashSet<>(refused);
    both.retainAll(delivered.keySet());
    return both;
  }

  /** Messages that the sink took for more than one recipient, where each was sent to one alone. */
  Set<String> astray() {
    var recipients = new HashMap<String, Set<String>>();
    for (var keys : List.of(delivered.keySet(), acknowledged)) {
      for (var key : keys) {
        int space = key.indexOf(' ');
        recipients
            .computeIfAbsent(key.substring(0, space), id -> new HashSet<>())
            .add(key.substring(space + 1));
      }
    }
    return recipients.entrySet().stream()
        .filter(message -> message.getValue().size() > 1)
        .map(Map.Entry::toString)
        .collect(Collectors.toSet());
  }

  /** How many deliveries were of something that was there already. */
  int duplicates() {
    return delivered.values().stream().mapToInt(times -> times - 1).sum();
  }

  /** How many came that nobody holds a 250 for: their reply was lost, or not awaited. */
  long unacknowledged() {
    return delivered.keySet().stream().filter(key -> !acknowledged.contains(key)).count();
  }
}
