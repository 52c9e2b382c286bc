package milena.router.command;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import milena.router.lever.Lever;
import milena.router.lever.LeverRules;
import milena.router.lever.Selection;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asks for, before it is a command.
 *
 * @param kind of the command
 * @param arguments what it applies to
 * @param who asks
 * @param why in words
 */
public record Wish(String kind, Map<String, String> arguments, String who, String why) {

  /** Argument: that really everything is meant; {@code true} or absent. */
  public static final String ALL = "all";

  private static final int LONGEST = 1_000;

  /** The log of commands goes back further than this. */
  private static final long FORGOTTEN_AFTER_MS = Duration.ofDays(1).toMillis();

  private static final Set<String> ABOUT_OTHERS =
      Set.of(LeverRules.RESUME, LeverRules.UNDO, LeverRules.FINAL);

  /** Copies. */
  public Wish {
    arguments = Map.copyOf(arguments);
  }

  /**
   * Why it is refused and what to do instead; empty when it makes sense.
   *
   * @param standing the lever of an id, or null
   * @param inForce how many hold something now
   */
  public Optional<String> fault(Function<String, @Nullable Lever> standing, int inForce, long now) {
    if (who.isBlank() || who.length() > LONGEST || why.length() > LONGEST) {
      return Optional.of("say who asks, and why in at most " + LONGEST + " characters");
    }
    if (ABOUT_OTHERS.contains(kind)) {
      return faultAboutAnother(standing, now);
    }
    var known = LeverRules.kind(kind);
    if (known.isEmpty()) {
      return Optional.of(
          "'" + kind + "' is no command: suspend, resume, cancel, undo, final, flush, requeue");
    }
    return faultOfArguments(known.get(), inForce, now);
  }

  private Optional<String> faultAboutAnother(Function<String, @Nullable Lever> standing, long now) {
    var id = arguments.getOrDefault(Lever.COMMAND, "");
    if (id.isEmpty() || arguments.size() > 1) {
      return Optional.of(
          kind + " takes the id of a command and nothing else; status shows the ids");
    }
    if (kind.equals(LeverRules.RESUME) && LeverRules.isOfReaction(id)) {
      // Only the shapers know whether it is in force; what is over already stays so.
      return Optional.empty();
    }
    var lever = standing.apply(id);
    var wanted = kind.equals(LeverRules.RESUME) ? Lever.Kind.SUSPEND : Lever.Kind.CANCEL;
    if (lever == null && LeverRules.isGivenBefore(id, now - FORGOTTEN_AFTER_MS)) {
      // The log may have forgotten what the shapers keep; of what they do not, nothing changes.
      return Optional.empty();
    }
    if (lever == null || lever.kind() != wanted) {
      return Optional.of("there is no " + wanted.word() + " " + id + "; status shows the ids");
    }
    return lever.phase() == Lever.Phase.ACTIVE
        ? Optional.empty()
        : Optional.of(id + " is " + lever.phase().word() + " already, which cannot be changed");
  }

  private static Set<String> allowed(Lever.Kind known) {
    var allowed = new HashSet<>(Set.of(ALL));
    for (var field : Selection.Field.values()) {
      allowed.add(field.word());
    }
    switch (known) {
      case SUSPEND -> allowed.addAll(Set.of(Lever.ALSO_LATER, Lever.UNTIL));
      case CANCEL -> allowed.add(Lever.ALSO_LATER);
      case REQUEUE -> allowed.addAll(Set.of(Lever.POOL, Lever.KEEP_TIMES));
      case FLUSH -> {}
    }
    return allowed;
  }

  private Optional<String> faultOfArguments(Lever.Kind known, int inForce, long now) {
    var allowed = allowed(known);
    for (var each : arguments.entrySet()) {
      if (!allowed.contains(each.getKey())) {
        return Optional.of(kind + " has no argument " + each.getKey() + "; leave it out");
      }
      if (each.getValue().isBlank() || each.getValue().length() > LONGEST) {
        return Optional.of(each.getKey() + " needs a value of at most " + LONGEST + " characters");
      }
    }
    if (Selection.of(arguments).isEverything() == !"true".equals(arguments.get(ALL))) {
      return Optional.of(
          "say what is meant: tenant, campaign, domain, site, recipient or message; or all, alone");
    }
    return faultOfKind(known, inForce, now);
  }

  private Optional<String> faultOfKind(Lever.Kind known, int inForce, long now) {
    if (arguments.containsKey(Lever.UNTIL) && !isLater(now)) {
      return Optional.of("until is no time to come");
    }
    boolean holds = known == Lever.Kind.SUSPEND || known == Lever.Kind.CANCEL;
    return holds && inForce >= LeverRules.MOST
        ? Optional.of(
            LeverRules.MOST
                + " commands are in force, and no more can be; resume, undo or finish one first")
        : Optional.empty();
  }

  private boolean isLater(long now) {
    var text = arguments.getOrDefault(Lever.UNTIL, "");
    return text.matches("\\d{1,18}") && Long.parseLong(text) > now;
  }
}
