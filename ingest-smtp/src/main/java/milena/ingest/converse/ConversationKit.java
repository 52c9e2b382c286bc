package milena.ingest.converse;

import java.time.Duration;
import java.time.InstantSource;
import milena.ingest.accept.Acceptance;
import milena.ingest.accept.MessageReceipt;
import milena.ingest.log.MessageIds;
import milena.ingest.login.LoginDesk;

/**
 * What all conversations share.
 *
 * @param acceptance the rules
 * @param logins who may come in as whom
 * @param ids where message ids come from
 * @param clock the time of day, for Received and Date
 * @param receipts how messages are taken in
 * @param patience how long a client is waited for
 * @param meters what is counted
 */
public record ConversationKit(
    Acceptance acceptance,
    LoginDesk logins,
    MessageIds ids,
    InstantSource clock,
    MessageReceipt.Shared receipts,
    Patience patience,
    IngestMeters meters) {

  /**
   * How long a client is waited for.
   *
   * @param idle for the next whole command, or the next bytes of a message (RFC 5321 §4.5.3.2 asks
   *     for 5 minutes)
   * @param data for a whole message, so that one byte now and then does not hold a connection
   * @param room for memory to come free for the rest of a message
   */
  public record Patience(Duration idle, Duration data, Duration room) {}
}
