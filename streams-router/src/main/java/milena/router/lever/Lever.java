package milena.router.lever;

import java.util.Map;

/**
 * A command that is in force in a partition, and how far it has come there.
 *
 * @param id of its command
 * @param kind what it does
 * @param arguments as in the command
 * @param who asked
 * @param why in words
 * @param at when it was asked, ms since 1970: what was accepted later is not meant, unless asked
 * @param phase where it stands
 * @param phaseAt when it came there, by the command that brought it there, ms since 1970
 * @param progress how far it has been carried out
 */
public record Lever(
    String id,
    Kind kind,
    Map<String, String> arguments,
    String who,
    String why,
    long at,
    Phase phase,
    long phaseAt,
    Progress progress) {

  /** Argument: whether what is accepted later is meant as well; {@code true} or absent. */
  public static final String ALSO_LATER = "also-later";

  /** Argument of suspend: when it ends by itself, ms since 1970. */
  public static final String UNTIL = "until";

  /**
   * Argument of requeue: the pool that mail is to leave from; absent for the one that its sender
   * asked for, or that the policy in force chooses.
   */
  public static final String POOL = "pool";

  /** Argument of requeue: what waits to be tried again keeps its time; {@code true} or absent. */
  public static final String KEEP_TIMES = "keep-times";

  /** Argument of resume, undo and final: the id of the command that they are about. */
  public static final String COMMAND = "command";

  /** What a lever does. */
  public enum Kind {
    /** Nothing leaves until it is resumed. */
    SUSPEND("suspend"),
    /** Nothing leaves, and once it is final all of it ends. */
    CANCEL("cancel"),
    /** What waits to be tried again is due now. */
    FLUSH("flush"),
    /** What waits is sent on its way again: from another pool, or as the policy in force says. */
    REQUEUE("requeue");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As a command's kind. */
    public String word() {
      return word;
    }
  }

  /** Where a lever stands. */
  public enum Phase {
    /** It is in force. */
    ACTIVE("in-force"),
    /** It holds nothing any more, and what it held is put back. */
    RETURNING("returning"),
    /** What it covers ends. */
    ENDING("ending");

    private final String word;

    Phase(String word) {
      this.word = word;
    }

    /** As shown, and as the store has it. */
    public String word() {
      return word;
    }
  }

  /**
   * How far it has been carried out.
   *
   * @param cursor offset up to which what waits was gone through; {@link Long#MAX_VALUE} for all
   * @param done how many submissions were moved by it in this phase
   * @param passedAt when the end was reached, ms since 1970; 0 before
   */
  public record Progress(long cursor, long done, long passedAt) {
    /** Nothing is done yet. */
    public static final Progress NONE = new Progress(-1, 0, 0);

    /** Whether all that waits was gone through. */
    public boolean passed() {
      return passedAt != 0;
    }
  }

  /** Copies. */
  public Lever {
    arguments = Map.copyOf(arguments);
  }

  /** The same, further on. */
  public Lever with(Progress further) {
    return new Lever(id, kind, arguments, who, why, at, phase, phaseAt, further);
  }

  /** The same in another phase, of which nothing is done yet. */
  Lever in(Phase other, long since) {
    return new Lever(id, kind, arguments, who, why, at, other, since, Progress.NONE);
  }

  /** Whether what is accepted while it is in force is meant as well. */
  public boolean alsoLater() {
    return Boolean.parseBoolean(arguments.get(ALSO_LATER));
  }

  /** When a suspension ends by itself; {@link Long#MAX_VALUE} for never. */
  public long until() {
    var text = arguments.get(UNTIL);
    return text == null || !text.matches("\\d{1,18}") ? Long.MAX_VALUE : Long.parseLong(text);
  }

  /** Whether what waits to be tried again keeps its time. */
  public boolean keepsTimes() {
    return Boolean.parseBoolean(arguments.get(KEEP_TIMES));
  }

  /** The pool that a requeue asks for; empty for none. */
  public String pool() {
    return arguments.getOrDefault(POOL, "");
  }

  /** What was accepted then or later is not meant. */
  long acceptedBefore() {
    if (!alsoLater()) {
      return at;
    }
    // What comes after the final word is new mail, and nobody has asked to end that.
    return phase == Phase.ENDING ? phaseAt : Long.MAX_VALUE;
  }
}
