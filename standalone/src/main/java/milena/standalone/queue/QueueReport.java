package milena.standalone.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What processes say of what waits, added up and printed. */
public final class QueueReport {
  private static final Set<String> ADDED = Set.of("waiting", "outstanding", "done", "passed", "of");
  private static final String RELEASED = "releasedPerSecond";
  private static final String DELIVERED = "deliveredPerSecond";
  private static final double TENTHS = 10;

  private final Map<List<Object>, Map<String, Object>> groups = new LinkedHashMap<>();
  private final List<Map<String, Object>> messages = new ArrayList<>();
  private final Map<List<Object>, Map<String, Object>> commands = new LinkedHashMap<>();
  private final Map<Object, Map<String, Object>> reactions = new LinkedHashMap<>();
  private final List<Map<String, Object>> gates = new ArrayList<>();
  private long reactionsInForce;
  private long partitions;
  private long beganAt = Long.MAX_VALUE;
  private long endedAt;

  private QueueReport() {}

  static QueueReport of(List<Map<String, Object>> answers) {
    var report = new QueueReport();
    answers.forEach(report::add);
    return report;
  }

  private void add(Map<String, Object> answer) {
    partitions += number(answer, "partitions");
    beganAt = Math.min(beganAt, number(answer, "beganAt"));
    endedAt = Math.max(endedAt, number(answer, "endedAt"));
    for (var group : list(answer, "groups")) {
      merge(groups, List.of(group.get("tenant"), group.get("site"), group.get("campaign")), group);
    }
    messages.addAll(list(answer, "messages"));
    for (var command : list(answer, "commands")) {
      merge(commands, List.of(command.get("id")), command);
    }
    gates.addAll(list(answer, "gates"));
    reactionsInForce += number(answer, "reactionsInForce");
    for (var reaction : list(answer, "reactions")) {
      // A process that had the partition before knows it still; who has it now may know more.
      var there = reactions.putIfAbsent(reaction.get("id"), reaction);
      if (there != null) {
        reactionsInForce--;
        if (number(there, "until") < number(reaction, "until")) {
          reactions.put(reaction.get("id"), reaction);
        }
      }
    }
  }

  private static void merge(
      Map<List<Object>, Map<String, Object>> into, List<Object> key, Map<String, Object> more) {
    var there = into.putIfAbsent(key, more);
    if (there != null) {
      ADDED.stream()
          .filter(more::containsKey)
          .forEach(field -> there.put(field, number(there, field) + number(more, field)));
      if (more.containsKey("oldestAt")) {
        there.put("oldestAt", Math.min(number(there, "oldestAt"), number(more, "oldestAt")));
        there.put("reasons", together(reasons(there), reasons(more)));
        addSpeed(there, more, RELEASED);
        addSpeed(there, more, DELIVERED);
      }
    }
  }

  /** What one of them does not know, the sum is not known of. */
  private static void addSpeed(Map<String, Object> there, Map<String, Object> more, String field) {
    if (there.get(field) instanceof Double one && more.get(field) instanceof Double other) {
      there.put(field, Math.round((one + other) * TENTHS) / TENTHS);
    } else {
      there.remove(field);
    }
  }

  private static Map<String, Long> together(Map<String, Long> a, Map<String, Long> b) {
    var sums = new TreeMap<>(a);
    b.forEach((reason, count) -> sums.merge(reason, count, Long::sum));
    return sums;
  }

  private static Map<String, Long> reasons(Map<String, Object> group) {
    var found = new TreeMap<String, Long>();
    if (group.get("reasons") instanceof Map<?, ?> reasons) {
      reasons.forEach(
          (reason, count) -> found.put(String.valueOf(reason), Long.valueOf(count.toString())));
    }
    return found;
  }

  private static long number(Map<String, Object> fields, String name) {
    return fields.get(name) instanceof Long number ? number : 0;
  }

  @SuppressWarnings("unchecked") // as QueueJson reads objects
  private static List<Map<String, Object>> list(Map<String, Object> answer, String name) {
    var found = new ArrayList<Map<String, Object>>();
    if (answer.get(name) instanceof List<?> values) {
      for (var value : values) {
        if (value instanceof Map<?, ?> fields) {
          found.add((Map<String, Object>) fields);
        }
      }
    }
    return found;
  }

