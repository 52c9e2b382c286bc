package milena.ingest.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import milena.schemas.Body;
import milena.schemas.Recipient;
import milena.schemas.Submission;

/** A submittal as the record of {@code mail.submissions}. */
final class SubmissionRecord {

  /** The smallest submittal there is; its encoding fetches what the format needs to know. */
  static final Submittal SAMPLE =
      new Submittal(
          "",
          "",
          0,
          new Submittal.Envelope("", List.of(new Submittal.Recipient("", "")), false, false),
          new Content.Inline(ByteBuffer.allocate(0)),
          new Submittal.Origin("", "", ""));

  private SubmissionRecord() {}

  // The constructor with every field: the builder copies defaults deeply, which costs more than all
  // the rest of ingest.
  static Submission of(Submittal submittal) {
    var envelope = submittal.envelope();
    var origin = submittal.origin();
    var wishes = submittal.wishes();
    return new Submission(
        submittal.id(),
        submittal.tenant(),
        wishes.campaign(),
        envelope.sender(),
        recipients(envelope.recipients()),
        body(submittal.content()),
        submittal.acceptedAt(),
        wishes.notBefore(),
        wishes.expiresAt(),
        wishes.priority(),
        wishes.pool(),
        envelope.smtpUtf8(),
        envelope.eightBit(),
        envelope.binaryMime(),
        wishes.requireTls(),
        "",
        "",
        wishes.repeatable(),
        origin.protocol(),
        origin.peer(),
        origin.helo(),
        wishes.meta());
  }

  private static List<Recipient> recipients(List<Submittal.Recipient> recipients) {
    var records = new ArrayList<Recipient>(recipients.size());
    for (int index = 0; index < recipients.size(); index++) {
      records.add(new Recipient(index, recipients.get(index).address(), "", ""));
    }
    return records;
  }

  private static Body body(Content content) {
    return switch (content) {
      case Content.Inline inline -> new Body("", inline.data(), "", -1, List.of(), inline.size());
      case Content.Chunked chunked ->
          Body.newBuilder()
              .setContentId(chunked.contentId())
              .setContentPartition(chunked.partition())
              .setContentOffsets(chunked.offsets())
              .setSize(chunked.size())
              .build();
    };
  }
}
