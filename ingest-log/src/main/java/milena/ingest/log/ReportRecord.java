package milena.ingest.log;

import java.nio.ByteBuffer;
import milena.schemas.InboundReport;

/** What came back as the record of {@code mail.inbound}, with what can be read off it at once. */
final class ReportRecord {

  private ReportRecord() {}

  /** The record of one of the recipients. */
  static InboundReport of(Submittal report, int index) {
    var envelope = report.envelope();
    var origin = report.origin();
    var recipient = envelope.recipients().get(index).address();
    var raw = raw(report.content());
    var facts = ReportFacts.of(raw);
    return new InboundReport(
        report.id() + '.' + index,
        facts.kind(),
        envelope.sender(),
        recipient,
        raw,
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

  private static ByteBuffer raw(Content content) {
    return switch (content) {
      case Content.Inline inline -> inline.data().duplicate();
      case Content.Chunked _ -> throw new IllegalArgumentException("a report is never cut");
    };
  }
}