  /** How many wait. */
  public long waiting() {
    return groups.values().stream().mapToLong(group -> number(group, "waiting")).sum();
  }

  /** How many are on their way. */
  public long outstanding() {
    return groups.values().stream().mapToLong(group -> number(group, "outstanding")).sum();
  }

  /** Whether there is anything of it. */
  public boolean isEmpty() {
    return groups.isEmpty();
  }

  /** Whether any command, or anything that a reaction did, is in force. */
  public boolean hasCommands() {
    return !commands.isEmpty() || !reactions.isEmpty();
  }

  /** The groups with most of what waits first, at most so many. */
  public String groupsText(int limit) {
    var text = new StringBuilder();
    groups.values().stream()
        .sorted(Comparator.comparingLong(group -> -number(group, "waiting")))
        .limit(limit)
        .forEach(group -> text.append(safe(line(group))).append('\n'));
    return text.append(
            String.format(
                Locale.ROOT,
                "waiting: %,d  outstanding: %,d  groups: %,d  partitions: %d  counted at %s in %d"
                    + " ms",
                waiting(),
                outstanding(),
                groups.size(),
                partitions,
                time(endedAt),
                Math.max(0, endedAt - beganAt)))
        .append(
            reactionsInForce == 0
                ? ""
                : "\nreactions hold back or slow down "
                    + reactionsInForce
                    + "; `milena queue status` shows which")
        .toString();
  }

