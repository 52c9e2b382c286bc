package milena.router.shape;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
import milena.router.gate.Effect;
import milena.runtime.stage.PartitionStore;
import milena.runtime.stage.StageOutput;
import milena.runtime.stage.StoreKey;
import milena.schemas.EffectState;
import milena.schemas.LeverState;
import milena.schemas.RecordCodec;
import milena.schemas.ShaperState;
import milena.schemas.UnreadableRecord;
import org.jspecify.annotations.Nullable;

/** What reactions did that is in force, in the stage's store and its changelog. */
final class EffectShelf {
  private static final byte EFFECT = HoldKeys.EFFECT;
  private static final byte[] KEY = ("in-force:" + Effect.ID).getBytes(StandardCharsets.UTF_8);
  private static final int ID_AT = KEY.length - Effect.ID.length();

  /** To a version that knows no effects, this is a command without an id, which it passes over. */
  private static final LeverState NO_COMMAND = LeverState.newBuilder().build();

  private final PartitionStore store;
  private final RecordCodec<ShaperState> codec;
  private final StageOutput changelog;

  EffectShelf(PartitionStore store, RecordCodec<ShaperState> codec, StageOutput changelog) {
    this.store = store;
    this.codec = codec;
    this.changelog = changelog;
  }

  /** Whether a key of the changelog is one of ours. */
  static boolean isKey(byte[] key) {
    return key.length > KEY.length
        && java.util.Arrays.equals(key, 0, KEY.length, KEY, 0, KEY.length);
  }

  /** Puts one entry of the changelog into the store. */
  static void restore(PartitionStore store, byte[] key, byte @Nullable [] value) {
    var at = storeKey(new String(key, ID_AT, key.length - ID_AT, StandardCharsets.UTF_8));
    if (value == null) {
      store.delete(at);
    } else {
      store.put(at, value);
    }
  }

  /**
   * Those in force, or over and not taken away yet. What a newer version has put is passed over.
   */
  List<Effect> all() {
    var found = new ArrayList<Effect>();
    store.scan(
        new byte[] {EFFECT},
        new byte[] {EFFECT + 1},
        (_, value) -> {
          effect(value).ifPresent(found::add);
          return true;
        });
    return found;
  }

  void put(Effect effect) {
    var value =
        codec.encode(
            ShaperState.newBuilder().setInForce(NO_COMMAND).setEffect(state(effect)).build());
    store.put(storeKey(effect.id()), value);
    changelog.log(store.partition(), changelogKey(effect.id()), value);
  }

  /** Takes one away, if it is here. */
  void remove(String id) {
    if (store.get(storeKey(id)) != null) {
      store.delete(storeKey(id));
      changelog.log(store.partition(), changelogKey(id), null);
    }
  }

  private static EffectState state(Effect effect) {
    var state =
        EffectState.newBuilder()
            .setId(effect.id())
            .setRule(effect.rule())
            .setPer(effect.per().word())
            .setKey(effect.key())
            .setSince(effect.since())
            .setUntil(effect.until())
            .setReply(effect.reply());
    var limit = effect.limit();
    if (limit != null) {
      state
          .setLimit(limit.kind().word())
          .setMost(limit.bound().most())
          .setPeriodMs(limit.bound().periodMs())
          .setBurst(limit.bound().burst());
    }
    return state.build();
  }

  private Optional<Effect> effect(byte[] value) {
    try {
      var state = codec.decode(value).getEffect();
      if (state == null) {
        throw new IllegalStateException("the store has something else among the effects");
      }
      return word(Per.class, state.getPer()).flatMap(per -> effect(state, per));
    } catch (UnreadableRecord e) {
      throw new IllegalStateException("the store has an effect that this version cannot read", e);
    }
  }

  private static Optional<Effect> effect(EffectState state, Per per) {
    if (state.getLimit().isEmpty()) {
      return Optional.of(effect(state, per, null));
    }
    return word(Kind.class, state.getLimit())
        .map(
            kind ->
                new Effect.Limit(
                    kind, new Bound(state.getMost(), state.getPeriodMs(), state.getBurst())))
        .map(limit -> effect(state, per, limit));
  }

  private static Effect effect(EffectState state, Per per, Effect.@Nullable Limit limit) {
    return new Effect(
        state.getId(),
        state.getRule(),
        per,
        state.getKey(),
        limit,
        state.getSince(),
        state.getUntil(),
        state.getReply());
  }

  /** The constant that the policy writes so; empty for one of a newer version. */
  private static <E extends Enum<E>> Optional<E> word(Class<E> words, String word) {
    var name = word.toUpperCase(Locale.ROOT).replace('-', '_');
    for (var each : words.getEnumConstants()) {
      if (each.name().equals(name)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private static byte[] storeKey(String id) {
    var bytes = id.getBytes(StandardCharsets.UTF_8);
    var key = new byte[bytes.length + 1];
    key[0] = EFFECT;
    System.arraycopy(bytes, 0, key, 1, bytes.length);
    return key;
  }

  private static StoreKey changelogKey(String id) {
    return new StoreKey(("in-force:" + id).getBytes(StandardCharsets.UTF_8));
  }
}
