package milena.router.shape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import milena.router.gate.Effect;
import milena.router.lever.Lever;
import milena.router.lever.Selection;
import milena.router.shape.QueueAnswer.Detail;
import milena.router.shape.QueueAnswer.Group;
import milena.router.shape.QueueAnswer.Numbers;

/** Counts what it is shown, in a memory that does not grow with how much that is. */
final class Census {
  private static final class Tally {
    private long waiting;
    private long outstanding;
    private long oldestAt = Long.MAX_VALUE;
    private final Map<String, Long> reasons = new TreeMap<>();
    private int lastCode;
    private String lastText = "";

    void take(Held held) {
      if (held.standing == Held.Standing.OUTSTANDING) {
        outstanding++;
      } else {
        waiting++;
        reasons.merge(held.reason.word(), 1L, Long::sum);
      }
      oldestAt = Math.min(oldestAt, held.acceptedAt);
      if (!held.lastText.isEmpty()) {
        lastCode = held.lastCode;
        lastText = held.lastText;
      }
    }

    Numbers numbers(Optional<QueueAnswer.Speed> speed) {
      return new Numbers(
          waiting, outstanding, oldestAt, Map.copyOf(reasons), lastCode, lastText, speed);
    }
  }

  private final QueueQuestion question;
  private final Selection selection;
  private final long beganAt;
  private final Map<Group, Tally> tallies = new HashMap<>();
  private final List<Detail> details = new ArrayList<>();
  private final Map<String, QueueAnswer.Standing> levers = new LinkedHashMap<>();
  private final List<Held> samples = new ArrayList<>();
  private int partitions;

  Census(QueueQuestion question, long now) {
    this.question = question;
    this.selection = Selection.of(question.arguments());
    this.beganAt = now;
  }

  void take(Held held) {
    if (!selection.covers(Restraint.subject(held))) {
      return;
    }
    var group = group(held);
    boolean fits = tallies.size() < QueueAnswer.MOST_GROUPS || tallies.containsKey(group);
    tallies.computeIfAbsent(fits ? group : QueueAnswer.OTHERS, _ -> new Tally()).take(held);
    if (question.gates() && samples.size() < QueueAnswer.GATES_OF && isSample(held, group)) {
      samples.add(held);
    }
    if (details.size() < question.details()) {
      details.add(detail(held, group));
    }
  }

  /** Whether it waits, and is the first of its group that does. */
  private boolean isSample(Held held, Group group) {
    return held.standing != Held.Standing.OUTSTANDING
        && samples.stream().noneMatch(other -> group(other).equals(group));
  }

  /** The group that one is counted in, while there is room for groups. */
  static Group group(Held held) {
    return new Group(held.tenant, held.site, held.campaign);
  }

  private static Detail detail(Held held, Group group) {
    return new Detail(
        held.submissionId,
        group,
        held.recipient,
        held.pool,
        held.reason.word(),
        held.acceptedAt,
        held.dueAt,
        held.expiresAt,
        held.attempt,
        held.lastCode,
        held.lastText,
        held.standing == Held.Standing.PARKED ? held.lever : "");
  }

  /** One more partition was gone through, which has these levers in force. */
  void passed(List<Lever> inForce) {
    partitions++;
    inForce.forEach(lever -> levers.merge(lever.id(), standing(lever), Census::together));
  }

  private static QueueAnswer.Standing standing(Lever lever) {
    return new QueueAnswer.Standing(
        lever.id(),
        lever.kind().word(),
        lever.arguments(),
        lever.who(),
        lever.why(),
        lever.at(),
        lever.phase().word(),
        lever.progress().done(),
        lever.progress().passed() ? 1 : 0,
        1);
  }

  private static QueueAnswer.Standing together(QueueAnswer.Standing a, QueueAnswer.Standing b) {
    return new QueueAnswer.Standing(
        a.id(),
        a.kind(),
        a.arguments(),
        a.who(),
        a.why(),
        a.at(),
        a.phase(),
        a.done() + b.done(),
        a.passed() + b.passed(),
        a.of() + b.of());
  }

  /**
   * What was counted.
   *
   * @param process where it was counted
   */
  QueueAnswer answer(QueueView.Whole process, long now) {
    var groups = new HashMap<Group, Numbers>();
    tallies.forEach((group, tally) -> groups.put(group, tally.numbers(process.speed(group, now))));
    var effects = process.effects();
    return new QueueAnswer(
        Map.copyOf(groups),
        List.copyOf(details),
        List.copyOf(levers.values()),
        longest(effects),
        effects.size(),
        question.gates() ? process.gates(samples, now) : List.of(),
        partitions,
        beganAt,
        now);
  }

  private static List<Effect> longest(List<Effect> effects) {
    return effects.stream()
        .sorted(Comparator.comparingLong(Effect::until).reversed().thenComparing(Effect::id))
        .limit(QueueAnswer.MOST_EFFECTS)
        .toList();
  }
}
