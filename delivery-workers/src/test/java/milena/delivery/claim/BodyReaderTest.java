package milena.delivery.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import milena.delivery.connect.BodyGone;
import milena.delivery.connect.BodyUnavailable;
import milena.delivery.connect.Letter;
import milena.delivery.connect.LetterBody;
import milena.schemas.Body;
import milena.schemas.BodyRef;
import milena.schemas.ContentChunk;
import milena.schemas.Dispatch;
import milena.schemas.Recipient;
import milena.schemas.RoutedSubmission;
import milena.schemas.Submission;
import milena.schemas.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BodyReaderTest {
  private static final int PARTITIONS = 4;

  private Rig rig;
  private BodyReader reader;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    rig = new Rig(folder, PARTITIONS);
    reader = rig.bodies();
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  private Letter read(Dispatch dispatch) throws Exception {
    return reader.open(dispatch).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static Dispatch dispatch(String messageId, BodyRef ref) {
    return Rig.dispatchOf(messageId, ref, 0);
  }

  private static byte[] bodyOf(String id) {
    return ("Subject: " + id + "\r\n\r\n" + id.repeat(50) + "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void shouldReadThousandsAskedForInAnyOrder() throws Exception {
    // Given
    var dispatches = new ArrayList<Dispatch>();
    for (int i = 0; i < 4000; i++) {
      var id = "many" + i;
      dispatches.add(dispatch(id, rig.submit(id, bodyOf(id), i % PARTITIONS)));
    }
    var asked = new ArrayList<>(dispatches);
    Collections.shuffle(asked, new Random(7));

    // When
    var letters = new ArrayList<CompletionStage<Letter>>();
    asked.forEach(dispatch -> letters.add(reader.open(dispatch)));

    // Then
    for (int i = 0; i < asked.size(); i++) {
      var letter = letters.get(i).toCompletableFuture().get(20, TimeUnit.SECONDS);
      var id = asked.get(i).getSubmissionId().replace(".0", "");
      assertThat(letter.recipient()).isEqualTo(id + "@example.com");
      assertThat(((LetterBody.Whole) letter.body()).bytes()).isEqualTo(bodyOf(id));
    }
  }

  @Test
  void shouldLookAtWhatWasJustWrittenBeforeItReads() throws Exception {
    // Given
    var nowhereInTheLog = Rig.place(Topics.SUBMISSIONS, 0, 1_000_000);
    rig.fresh.add(0, 1_000_000, rig.submission("fresh", bodyOf("fresh")));

    // When
    var letter = read(dispatch("fresh", nowhereInTheLog));

    // Then
    assertThat(((LetterBody.Whole) letter.body()).bytes()).isEqualTo(bodyOf("fresh"));
    assertThat(rig.fresh.take(new Spot(0, 1_000_000))).isNull();
  }

  @Test
  void shouldShareABodyAmongTheRecipientsOfAMessage() throws Exception {
    // Given
    var body = bodyOf("shared");
    var recipients =
        IntStream.range(0, 30)
            .mapToObj(i -> Recipient.newBuilder().setIndex(i).setAddress("r" + i + "@x.y").build())
            .toList();
    var submission =
        Submission.newBuilder()
            .setId("shared")
            .setRecipients(recipients)
            .setBody(
                Body.newBuilder().setInline(ByteBuffer.wrap(body)).setSize(body.length).build())
            .build();
    var codec = rig.format.codec(Topics.SUBMISSIONS, Submission.class);
    var ref = rig.write(Topics.SUBMISSIONS, 1, codec.encode(submission));

    // When
    var letters = new ArrayList<Letter>();
    for (int i = 0; i < 30; i++) {
      letters.add(
          read(
              Dispatch.newBuilder()
                  .setSubmissionId("shared." + i)
                  .setRecipientIndex(i)
                  .setRef(ref)
                  .build()));
    }

    // Then
    assertThat(letters)
        .extracting(Letter::recipient)
        .containsExactlyElementsOf(recipients.stream().map(Recipient::getAddress).toList());
    var bytes = ((LetterBody.Whole) letters.getFirst().body()).bytes();
    assertThat(bytes).isEqualTo(body);
    assertThat(letters)
        .allSatisfy(one -> assertThat(((LetterBody.Whole) one.body()).bytes()).isSameAs(bytes));
    assertThatThrownBy(() -> read(dispatch("another", ref))).hasCauseInstanceOf(BodyGone.class);
  }

  @Test
  void shouldRefuseWhatHasAnotherId() throws Exception {
    // Given
    var ref = rig.submit("mine", bodyOf("mine"), 0);

    // Then
    assertThatThrownBy(() -> read(dispatch("yours", ref))).hasCauseInstanceOf(BodyGone.class);
    var other =
        Dispatch.newBuilder(dispatch("mine", ref)).setSubmissionId("mine.1").setRecipientIndex(1);
    assertThatThrownBy(() -> read(other.build())).hasCauseInstanceOf(BodyGone.class);
    assertThatThrownBy(() -> read(dispatch("mine", Rig.place("mail.events", 0, 0))))
        .hasCauseInstanceOf(BodyGone.class);
    assertThat(read(dispatch("mine", ref)).sender()).isEqualTo("from@example.org");
  }

  @Test
  void shouldSayWhatIsGoneAndWhatIsNotThereNow() throws Exception {
    // Given
    int partition = 3;
    var ref = rig.submit("old", bodyOf("old"), partition);
    rig.submit("kept", bodyOf("kept"), partition);
    try (var admin = Admin.create(rig.settings("test").admin())) {
      var at = new TopicPartition(Topics.SUBMISSIONS, partition);
      admin
          .deleteRecords(java.util.Map.of(at, RecordsToDelete.beforeOffset(ref.getOffset() + 1)))
          .all()
          .get();
    }
    try (var fresh = rig.bodies()) {
      // When
      var gone = fresh.open(dispatch("old", ref)).toCompletableFuture();
      var beyond =
          fresh
              .open(dispatch("new", Rig.place(Topics.SUBMISSIONS, partition, 1_000_000)))
              .toCompletableFuture();

      // Then
      assertThatThrownBy(() -> gone.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(BodyGone.class);
      assertThatThrownBy(() -> beyond.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(BodyUnavailable.class);
    }
  }

  @Test
  void shouldReadLargeBodiesChunkByChunk() throws Exception {
    // Given
    var offsets = new ArrayList<Long>();
    for (int i = 0; i < 8; i++) {
      offsets.add(chunk("content", i));
      chunk("other", i);
    }
    var dispatch = dispatch("large", submitChunked("large", "content", offsets));
    Collections.swap(offsets, 2, 3);
    var mixedUp = dispatch("mixed", submitChunked("mixed", "content", offsets));

    // When
    var body = (LetterBody.Chunked) read(dispatch).body();
    var wrong = (LetterBody.Chunked) read(mixedUp).body();

    // Then
    assertThat(body.chunks()).isEqualTo(8);
    for (int i = 0; i < 8; i++) {
      assertThat(get(body.reader().read(i))).isEqualTo(chunkBytes("content", i));
    }
    assertThatThrownBy(() -> get(body.reader().read(8))).hasCauseInstanceOf(BodyGone.class);
    assertThatThrownBy(() -> get(wrong.reader().read(2))).hasCauseInstanceOf(BodyGone.class);
  }

  @Test
  void shouldReadFromTheQueueOrFollowIt() throws Exception {
    // Given
    var inline =
        routed("q1").setInline(ByteBuffer.wrap(bodyOf("q1"))).setRecipient("q@example.com").build();
    var ref = rig.submit("q2", bodyOf("q2"), 1);
    var following = routed("q2").setRef(ref).build();
    var codec = rig.format.codec(Topics.QUEUE, RoutedSubmission.class);

    // When
    var first = read(dispatch("q1", rig.write(Topics.QUEUE, 0, codec.encode(inline))));
    var second = read(dispatch("q2", rig.write(Topics.QUEUE, 0, codec.encode(following))));

    // Then
    assertThat(first.recipient()).isEqualTo("q@example.com");
    assertThat(((LetterBody.Whole) first.body()).bytes()).isEqualTo(bodyOf("q1"));
    assertThat(((LetterBody.Whole) second.body()).bytes()).isEqualTo(bodyOf("q2"));
  }

  private static RoutedSubmission.Builder routed(String messageId) {
    return RoutedSubmission.newBuilder().setSubmissionId(messageId + ".0");
  }

  private static byte[] get(CompletionStage<byte[]> stage) throws Exception {
    return ((CompletableFuture<byte[]>) stage).get(20, TimeUnit.SECONDS);
  }

  private static byte[] chunkBytes(String contentId, int index) {
    var bytes = new byte[200_000];
    new Random(contentId.hashCode() + index).nextBytes(bytes);
    return bytes;
  }

  private long chunk(String contentId, int index) throws Exception {
    var chunk =
        ContentChunk.newBuilder()
            .setContentId(contentId)
            .setIndex(index)
            .setData(ByteBuffer.wrap(chunkBytes(contentId, index)))
            .build();
    var value = rig.format.codec(Topics.CONTENT, ContentChunk.class).encode(chunk);
    return rig.write(Topics.CONTENT, 1, value).getOffset();
  }

  private BodyRef submitChunked(String messageId, String contentId, List<Long> offsets)
      throws Exception {
    var body =
        Body.newBuilder()
            .setContentId(contentId)
            .setContentPartition(1)
            .setContentOffsets(List.copyOf(offsets))
            .setSize(200_000L * offsets.size())
            .build();
    var recipient = Recipient.newBuilder().setIndex(0).setAddress("a@example.com").build();
    var submission =
        Submission.newBuilder()
            .setId(messageId)
            .setRecipients(List.of(recipient))
            .setBody(body)
            .build();
    return rig.write(
        Topics.SUBMISSIONS,
        2,
        rig.format.codec(Topics.SUBMISSIONS, Submission.class).encode(submission));
  }
}
