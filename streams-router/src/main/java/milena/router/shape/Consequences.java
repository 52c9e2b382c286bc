package milena.router.shape;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import milena.policy.Reaction.Act;
import milena.policy.Traffic;
import milena.router.gate.Effect;
import milena.router.gate.Reactions;
import milena.router.shape.ShaperDecision.Reacted;
import milena.schemas.AttemptResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from replies to a partition's mail: has the reactions act, and keeps what lasts in
 * the store, so that neither a restart nor a move of the partition forgets it.
 */
final class Consequences {
  private static final Logger log = LoggerFactory.getLogger(Consequences.class);

  /**
   * As many are kept. What is done beyond that holds in this process alone and is forgotten with
   * it, as the reply that caused it comes again.
   */
  static final int MOST = 1_000;

  private final HoldStore store;
  private final Reactions reactions;
  private final Consumer<ShaperDecision> decided;

  /** What the store has, by id, with its end. */
  private final Map<String, Long> kept = new HashMap<>();

  private long nextEnd = Long.MAX_VALUE;
  private boolean toldOfMore;

  Consequences(HoldStore store, Reactions reactions, Consumer<ShaperDecision> decided) {
    this.store = store;
    this.reactions = reactions;
    this.decided = decided;
  }

  /** What the store has is in force, before anything leaves. */
  void start(long now) {
    for (var effect : store.effects()) {
      kept(effect);
      if (!effect.isOver(now)) {
        reactions.restore(effect, now);
      }
    }
  }

  /** A server refused; answers whether the submission bounces for what it said. */
  boolean follow(Held held, Traffic traffic, AttemptResult result, long now) {
    boolean bounces = false;
    for (var acted : reactions.heard(traffic, Outcome.reply(result), now)) {
      acted.effect().ifPresent(this::keep);
      decided.accept(new Reacted(held, result, acted));
      bounces |= acted.act() instanceof Act.Bounce;
    }
    return bounces;
  }

  private void keep(Effect effect) {
    if (kept.size() < MOST || kept.containsKey(effect.id())) {
      store.putEffect(effect);
      kept(effect);
    } else if (!toldOfMore) {
      toldOfMore = true;
      log.warn("reactions do more than is kept over a restart most={} first={}", MOST, effect.id());
    }
  }

  private void kept(Effect effect) {
    kept.put(effect.id(), effect.until());
    nextEnd = Math.min(nextEnd, effect.until());
  }

  /** Takes away what is over. */
  void timePassed(long now) {
    if (now < nextEnd) {
      return;
    }
    nextEnd = Long.MAX_VALUE;
    for (var each = kept.entrySet().iterator(); each.hasNext(); ) {
      var effect = each.next();
      if (effect.getValue() <= now) {
        store.removeEffect(effect.getKey());
        each.remove();
      } else {
        nextEnd = Math.min(nextEnd, effect.getValue());
      }
    }
    toldOfMore &= kept.size() == MOST;
  }

  /** The store has it no more. */
  void lifted(String id) {
    kept.remove(id);
  }
}
