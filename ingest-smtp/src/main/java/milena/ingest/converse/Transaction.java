package milena.ingest.converse;

import java.util.ArrayList;
import java.util.List;
import milena.ingest.accept.Recipient;
import milena.ingest.accept.Sender;

/** Sender and recipients so far; RSET and the end of the message replace it by nothing. */
record Transaction(Sender sender, List<Recipient> recipients) {

  Transaction {
    recipients = List.copyOf(recipients);
  }

  /** The same with one recipient more. */
  Transaction with(Recipient recipient) {
    var more = new ArrayList<Recipient>(recipients.size() + 1);
    more.addAll(recipients);
    more.add(recipient);
    return new Transaction(sender, more);
  }
}
