package milena.bench.sink;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A sender and the recipients taken so far (RFC 5321 section 3.3); RSET throws it away. */
final class SinkTransaction {
  private final String sender;
  private final List<SinkRecipient> recipients = new ArrayList<>(1);

  SinkTransaction(String sender) {
    this.sender = sender;
  }

  String sender() {
    return sender;
  }

  List<SinkRecipient> recipients() {
    return Collections.unmodifiableList(recipients);
  }

  void add(SinkRecipient recipient) {
    recipients.add(recipient);
  }
}
