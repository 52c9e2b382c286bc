package milena.ingest.log;

import java.nio.ByteBuffer;
import milena.schemas.InboundReport;

/** What came back as the record of {@code mail.inbound}, with what can be read off it at once. */
final class ReportRecord {

  private ReportRecord() {}

  /**
   * The record of one of the recipients.
   *
   * @param facts of the report
   */
  static InboundReport of(Submittal report, int index, ReportFacts facts) {
    var envelope = report.envelope();
    var origin = report.origin();
    var recipient = envelope.recipients().get(index).address();
    return new InboundReport(
        report.id() + '.' + index,
        facts.kind(),
        envelope.sender(),
        recipient,
        raw(report),
        origin.peer(),
        report.acceptedAt(),
        ReportFacts.token(recipient),
        facts.originalEnvelopeId(),
        envelope.recipients().size(),
        origin.protocol(),
        origin.helo(),
        origin.tlsProtocol(),
        origin.tlsCipher(),
        envelope.smtpUtf8(),
        envelope.eightBit());
  }

  /** The whole message. */
  static ByteBuffer raw(Submittal report) {
    return switch (report.content()) {
      case Content.Inline inline -> inline.data().duplicate();
      case Content.Chunked _ -> throw new IllegalArgumentException("a report is never cut");
    };
  }
}
