package milena.delivery.claim;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import milena.delivery.connect.BodyGone;
import milena.delivery.connect.Letter;
import milena.delivery.connect.LetterBody;
import milena.delivery.connect.Notices;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.Body;
import milena.schemas.BodyRef;
import milena.schemas.ContentChunk;
import milena.schemas.Dispatch;
import milena.schemas.Recipient;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.RoutedSubmission;
import milena.schemas.Submission;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a dispatch refers to: the envelope and a small body at once, a large body chunk by
 * chunk when it is sent. Whatever is found must carry the ids that were asked for; a reference that
 * leads to something else is refused, for it could be another person's mail.
 */
public final class BodyReader implements AutoCloseable {
  private final RecordCodec<Submission> submissionCodec;
  private final RecordCodec<RoutedSubmission> routedCodec;
  private final RecordCodec<ContentChunk> chunkCodec;
  private final FreshRecords fresh;
  private final TopicReader submissions;
  private final TopicReader queue;
  private final TopicReader content;
  private volatile @Nullable Decoded lately;

  private record Decoded(Spot spot, Submission submission) {}

  /**
   * Starts its readers.
   *
   * @param fresh where it looks before it reads
   */
  public BodyReader(
      ClientSettings settings,
      RecordFormat format,
      FreshRecords fresh,
      BodyLimits limits,
      LongSupplier nanoClock) {
    this.fresh = fresh;
    this.submissionCodec = format.codec(Topics.SUBMISSIONS, Submission.class);
    this.routedCodec = format.codec(Topics.QUEUE, RoutedSubmission.class);
    this.chunkCodec = format.codec(Topics.CONTENT, ContentChunk.class);
    var clients = new BodyClients(settings, limits, nanoClock);
    this.submissions = clients.small(Topics.SUBMISSIONS, limits.cacheBytes());
    this.queue = clients.small(Topics.QUEUE, limits.cacheBytes() / 4);
    this.content = clients.large(Topics.CONTENT, limits.cacheBytes());
  }

  /** Reads envelope and body; fails as {@link milena.delivery.connect.Consignment#open} says. */
  CompletionStage<Letter> open(Dispatch dispatch) {
    return open(dispatch.getRef(), dispatch.getSubmissionId(), dispatch.getRecipientIndex());
  }

  private CompletionStage<Letter> open(BodyRef ref, String submissionId, int recipientIndex) {
    var spot = new Spot(ref.getPartition(), ref.getOffset());
    if (spot.partition() < 0 || spot.offset() < 0) {
      return gone("the dispatch refers to no place in the log");
    }
    return switch (ref.getTopic()) {
      case Topics.SUBMISSIONS ->
          submission(spot)
              .thenApply(submission -> letter(submission, spot, submissionId, recipientIndex));
      case Topics.QUEUE ->
          queue.read(spot).thenCompose(value -> follow(decode(routedCodec, value), submissionId));
      default -> gone("the dispatch refers to another topic");
    };
  }

  /** Its recipients are asked for one after another, and share the bytes of a small body. */
  private CompletionStage<Submission> submission(Spot spot) {
    var before = lately;
    if (before != null && before.spot().equals(spot)) {
      return CompletableFuture.completedFuture(before.submission());
    }
    var value = fresh.take(spot);
    return value == null
        ? submissions.read(spot).thenApply(read -> decoded(spot, read))
        : CompletableFuture.completedFuture(value).thenApply(read -> decoded(spot, read));
  }

  private Submission decoded(Spot spot, byte[] value) {
    var before = lately;
    if (before != null && before.spot().equals(spot)) {
      return before.submission();
    }
    var submission = decode(submissionCodec, value);
    if (submission.getRecipients().size() > 1) {
      lately = new Decoded(spot, submission);
    }
    return submission;
  }

