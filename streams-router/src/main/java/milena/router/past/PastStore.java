package milena.router.past;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import milena.runtime.store.DiskMap;
import milena.schemas.AttemptEntry;
import milena.schemas.AttemptResult;
import milena.schemas.MailEvent;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.jspecify.annotations.Nullable;

/**
 * The past in a folder of this node.
 *
 * <pre>
 *   s id 0 a            its acceptance was told
 *   s id 0 e            its ending was told
 *   s id 0 d issue      an attempt was told as deferred: attempt, when it is due again
 *   s id 0 r issue      the result of an attempt, as the log has it
 *   o partition         up to where submissions may have a past
 * </pre>
 *
 * Each submission's issue numbers only go up, so the highest of two is the later.
 */
public final class PastStore implements Past, AutoCloseable {
  private static final byte SUBMISSION = 's';
  private static final byte OFFSET = 'o';
  private static final byte ACCEPTED = 'a';
  private static final byte ENDED = 'e';
  private static final byte DEFERRED = 'd';
  private static final byte RESULT = 'r';
  private static final byte[] NOTHING_MORE = new byte[0];

  private final DiskMap map;
  private final RecordCodec<AttemptEntry> codec;
  private boolean closed;

  /** Opens the past in a folder; an empty one where there is none. */
  public PastStore(Path folder, RecordFormat format) {
    map = new DiskMap(folder);
    codec = format.codec(Topics.ATTEMPTS, AttemptEntry.class);
  }

  /** An event that is left. */
  public void told(MailEvent event) {
    var id = event.getSubmissionId();
    if (event.getFinal$()) {
      map.put(key(id, ENDED), NOTHING_MORE);
      return;
    }
    switch (event.getType()) {
      case "accepted" -> map.put(key(id, ACCEPTED), NOTHING_MORE);
      case "deferred" ->
          map.put(
              key(id, DEFERRED, event.getIssue()),
              ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                  .putInt(event.getAttempt())
                  .putLong(event.getNextAttemptAt().toEpochMilli())
                  .array());
      default -> {
        // Of another kind, such as a late result: it changes nothing for the submission.
      }
    }
  }

  /** A result that is left. */
  public void happened(AttemptResult result) {
    switch (result.getOutcome()) {
      case "delivered", "bounced", "deferred" ->
          map.put(
              key(result.getSubmissionId(), RESULT, result.getIssue()),
              codec.encode(new AttemptEntry(result, null)));
      default -> {
        // Nothing was sent, or it is not known yet what became of it.
      }
    }
  }

  /** Submissions below these offsets, by partition, may have a past. */
  public void reachesTo(Map<Integer, Long> offsets) {
    offsets.forEach(
        (partition, offset) ->
            map.put(
                ByteBuffer.allocate(1 + Integer.BYTES).put(OFFSET).putInt(partition).array(),
                ByteBuffer.allocate(Long.BYTES).putLong(offset).array()));
  }

  /** Up to where submissions may have a past, by partition. */
  public Map<Integer, Long> reachesTo() {
    var offsets = new HashMap<Integer, Long>();
    map.below(
        new byte[] {OFFSET},
        (key, value) ->
            offsets.put(ByteBuffer.wrap(key, 1, 4).getInt(), ByteBuffer.wrap(value).getLong()));
    return offsets;
  }

  /** Returns when all that was put in is on the disk. */
  public void sync() {
    map.sync();
  }

  @Override
  public synchronized Remembered of(String submissionId) {
    if (closed) {
      return Remembered.NOTHING;
    }
    var prefix = prefix(submissionId);
    var found = new Found();
    map.below(prefix, (key, value) -> found.add(key, prefix.length, value));
    return found.remembered();
  }

  /** Gathers what is there of one submission, whose entries come in the order of their issues. */
  private final class Found {
    private boolean any;
    private boolean accepted;
    private boolean ended;
    private int attempt;
    private int issue;
    private long dueAt;
    private @Nullable AttemptResult last;
    private @Nullable AttemptResult lastFinal;

    void add(byte[] key, int at, byte[] value) {
      any = true;
      switch (key[at]) {
        case ACCEPTED -> accepted = true;
        case ENDED -> ended = true;
        case DEFERRED -> {
          var fields = ByteBuffer.wrap(value);
          issue = ByteBuffer.wrap(key, at + 1, Integer.BYTES).getInt();
          attempt = fields.getInt();
          dueAt = fields.getLong();
        }
        case RESULT -> {
          last = decode(value);
          lastFinal = last.getOutcome().equals("deferred") ? lastFinal : last;
        }
        default -> throw new IllegalStateException("written by a newer version: " + key[at]);
      }
    }

    Remembered remembered() {
      return any
          ? new Remembered(accepted, ended, attempt, issue, dueAt, untold())
          : Remembered.NOTHING;
    }

    /** Something final that happened is never undone by what was tried after it. */
    private Optional<AttemptResult> untold() {
      if (ended) {
        return Optional.empty();
      }
      return Optional.ofNullable(lastFinal)
          .or(() -> Optional.ofNullable(last).filter(result -> result.getIssue() > issue));
    }
  }

  private AttemptResult decode(byte[] value) {
    try {
      var result = codec.decode(value).getResult();
      if (result != null) {
        return result;
      }
      throw new IllegalStateException("the past has an entry that is no result");
    } catch (UnreadableRecord e) {
      throw new IllegalStateException("the past has an entry that this version cannot read", e);
    }
  }

  private static byte[] prefix(String id) {
    var bytes = id.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + bytes.length).put(SUBMISSION).put(bytes).put((byte) 0).array();
  }

  private static byte[] key(String id, byte kind) {
    var prefix = prefix(id);
    var key = Arrays.copyOf(prefix, prefix.length + 1);
    key[prefix.length] = kind;
    return key;
  }

  private static byte[] key(String id, byte kind, int issue) {
    var key = key(id, kind);
    return ByteBuffer.allocate(key.length + Integer.BYTES).put(key).putInt(issue).array();
  }

  /** Forgets nothing, but remembers nothing any more either: from now on nobody has a past. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      map.close();
    }
  }
}
