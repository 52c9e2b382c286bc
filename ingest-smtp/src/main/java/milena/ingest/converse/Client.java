package milena.ingest.converse;

import io.netty.channel.Channel;
import java.util.Optional;
import milena.ingest.accept.Identity;
import milena.ingest.accept.Peer;
import milena.ingest.accept.TlsSession;
import milena.mail.reply.SmtpReply;
import milena.tenants.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of one channel by what it has proven so far, and the {@link Dialogue}
 * that such a client gets. Belongs to the thread of its connection.
 */
final class Client {

  private final ConversationKit kit;
  private final StartTls startTls;
  private final Introductions introductions;
  private Peer peer;
  private Dialogue dialogue;
  private Verdict.@Nullable Admitted entered;

  Client(
      ConversationKit kit,
      Channel channel,
      Peer peer,
      StartTls startTls,
      Introductions introductions) {
    this.kit = kit;
    this.peer = peer;
    this.startTls = startTls;
    this.introductions = introductions;
    this.dialogue = newDialogue();
    channel.closeFuture().addListener(_ -> leave());
  }

  Peer peer() {
    return peer;
  }

  /** The machine that answers it. */
  Dialogue dialogue() {
    return dialogue;
  }

  private Dialogue newDialogue() {
    var terms =
        new Dialogue.Terms(
            kit.logins(),
            startTls.offer(),
            introductions.areTakenFrom(peer.address()),
            kit.clock().instant());
    return new Dialogue(kit.acceptance(), peer, terms);
  }

  /**
   * Begins; a certificate that was shown in a handshake before the first word proves who it is.
   *
   * @return whether it may go on; false when its tenant has too many connections
   */
  boolean begin() {
    var tls = peer.tls();
    return tls == null || secured(tls);
  }

  /**
   * Forgets what was proven before the handshake (RFC 3207 §4.2); a certificate may prove it anew.
   *
   * @return whether it may go on; false when its tenant has too many connections
   */
  boolean secured(TlsSession tls) {
    peer = peer.secured(tls);
    var certified = kit.logins().byCertificate(peer);
    boolean mayGoOn = certified.isEmpty() || enter(certified.get());
    dialogue = newDialogue();
    return mayGoOn;
  }

  /**
   * Goes on as the client that was introduced, which has proven nothing yet. Whether it may
   * introduce others goes by its own address, so that one whose words are handed through cannot.
   *
   * @return why it may not, if so
   */
  Optional<SmtpReply> introduce(Introduction introduction) {
    var next = peer.introducing(introduction.address().orElse(Introduction.UNKNOWN));
    var refusal = introductions.enter(next.address());
    if (refusal.isEmpty()) {
      leave();
      peer = next;
      dialogue = newDialogue();
    }
    return refusal;
  }

  /** Goes on as a tenant, if that may have another connection. */
  boolean comeIn(Verdict.Admitted admitted) {
    if (!enter(admitted)) {
      return false;
    }
    dialogue = newDialogue();
    return true;
  }

  /** The connection is no longer one of the tenant that it came in as. */
  private void leave() {
    var before = entered;
    if (before != null) {
      entered = null;
      kit.logins().leave(before.tenant());
    }
  }

  private boolean enter(Verdict.Admitted admitted) {
    var tenant = admitted.tenant();
    if (!kit.logins().enter(tenant)) {
      return false;
    }
    leave();
    entered = admitted;
    peer = peer.as(new Identity(tenant.name(), admitted.login()));
    return true;
  }
}
