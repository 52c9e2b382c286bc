package milena.outbox.read;

import milena.schemas.OutboundMail;
import milena.schemas.RecordCodec;
import milena.schemas.Topics;
import org.apache.kafka.common.TopicPartition;

/** A partition while it is ours. */
final class Lane {
  private final TopicPartition partition;
  private final RecordCodec<OutboundMail> codec;
  private final Progress progress = new Progress();
  private long committed = -1;
  private int records;
  private long bytes;
  private boolean gone;
  private long heldBackUntil;
  private boolean heldBack;

  Lane(TopicPartition partition, RecordCodec<OutboundMail> codec) {
    this.partition = partition;
    this.codec = codec;
  }

  TopicPartition partition() {
    return partition;
  }

  RecordCodec<OutboundMail> codec() {
    return codec;
  }

  /** A record is under way. */
  void taken(Handover handover) {
    progress.taken(handover.offset());
    records++;
    bytes += handover.bytes();
  }

  /** It is no more. */
  void finished(Handover handover) {
    progress.finished(handover.offset());
    records--;
    bytes -= handover.bytes();
  }

  /** How many are under way. */
  int records() {
    return records;
  }

  /** What these hold. */
  long bytes() {
    return bytes;
  }

  /** From where a successor has to go on. */
  long committable() {
    return progress.committable();
  }

  /** Whether there is something to commit. */
  boolean moved() {
    return progress.committable() > committed;
  }

  void committed(long offset) {
    committed = Math.max(committed, offset);
  }

  /** Whose outbox it is. */
  String tenant() {
    return partition.topic().substring(Topics.OUTBOX_PREFIX.length());
  }

  /** Nothing more is read of it for a while: its tenant is over a limit. */
  void holdBack(long untilNanos) {
    heldBack = true;
    heldBackUntil = untilNanos;
  }

  /** Whether nothing is to be read of it. */
  boolean isHeldBack(long nowNanos) {
    heldBack &= nowNanos - heldBackUntil < 0;
    return heldBack;
  }

  /** Somebody else has it: what becomes of its records here matters no more. */
  void leave() {
    gone = true;
  }

  boolean isGone() {
    return gone;
  }
}
