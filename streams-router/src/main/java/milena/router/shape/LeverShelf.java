package milena.router.shape;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import milena.router.lever.Lever;
import milena.router.lever.LeverRules;
import milena.runtime.stage.PartitionStore;
import milena.runtime.stage.StageOutput;
import milena.runtime.stage.StoreKey;
import milena.schemas.Command;
import milena.schemas.LeverState;
import milena.schemas.RecordCodec;
import milena.schemas.ShaperState;
import milena.schemas.UnreadableRecord;
import org.jspecify.annotations.Nullable;

/**
 * The levers in force in a partition, in the stage's store and its changelog, and how far the
 * commands were taken up: those that come once more change nothing.
 */
final class LeverShelf {
  private static final byte LEVER = 'v';
  private static final byte[] KEY = "in-force:".getBytes(StandardCharsets.UTF_8);

  /** Id of the entry that says which command was the last; no command has it. */
  private static final String LAST = "";

  private final PartitionStore store;
  private final RecordCodec<ShaperState> codec;
  private final StageOutput changelog;

  LeverShelf(PartitionStore store, RecordCodec<ShaperState> codec, StageOutput changelog) {
    this.store = store;
    this.codec = codec;
    this.changelog = changelog;
  }

  /** Whether a key of the changelog is one of ours; it is an offset otherwise. */
  static boolean isKey(byte[] key) {
    return key.length >= KEY.length;
  }

  /** Puts one entry of the changelog into the store. */
  static void restore(PartitionStore store, byte[] key, byte @Nullable [] value) {
    var id = new String(key, KEY.length, key.length - KEY.length, StandardCharsets.UTF_8);
    if (value == null) {
      store.delete(storeKey(id));
    } else {
      store.put(storeKey(id), value);
    }
  }

  /**
   * Takes up a command, unless it was taken up before.
   *
   * @param sequence its place among all commands, from 1
   * @return whether it is taken up now
   */
  boolean take(Command command, long sequence) {
    var last = get(LAST);
    if (last != null && sequence <= last.getSequence()) {
      return false;
    }
    put(LeverState.newBuilder().setSequence(sequence).build());
    LeverRules.after(command, this::lever).ifPresent(this::put);
    return true;
  }

  /** Those in force. */
  List<Lever> all() {
    var found = new ArrayList<Lever>();
    store.scan(
        new byte[] {LEVER},
        new byte[] {LEVER + 1},
        (_, value) -> {
          var state = decode(value);
          if (!state.getId().isEmpty()) {
            found.add(lever(state));
          }
          return true;
        });
    return found;
  }

  /** Puts one, as it stands now. */
  void put(Lever lever) {
    var progress = lever.progress();
    put(
        LeverState.newBuilder()
            .setId(lever.id())
            .setKind(lever.kind().word())
            .setArguments(lever.arguments())
            .setWho(lever.who())
            .setWhy(lever.why())
            .setAt(lever.at())
            .setPhase(lever.phase().word())
            .setPhaseAt(lever.phaseAt())
            .setCursor(progress.cursor())
            .setDone(progress.done())
            .setPassedAt(progress.passedAt())
            .build());
  }

  /** Takes one away that is over. */
  void remove(String id) {
    store.delete(storeKey(id));
    changelog.log(store.partition(), changelogKey(id), null);
  }

  private @Nullable Lever lever(String id) {
    var state = id.isEmpty() ? null : get(id);
    return state == null ? null : lever(state);
  }

  private static Lever lever(LeverState state) {
    return new Lever(
        state.getId(),
        LeverRules.kind(state.getKind()).orElse(Lever.Kind.SUSPEND),
        state.getArguments(),
        state.getWho(),
        state.getWhy(),
        state.getAt(),
        LeverRules.phase(state.getPhase()),
        state.getPhaseAt(),
        new Lever.Progress(state.getCursor(), state.getDone(), state.getPassedAt()));
  }

  private @Nullable LeverState get(String id) {
    var value = store.get(storeKey(id));
    return value == null ? null : decode(value);
  }

  private void put(LeverState state) {
    var value = codec.encode(ShaperState.newBuilder().setInForce(state).build());
    store.put(storeKey(state.getId()), value);
    changelog.log(store.partition(), changelogKey(state.getId()), value);
  }

  private LeverState decode(byte[] value) {
    try {
      var state = codec.decode(value).getInForce();
      if (state == null) {
        throw new IllegalStateException("the store has a submission among the levers");
      }
      return state;
    } catch (UnreadableRecord e) {
      throw new IllegalStateException("the store has a lever that this version cannot read", e);
    }
  }

  private static byte[] storeKey(String id) {
    return joined(new byte[] {LEVER}, id);
  }

  private static StoreKey changelogKey(String id) {
    return new StoreKey(joined(KEY, id));
  }

  private static byte[] joined(byte[] prefix, String id) {
    var bytes = id.getBytes(StandardCharsets.UTF_8);
    var key = java.util.Arrays.copyOf(prefix, prefix.length + bytes.length);
    System.arraycopy(bytes, 0, key, prefix.length, bytes.length);
    return key;
  }
}