  private String line(Map<String, Object> group) {
    var reasons =
        reasons(group).entrySet().stream()
            .map(each -> each.getKey() + " " + each.getValue())
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%-16s  %-32s  %-16s  waiting %,d  outstanding %,d  %s  oldest %s  %s  %s",
        group.get("tenant"),
        group.get("site"),
        group.get("campaign"),
        number(group, "waiting"),
        number(group, "outstanding"),
        speed(group),
        age(number(group, "oldestAt")),
        reasons,
        reply(group));
  }

  private static String speed(Map<String, Object> group) {
    return group.get(RELEASED) instanceof Double released
            && group.get(DELIVERED) instanceof Double delivered
        ? String.format(Locale.ROOT, "released %,.1f/s  delivered %,.1f/s", released, delivered)
        : "speed unknown";
  }

  private static String reply(Map<String, Object> fields) {
    long code = number(fields, "lastCode");
    var text = String.valueOf(fields.getOrDefault("lastText", ""));
    return text.isEmpty() ? "" : "last: " + (code == 0 ? "" : code + " ") + text;
  }

  private String age(long since) {
    return Duration.ofSeconds(Math.max(0, (endedAt - since) / 1_000))
        .toString()
        .substring(2)
        .toLowerCase(Locale.ROOT);
  }

  /** Each single one. */
  public String messagesText() {
    var text = new StringBuilder();
    for (var one : messages) {
      var held = one.get("command") instanceof String id && !id.isEmpty() ? " by " + id : "";
      text.append(
              safe(
                  String.format(
                      Locale.ROOT,
                      "%s  to %s  of %s at %s: %s%s, accepted %s, next %s, expires %s, attempts %d "
                          + " %s",
                      one.get("submission"),
                      one.get("recipient"),
                      one.get("tenant"),
                      one.get("site"),
                      one.get("reason"),
                      held,
                      time(number(one, "acceptedAt")),
                      time(number(one, "dueAt")),
                      time(number(one, "expiresAt")),
                      number(one, "attempts"),
                      reply(one))))
          .append('\n');
    }
    return text.append("found: ").append(messages.size()).toString();
  }

  /** The same with one command, or one thing that a reaction did, alone, if it is in force. */
  public QueueReport only(String id) {
    var other = new QueueReport();
    other.groups.putAll(groups);
    other.messages.addAll(messages);
    other.gates.addAll(gates);
    commands.forEach(
        (key, command) -> {
          if (id.equals(command.get("id"))) {
            other.commands.put(key, command);
          }
        });
    reactions.forEach(
        (key, reaction) -> {
          if (id.equals(key)) {
            other.reactions.put(key, reaction);
          }
        });
    other.reactionsInForce = other.reactions.size();
    other.partitions = partitions;
    other.beganAt = beganAt;
    other.endedAt = endedAt;
    return other;
  }

  /** Each command, and what each reaction did that is in force. */
  public String commandsText() {
    var text = new StringBuilder();
    for (var command : commands.values()) {
      text.append(
              safe(
                  String.format(
                      Locale.ROOT,
                      "%s  %s %s  %s since %s by %s  moved %,d, through %d of %d partitions  %s",
                      command.get("id"),
                      command.get("kind"),
                      command.get("arguments"),
                      command.get("phase"),
                      time(number(command, "at")),
                      command.get("who"),
                      number(command, "done"),
                      number(command, "passed"),
                      number(command, "of"),
                      command.get("why"))))
          .append('\n');
    }
    for (var reaction : reactions.values()) {
      text.append(safe(reactionLine(reaction))).append('\n');
    }
    return text.append("in force: ")
        .append(commands.size())
        .append("  by reactions: ")
        .append(reactionsInForce)
        .toString();
  }

  private static String reactionLine(Map<String, Object> reaction) {
    var limit = String.valueOf(reaction.get("limit"));
    var what =
        limit.isEmpty()
            ? "suspends"
            : "lowers " + limit + " to " + number(reaction, "most") + period(reaction) + " of";
    return String.format(
        Locale.ROOT,
        "%s  reaction %s %s %s %s  since %s until %s  heard: %s",
        reaction.get("id"),
        reaction.get("rule"),
        what,
        reaction.get("per"),
        reaction.get("key"),
        time(number(reaction, "since")),
        time(number(reaction, "until")),
        reaction.get("reply"));
  }

  private static String period(Map<String, Object> limit) {
    long period = number(limit, "periodMs");
    return period == 0
        ? ""
        : " in " + Duration.ofMillis(period).toString().substring(2).toLowerCase(Locale.ROOT);
  }

  /** What waits, why, and what it must pass, each on a line; what holds it back comes first. */
  public String gatesText() {
    var sums = new TreeMap<String, Long>();
    groups
        .values()
        .forEach(group -> reasons(group).forEach((why, n) -> sums.merge(why, n, Long::sum)));
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "now         waiting %,d%s, outstanding %,d",
            waiting(),
            sums.isEmpty() ? "" : " " + sums,
            outstanding()));
    gates.stream()
        .sorted(Comparator.comparing(gate -> !Boolean.TRUE.equals(gate.get("holds"))))
        .forEach(gate -> text.append('\n').append(safe(gateLine(gate))));
    return text.toString();
  }

  private static String gateLine(Map<String, Object> gate) {
    var source = String.valueOf(gate.get("source"));
    long most = number(gate, "most");
    long left = number(gate, "left");
    return String.format(
        Locale.ROOT,
        "now         %s %s%s%s: %s%s%s",
        Boolean.TRUE.equals(gate.get("holds")) ? "held by" : "passes",
        gate.get("limit"),
        "".equals(gate.get("per")) ? "" : " per " + gate.get("per") + " (" + gate.get("key") + ")",
        source.isEmpty() ? "" : " from " + source,
        most == 0 && number(gate, "periodMs") == 0
            ? "shut"
            : (left < 0 ? "leased" : left + " left") + " of " + most + period(gate),
        Boolean.TRUE.equals(gate.get("holds")) ? ", next at " + time(number(gate, "opensAt")) : "",
        number(gate, "sites") == 0 ? "" : ", sites that wait: " + number(gate, "sites"));
  }

  /** All of it as one JSON object. */
  public String toJson() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("partitions", partitions);
    fields.put("beganAt", beganAt);
    fields.put("endedAt", endedAt);
    fields.put("waiting", waiting());
    fields.put("outstanding", outstanding());
    fields.put("groups", List.copyOf(groups.values()));
    fields.put("messages", List.copyOf(messages));
    fields.put("commands", List.copyOf(commands.values()));
    if (!gates.isEmpty()) {
      fields.put("gates", List.copyOf(gates));
    }
    fields.put("reactionsInForce", reactionsInForce);
    fields.put("reactions", List.copyOf(reactions.values()));
    return QueueJson.write(fields);
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  private static String safe(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString()
        .strip();
  }
}
