package milena.router.lever;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import milena.router.lever.Lever.Kind;
import milena.router.lever.Lever.Phase;
import milena.router.lever.Lever.Progress;
import milena.schemas.Command;
import org.jspecify.annotations.Nullable;

/** What a command changes in what is in force. */
public final class LeverRules {

  /** As many can be in force at a time; a door refuses the next. */
  public static final int MOST = 1_000;

  /** Puts back what a suspension held. */
  public static final String RESUME = "resume";

  /** Puts back what a cancellation held. */
  public static final String UNDO = "undo";

  /** Ends what a cancellation holds. */
  public static final String FINAL = "final";

  private static final String COMMAND = "c";
  private static final int RADIX = 36;
  private static final Pattern OF_COMMAND = Pattern.compile("c[0-9a-z]{1,12}-[0-9a-z]{1,6}");
  private static final Pattern OF_REACTION = Pattern.compile("r[0-9a-z]{1,13}-[0-9a-z]{1,7}");

  private LeverRules() {}

  /**
   * The lever as it is after a command; empty when the command changes nothing here.
   *
   * @param inForce the lever of an id, or null
   */
  public static Optional<Lever> after(Command command, Function<String, @Nullable Lever> inForce) {
    var about = inForce.apply(command.getArguments().getOrDefault(Lever.COMMAND, ""));
    return switch (command.getKind()) {
      case RESUME -> moved(about, Kind.SUSPEND, Phase.RETURNING, command);
      case UNDO -> moved(about, Kind.CANCEL, Phase.RETURNING, command);
      case FINAL -> moved(about, Kind.CANCEL, Phase.ENDING, command);
      default ->
          inForce.apply(command.getId()) == null
              ? kind(command.getKind()).map(kind -> begun(kind, command))
              : Optional.empty();
    };
  }

  private static Optional<Lever> moved(
      @Nullable Lever lever, Kind kind, Phase phase, Command command) {
    return Optional.ofNullable(lever)
        .filter(each -> each.kind() == kind && each.phase() == Phase.ACTIVE)
        .map(each -> each.in(phase, command.getAt()));
  }

  private static Lever begun(Kind kind, Command command) {
    return new Lever(
        command.getId(),
        kind,
        command.getArguments(),
        command.getWho(),
        command.getWhy(),
        command.getAt(),
        Phase.ACTIVE,
        command.getAt(),
        Progress.NONE);
  }

  /** The id of what a reaction did that a command lifts; empty when it is about something else. */
  public static Optional<String> lifted(Command command) {
    return Optional.of(command.getArguments().getOrDefault(Lever.COMMAND, ""))
        .filter(id -> command.getKind().equals(RESUME) && isOfReaction(id));
  }

  /** The id of a command that is given at a time, ms since 1970. */
  public static String id(long at, int random) {
    return COMMAND + Long.toString(at, RADIX) + "-" + Integer.toString(random, RADIX);
  }

  /** Whether an id is one of a command that was given before a time, ms since 1970. */
  public static boolean isGivenBefore(String id, long time) {
    return OF_COMMAND.matcher(id).matches()
        && Long.parseLong(id.substring(COMMAND.length(), id.indexOf('-')), RADIX) < time;
  }

  /** Whether an id is one of what a reaction did, and not of a command. */
  public static boolean isOfReaction(String id) {
    return OF_REACTION.matcher(id).matches();
  }

  /** The kind that a word means; empty for none of them. */
  public static Optional<Kind> kind(String word) {
    for (var kind : Kind.values()) {
      if (kind.word().equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The phase that a word means; one of a newer version counts as in force. */
  public static Phase phase(String word) {
    for (var phase : Phase.values()) {
      if (phase.word().equals(word)) {
        return phase;
      }
    }
    return Phase.ACTIVE;
  }

  /** What a suspension becomes when its end has come; empty while it has not. */
  public static Optional<Lever> afterTime(Lever lever, long now) {
    return lever.kind() == Kind.SUSPEND && lever.phase() == Phase.ACTIVE && lever.until() <= now
        ? Optional.of(lever.in(Phase.RETURNING, lever.until()))
        : Optional.empty();
  }
}
