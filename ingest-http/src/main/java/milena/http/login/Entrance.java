package milena.http.login;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import milena.http.answer.Reply;
import milena.http.login.Admittance.Admitted;
import milena.http.login.Admittance.TurnedAway;
import milena.runtime.config.Cidr;
import milena.tenants.Logins;
import milena.tenants.Verdict;
import milena.tenants.book.Roster;
import org.jspecify.annotations.Nullable;

/** Lets clients in. Safe for use by several threads; nothing here blocks. */
public final class Entrance {

  private static final String CHALLENGE =
      "Bearer realm=\"milena\", Basic realm=\"milena\", charset=\"UTF-8\"";

  /**
   * A browser on this machine can be made to send here what a stranger's page wants, under a name
   * of the stranger's that leads to our address (DNS rebinding). An address cannot be had so.
   */
  private static final Pattern BY_ADDRESS =
      Pattern.compile(
          "(|localhost|[0-9.]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?", Pattern.CASE_INSENSITIVE);

  private static final Duration SOON = Duration.ofSeconds(2);

  private final Logins logins;
  private final Supplier<Optional<Roster>> roster;
  private final String implicit;
  private final List<Cidr> trusted;

  /**
   * Asks these.
   *
   * @param roster who may come in now; empty while that is not known yet
   * @param implicit the tenant that there is as long as none was made
   * @param trusted who comes in as that one, without a credential
   */
  public Entrance(
      Logins logins, Supplier<Optional<Roster>> roster, String implicit, List<Cidr> trusted) {
    this.logins = logins;
    this.roster = roster;
    this.implicit = implicit;
    this.trusted = List.copyOf(trusted);
  }

  /**
   * Looks at who comes.
   *
   * @param authorization the field's value, if there is one
   * @param host as what the client knows us
   */
  public CompletionStage<Admittance> admit(
      @Nullable String authorization, String host, InetAddress peer) {
    if (authorization == null) {
      return done(withoutCredential(host, peer));
    }
    int blank = authorization.indexOf(' ');
    var scheme = blank < 0 ? authorization : authorization.substring(0, blank);
    var rest = blank < 0 ? "" : authorization.substring(blank + 1).strip();
    if (scheme.equalsIgnoreCase("Bearer")) {
      return done(admittance(logins.verifyKey(rest, peer)));
    }
    if (scheme.equalsIgnoreCase("Basic")) {
      return basic(rest, peer);
    }
    return done(unauthorized("This way of authorization is not known.", Duration.ZERO));
  }

  private static CompletionStage<Admittance> done(Admittance admittance) {
    return CompletableFuture.completedFuture(admittance);
  }

  private CompletionStage<Admittance> basic(String encoded, InetAddress peer) {
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      pair = "";
    }
    int colon = pair.indexOf(':');
    if (colon < 0) {
      return done(unauthorized("That is not a login and a password.", Duration.ZERO));
    }
    return logins
        .verify(pair.substring(0, colon), pair.substring(colon + 1), peer)
        .thenApply(Entrance::admittance);
  }

  private Admittance withoutCredential(String host, InetAddress peer) {
    var known = roster.get();
    if (known.isEmpty()) {
      return admittance(new Verdict.Unready());
    }
    boolean open =
        known.get().withoutTenants()
            && trusted.stream().anyMatch(network -> network.contains(peer));
    if (open && peer.isLoopbackAddress() && !BY_ADDRESS.matcher(host).matches()) {
      return unauthorized(
          "From this machine, without a credential, this door is known by its address alone.",
          Duration.ZERO);
    }
    var tenant = open ? known.get().tenant(implicit) : Optional.<milena.tenants.book.Tenant>empty();
    return tenant
        .<Admittance>map(Admitted::new)
        .orElseGet(() -> unauthorized("A credential is needed.", Duration.ZERO));
  }

  private static TurnedAway unauthorized(String detail, Duration after) {
    return new TurnedAway(Reply.problem(401, detail).with("WWW-Authenticate", CHALLENGE), after);
  }

  private static Admittance admittance(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Admitted(var tenant, _) -> new Admitted(tenant);
      case Verdict.Operator(var login) -> new Admittance.Operator(login);
      case Verdict.Refused(var after) -> unauthorized("That credential is not right.", after);
      case Verdict.Suspended(var tenant) ->
          away(Reply.problem(403, "The tenant " + tenant + " is suspended."));
      case Verdict.Blocked(var left) ->
          away(Reply.problem(429, "Too much was guessed from this address.").retryAfter(left));
      case Verdict.Busy _ ->
          away(Reply.problem(503, "Too many logins at a time.").retryAfter(SOON));
      case Verdict.Unready _ ->
          away(Reply.problem(503, "The credentials are not known yet.").retryAfter(SOON));
    };
  }

  private static TurnedAway away(Reply reply) {
    return new TurnedAway(reply, Duration.ZERO);
  }
}
