package milena.router.lever;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Which submissions a command is for: all that have every value asked for. A value may have {@code
 * *} at its start, its end or both; {@code *} alone is any value but none.
 */
public final class Selection {

  /** What can be asked for, by the names that a command's arguments have. */
  public enum Field {
    /** Whose mail it is. */
    TENANT("tenant", Subject::tenant),
    /** The tenant's own label. */
    CAMPAIGN("campaign", Subject::campaign),
    /** The recipient's domain. */
    DOMAIN("domain", Subject::domain),
    /** Where the mail goes. */
    SITE("site", Subject::site),
    /** One recipient, wherever it is written how. */
    RECIPIENT("recipient", subject -> subject.recipient().toLowerCase(Locale.ROOT)),
    /** One message for all its recipients, or one submission. */
    MESSAGE("message", Subject::submissionId);

    private final String word;

    @SuppressWarnings("ImmutableEnumChecker") // no function here has a state
    private final Function<Subject, String> value;

    Field(String word, Function<Subject, String> value) {
      this.word = word;
      this.value = value;
    }

    /** As in the arguments of a command. */
    public String word() {
      return word;
    }

    private boolean matches(String asked, Subject subject) {
      var found = value.apply(subject);
      return Selection.matches(asked, found) || (this == MESSAGE && found.startsWith(asked + "."));
    }
  }

  private static final Set<Field> WHOLE_QUEUES =
      EnumSet.of(Field.TENANT, Field.CAMPAIGN, Field.SITE);

  private record Asked(Field field, String value) {}

  private final List<Asked> asked;

  private Selection(List<Asked> asked) {
    this.asked = List.copyOf(asked);
  }

  /** The selection that arguments ask for; other arguments are not for it. */
  public static Selection of(Map<String, String> arguments) {
    var asked = new ArrayList<Asked>();
    for (var field : Field.values()) {
      var value = arguments.getOrDefault(field.word(), "");
      if (!value.isEmpty()) {
        boolean folded = field == Field.RECIPIENT || field == Field.DOMAIN;
        asked.add(new Asked(field, folded ? value.toLowerCase(Locale.ROOT) : value));
      }
    }
    return new Selection(asked);
  }

  /** Whether nothing is asked for, so that everything is meant. */
  public boolean isEverything() {
    return asked.isEmpty();
  }

  /** Whether it is for this one. */
  public boolean covers(Subject subject) {
    for (var each : asked) {
      if (!each.field().matches(each.value(), subject)) {
        return false;
      }
    }
    return true;
  }

  /** Whether all of a tenant, a campaign and a site is meant, or nothing of them. */
  boolean isOfWholeQueues() {
    return WHOLE_QUEUES.containsAll(asked.stream().map(Asked::field).toList());
  }

  /** Whether it is for all of these, where it is of whole queues. */
  boolean coversAll(String tenant, String campaign, String site) {
    return covers(new Subject(tenant, campaign, "", site, "", "", 0));
  }

  private static boolean matches(String pattern, String value) {
    if (value.isEmpty()) {
      return false;
    }
    boolean open = pattern.startsWith("*");
    boolean goesOn = pattern.endsWith("*");
    if (!open && !goesOn) {
      return pattern.equals(value);
    }
    int from = open ? 1 : 0;
    int to = goesOn ? pattern.length() - 1 : pattern.length();
    if (from >= to) {
      return true;
    }
    var core = pattern.substring(from, to);
    if (!open) {
      return value.startsWith(core);
    }
    return goesOn ? value.contains(core) : value.endsWith(core);
  }
}
