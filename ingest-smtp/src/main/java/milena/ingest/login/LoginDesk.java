package milena.ingest.login;

import java.util.List;
import java.util.Optional;
import milena.ingest.accept.Authors;
import milena.ingest.accept.ListenerRole;
import milena.ingest.accept.Peer;
import milena.ingest.accept.Refusals;
import milena.ingest.accept.Sender;
import milena.ingest.accept.Terms;
import milena.ingest.header.HeaderChecks;
import milena.mail.reply.SmtpReply;
import milena.tenants.Logins;
import milena.tenants.Verdict;
import milena.tenants.book.Tenant;
import milena.tenants.rate.TenantRates;
import org.jspecify.annotations.Nullable;

/**
 * What a conversation asks about who its client is. Logins are taken under TLS alone, where users
 * and our own machines connect. Safe for use by several threads; answers at once.
 */
public final class LoginDesk {
  private static final SmtpReply GONE =
      SmtpReply.of(530, "5.7.0 Authentication required, the login no longer holds");
  private static final SmtpReply SUSPENDED = SmtpReply.of(550, "5.7.1 Sending is suspended");
  private static final SmtpReply NOT_YOURS =
      SmtpReply.of(553, "5.7.1 The sender's domain is not one that you may use");

  private final Optional<Logins> logins;
  private final TenantRates rates;
  private final HeaderChecks checks;
  private final TenantConnections connections = new TenantConnections();

  private LoginDesk(Optional<Logins> logins, TenantRates rates, HeaderChecks checks) {
    this.logins = logins;
    this.rates = rates;
    this.checks = checks;
  }

  /** Where there are no tenants to log in as. */
  public static LoginDesk closed() {
    return new LoginDesk(Optional.empty(), TenantRates.unlimited(), HeaderChecks.DEFAULTS);
  }

  /** Asks there, where nobody has a limit. */
  public static LoginDesk of(Logins logins) {
    return of(logins, TenantRates.unlimited(), HeaderChecks.DEFAULTS);
  }

  /**
   * Asks there.
   *
   * @param checks of the messages of tenants that have none of their own
   */
  public static LoginDesk of(Logins logins, TenantRates rates, HeaderChecks checks) {
    return new LoginDesk(Optional.of(logins), rates, checks);
  }

  /** One with the checks that are set for all, where nobody logs in and no tenant has a say. */
  public LoginDesk forStrangers() {
    return new LoginDesk(Optional.empty(), TenantRates.unlimited(), checks);
  }

  /** The mechanisms that a client may choose from now; none where it must not log in. */
  public List<Mechanism> offered(Peer peer) {
    var tls = peer.tls();
    boolean open = logins.isPresent() && peer.role() != ListenerRole.REPORTS;
    return open && tls != null ? Mechanism.offered(tls) : List.of();
  }

  /** Whether a client could log in, were its connection under TLS. */
  public boolean wantsTls(Peer peer) {
    return logins.isPresent() && peer.role() != ListenerRole.REPORTS && peer.tls() == null;
  }

  /**
   * Begins a login.
   *
   * @param mechanism its name, as the client wrote it
   * @param initial the response that came with the command; null for none
   * @return empty for a mechanism that is not offered
   */
  public Optional<SaslStep> begin(String mechanism, Peer peer, byte @Nullable [] initial) {
    var tls = peer.tls();
    if (tls == null || logins.isEmpty()) {
      return Optional.empty();
    }
    return Mechanism.named(mechanism)
        .filter(offered(peer)::contains)
        .map(chosen -> chosen.begin(logins.get(), peer, tls, initial));
  }

  /** As whom a client comes in by its certificate, if it has one that is a tenant's. */
  public Optional<Verdict.Admitted> byCertificate(Peer peer) {
    var tls = peer.tls();
    if (logins.isEmpty() || tls == null || peer.role() == ListenerRole.REPORTS) {
      return Optional.empty();
    }
    var certificate = tls.client();
    return certificate != null
            && logins.get().verifyCertificate(certificate.sha256())
                instanceof Verdict.Admitted admitted
        ? Optional.of(admitted)
        : Optional.empty();
  }

  /** Lets a tenant have one more connection, to be followed by {@link #leave}, or does not. */
  public boolean enter(Tenant tenant) {
    return connections.enter(tenant.name(), tenant.limits().connections());
  }

  /** A connection that was let in has ended. */
  public void leave(Tenant tenant) {
    connections.leave(tenant.name());
  }

  /**
   * Why a client may not send as this sender now. Asked for each transaction, so that what is
   * revoked ends on connections that are open. Whoever is over a limit hears it here, and not after
   * the whole message.
   *
   * @param tenant whose mail it is where nobody has logged in
   */
  public Optional<SmtpReply> objection(Peer peer, Sender sender, String tenant) {
    return standing(peer, sender, tenant)
        .or(() -> rates.look(peer.tenantOr(tenant)).map(Refusals::tooFast));
  }

  private Optional<SmtpReply> standing(Peer peer, Sender sender, String tenant) {
    if (logins.isEmpty()) {
      return Optional.empty();
    }
    var identity = peer.identity();
    if (identity == null) {
      return logins.get().suspended(tenant) ? Optional.of(SUSPENDED) : Optional.empty();
    }
    return logins
        .get()
        .standing(identity.login())
        .map(standing -> mayUse(standing, sender))
        .orElse(Optional.of(GONE));
  }

  /**
   * On which terms a client's message is taken. Asked for each, so that what is changed holds on
   * connections that are open.
   *
   * @param tenant whose mail it is where nobody has logged in
   */
  public Terms terms(Peer peer, String tenant) {
    var identity = peer.identity();
    if (identity == null) {
      return new Terms(Authors.ANY, checks(logins.flatMap(known -> known.tenant(tenant))), false);
    }
    var standing = logins.flatMap(known -> known.standing(identity.login()));
    // What was revoked since MAIL sends nothing more, whoever its author is.
    Authors authors =
        standing
            .<Authors>map(found -> found.senderDomains().isEmpty() ? Authors.ANY : found::mayUse)
            .orElse(_ -> false);
    return new Terms(authors, checks(standing), true);
  }

  private HeaderChecks checks(Optional<Tenant> of) {
    return of.map(tenant -> tenant.checks().over(checks)).orElse(checks);
  }

  private static Optional<SmtpReply> mayUse(Tenant tenant, Sender sender) {
    return sender.address().isEmpty() || tenant.mayUse(sender.domain())
        ? Optional.empty()
        : Optional.of(NOT_YOURS);
  }
}