  private CompletionStage<Letter> follow(RoutedSubmission routed, String submissionId) {
    if (!routed.getSubmissionId().equals(submissionId)) {
      return gone("another submission stands at its place");
    }
    var inline = routed.getInline();
    if (inline == null) {
      return routed.getRef().getTopic().equals(Topics.SUBMISSIONS)
          ? open(routed.getRef(), submissionId, routed.getRecipientIndex())
          : gone("the queue refers to another topic");
    }
    if (!routed.getKeyId().isEmpty()) {
      return gone("it is encrypted under a key that this worker does not have");
    }
    return CompletableFuture.completedFuture(
        new Letter(
            routed.getSender(),
            routed.getRecipient(),
            routed.getCampaign(),
            routed.getSmtpUtf8(),
            routed.getEightBit(),
            routed.getBinaryMime(),
            routed.getRequireTls(),
            new LetterBody.Whole(bytes(inline))));
  }

  private Letter letter(Submission submission, Spot spot, String submissionId, int recipientIndex) {
    if (submission.getRecipients().size() == 1) {
      // Nobody else will ask, and the room is needed for what was read ahead.
      submissions.forget(spot);
    }
    if (!submissionId.equals(submission.getId() + '.' + recipientIndex)) {
      throw refused("another submission stands at its place");
    }
    var recipient = recipient(submission, recipientIndex);
    return new Letter(
        submission.getSender(),
        recipient.getAddress(),
        submission.getCampaign(),
        submission.getSmtpUtf8(),
        submission.getEightBit(),
        submission.getBinaryMime(),
        submission.getRequireTls(),
        new Notices(
            submission.getDsnRet(),
            submission.getDsnEnvelopeId(),
            recipient.getNotify(),
            recipient.getOriginalRecipient(),
            submission.getDeliverBy(),
            submission.getDeliverByMode()),
        body(submission.getBody()));
  }

  /** Usually it stands at its index. */
  private static Recipient recipient(Submission submission, int index) {
    var recipients = submission.getRecipients();
    if (index >= 0 && index < recipients.size() && recipients.get(index).getIndex() == index) {
      return recipients.get(index);
    }
    return recipients.stream()
        .filter(one -> one.getIndex() == index)
        .findFirst()
        .orElseThrow(() -> refused("the submission has no such recipient"));
  }

  private LetterBody body(@Nullable Body body) {
    if (body == null) {
      throw refused("the submission has no body");
    }
    if (!body.getKeyId().isEmpty()) {
      throw refused("it is encrypted under a key that this worker does not have");
    }
    var inline = body.getInline();
    if (inline != null) {
      return new LetterBody.Whole(bytes(inline));
    }
    return new LetterBody.Chunked(
        body.getSize(), body.getContentOffsets().size(), index -> chunk(body, index));
  }

  private CompletionStage<byte[]> chunk(Body body, int index) {
    var offsets = body.getContentOffsets();
    if (index < 0 || index >= offsets.size() || body.getContentPartition() < 0) {
      return gone("the body has no such chunk");
    }
    var spot = new Spot(body.getContentPartition(), offsets.get(index));
    return content
        .read(spot)
        .thenApply(
            value -> {
              var chunk = decode(chunkCodec, value);
              if (!chunk.getContentId().equals(body.getContentId()) || chunk.getIndex() != index) {
                throw refused("another content stands at a chunk's place");
              }
              return bytes(chunk.getData());
            });
  }

  /** Avro gives each value an array of its own, which is not copied when it has just its size. */
  private static byte[] bytes(ByteBuffer buffer) {
    if (buffer.hasArray()
        && buffer.arrayOffset() == 0
        && buffer.array().length == buffer.remaining()) {
      return buffer.array();
    }
    var copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy;
  }

  private static <T> T decode(RecordCodec<T> codec, byte[] value) {
    try {
      return codec.decode(value);
    } catch (UnreadableRecord e) {
      throw refused("what stands at its place is not readable");
    }
  }

  private static CompletionException refused(String reason) {
    return new CompletionException(new BodyGone(reason));
  }

  private static <T> CompletionStage<T> gone(String reason) {
    return CompletableFuture.failedFuture(new BodyGone(reason));
  }

  @Override
  public void close() {
    submissions.close();
    queue.close();
    content.close();
  }
}
