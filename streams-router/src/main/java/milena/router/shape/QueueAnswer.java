package milena.router.shape;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import milena.router.gate.Effect;
import milena.router.gate.GateStanding;

/**
 * What waits in the partitions of this process, as it was counted over a short while.
 *
 * @param groups by tenant, site and campaign
 * @param details single ones, as many as were asked for
 * @param levers commands in force here
 * @param effects what reactions have suspended and lowered here, the longest first
 * @param allEffects how many those are, though no more than so many are told
 * @param gates what of it must be passed, of {@value #GATES_OF} groups that wait at most, if asked
 * @param partitions how many were asked
 * @param beganAt when the counting began, ms since 1970
 * @param endedAt when it ended, ms since 1970
 */
public record QueueAnswer(
    Map<Group, Numbers> groups,
    List<Detail> details,
    List<Standing> levers,
    List<Effect> effects,
    int allEffects,
    List<GateStanding> gates,
    int partitions,
    long beganAt,
    long endedAt) {

  /** There are no more groups than this: what is beyond is counted as {@link #OTHERS}. */
  public static final int MOST_GROUPS = 10_000;

  /** The gates of no more groups are told than this. */
  public static final int GATES_OF = 16;

  /** No more effects are told than this. */
  public static final int MOST_EFFECTS = 1_000;

  /** Everything that has no group of its own. */
  public static final Group OTHERS = new Group("*", "*", "*");

  /** Mail of one tenant and campaign to one site. */
  public record Group(String tenant, String site, String campaign) {}

  /**
   * How a group stands.
   *
   * @param waiting how many wait
   * @param outstanding how many are on their way
   * @param oldestAt when the oldest was accepted, ms since 1970
   * @param reasons how many wait for each reason, by its word
   * @param lastCode of the last reply met, 0 for none
   * @param lastText of that reply
   * @param speed how fast it leaves; empty when more groups are busy than are counted
   */
  public record Numbers(
      long waiting,
      long outstanding,
      long oldestAt,
      Map<String, Long> reasons,
      int lastCode,
      String lastText,
      Optional<Speed> speed) {}

  /**
   * How fast a group leaves, over the last ten seconds.
   *
   * @param released dispatches a second, repeats included
   * @param delivered submissions a second
   */
  public record Speed(double released, double delivered) {
    /** Nothing leaves. */
    public static final Speed NONE = new Speed(0, 0);
  }

  /**
   * One submission.
   *
   * @param reason why it waits, in a word
   * @param dueAt when something happens to it next, ms since 1970
   * @param attempts how many were made, the one under way included
   * @param lever the command that has a hold on it; empty for none
   */
  public record Detail(
      String submissionId,
      Group group,
      String recipient,
      String pool,
      String reason,
      long acceptedAt,
      long dueAt,
      long expiresAt,
      int attempts,
      int lastCode,
      String lastText,
      String lever) {}

  /**
   * How far a command has come, in all partitions of this process together.
   *
   * @param phase as in the first of them
   * @param done how many submissions it has moved in that phase
   * @param passed in how many partitions everything was gone through
   * @param of how many partitions it is in force in
   */
  public record Standing(
      String id,
      String kind,
      Map<String, String> arguments,
      String who,
      String why,
      long at,
      String phase,
      long done,
      int passed,
      int of) {}
}
