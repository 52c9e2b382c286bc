package milena.bench.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which domain is in which mood; a domain without an entry takes that of its nearest parent, and
 * with none, the mood of {@code *}.
 *
 * @param byDomain the entries, by domain in lower case
 * @param otherwise the mood of every other domain
 */
public record MoodTable(Map<String, SinkMood> byDomain, SinkMood otherwise) {
  private static final String EVERY_OTHER = "*";
  private static final int DEFAULT_DEFERRALS = 2;
  private static final Duration DEFAULT_DELAY = Duration.ofMillis(500);
  private static final String UNKNOWN_PREFIX = "unknown";

  /** Copies the entries. */
  public MoodTable {
    byDomain = Map.copyOf(byDomain);
  }

  /** Returns a table in which everything is accepted. */
  public static MoodTable accepting() {
    return new MoodTable(Map.of(), new SinkMood.Accepts());
  }

  /** Returns the table of the sandbox: one domain under {@code .test} for each kind of trouble. */
  public static MoodTable sandbox() {
    return accepting()
        .with(
            List.of(
                "accept.test=accept",
                "defer.test=defer",
                "reject.test=reject",
                "slow.test=slow",
                "full.test=full",
                "blocked.test=block"));
  }

  /**
   * Returns this table with more entries, each {@code domain=mood} or {@code domain=mood:parameter}
   * where the domain may be {@code *}. Empty lines and those that begin with {@code #} say nothing.
   *
   * <p>The moods: {@code accept}; {@code defer[:times]}; {@code reject[:fraction or prefix of the
   * local part]}; {@code slow[:milliseconds]}; {@code full}; {@code block}; {@code drop}; {@code
   * busy}.
   *
   * @throws IllegalArgumentException when entries are wrong; its message names each of them
   */
  public MoodTable with(List<String> entries) {
    var moods = new HashMap<>(byDomain);
    var rest = otherwise;
    var problems = new ArrayList<String>();
    for (String entry : entries) {
      String line = entry.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        int equals = line.indexOf('=');
        if (equals < 1) {
          throw new IllegalArgumentException("must be domain=mood");
        }
        String domain = line.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        SinkMood mood = mood(line.substring(equals + 1).strip());
        if (domain.equals(EVERY_OTHER)) {
          rest = mood;
        } else {
          moods.put(domain, mood);
        }
      } catch (IllegalArgumentException wrong) {
        problems.add("'" + line + "': " + wrong.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("wrong moods: " + String.join("; ", problems));
    }
    return new MoodTable(moods, rest);
  }

  /** Returns the mood of a domain, which is in lower case. */
  public SinkMood of(String domain) {
    if (byDomain.isEmpty()) {
      return otherwise;
    }
    String name = domain;
    while (true) {
      SinkMood mood = byDomain.get(name);
      if (mood != null) {
        return mood;
      }
      int dot = name.indexOf('.');
      if (dot < 0) {
        return otherwise;
      }
      name = name.substring(dot + 1);
    }
  }

  private static SinkMood mood(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    String parameter = colon < 0 ? "" : text.substring(colon + 1);
    return switch (name) {
      case "accept" -> plain(new SinkMood.Accepts(), parameter);
      case "defer" ->
          new SinkMood.DefersThenAccepts(number(parameter, DEFAULT_DEFERRALS), SinkReply.TRY_LATER);
      case "reject" -> rejecting(parameter);
      case "slow" ->
          new SinkMood.Slow(Duration.ofMillis(number(parameter, (int) DEFAULT_DELAY.toMillis())));
      case "full" ->
          plain(new SinkMood.Refuses(SinkReply.MAILBOX_FULL, SinkMood.Moment.RECIPIENT), parameter);
      case "block" ->
          plain(new SinkMood.Refuses(SinkReply.BLOCKED, SinkMood.Moment.MESSAGE), parameter);
      case "drop" -> plain(new SinkMood.Drops(), parameter);
      case "busy" -> plain(new SinkMood.Busy(), parameter);
      default ->
          throw new IllegalArgumentException(
              "no such mood; there are accept, defer, reject, slow, full, block, drop, busy");
    };
  }

  private static SinkMood rejecting(String parameter) {
    if (parameter.isEmpty()) {
      return new SinkMood.RejectsSome(UNKNOWN_PREFIX, 0);
    }
    if (Character.isDigit(parameter.charAt(0))) {
      return new SinkMood.RejectsSome("", Double.parseDouble(parameter));
    }
    return new SinkMood.RejectsSome(parameter, 0);
  }

  private static SinkMood plain(SinkMood mood, String parameter) {
    if (!parameter.isEmpty()) {
      throw new IllegalArgumentException("this mood has no parameter");
    }
    return mood;
  }

  private static int number(String parameter, int unset) {
    return parameter.isEmpty() ? unset : Integer.parseInt(parameter);
  }
}
