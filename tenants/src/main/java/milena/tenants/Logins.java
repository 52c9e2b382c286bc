package milena.tenants;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import milena.runtime.observe.Meters;
import milena.tenants.LoginMeters.By;
import milena.tenants.Remembered.Memo;
import milena.tenants.book.Credential;
import milena.tenants.book.Credential.Proof;
import milena.tenants.book.Roster;
import milena.tenants.book.Tenant;
import milena.tenants.guess.Guesses;
import milena.tenants.guess.Leave;
import milena.tenants.verify.ApiKey;
import milena.tenants.verify.ChannelBindings;
import milena.tenants.verify.Decoys;
import milena.tenants.verify.NewSecrets;
import milena.tenants.verify.PasswordVerifier;
import milena.tenants.verify.Preparation;

/**
 * What doors ask about who wants to come in. Safe for use by several threads; nothing here blocks
 * the caller.
 *
 * <p>Only a password costs something: it is computed on few threads before which few may wait, and
 * is {@link Verdict.Busy} beyond that. The same login and password from the same address is
 * computed once however often it is asked at a time, and not at all for a short while after it was
 * right. Everything else is answered at once.
 */
public final class Logins implements AutoCloseable {
  private final Surroundings surroundings;
  private final Verdict refused;
  private final Decoys decoys;
  private final NewSecrets secrets = new NewSecrets();
  private final Guesses guesses;
  private final Remembered remembered;
  private final ThreadPoolExecutor checking;
  private final LoginMeters meters;
  private final ConcurrentHashMap<Asked, CompletableFuture<Verdict>> underWay =
      new ConcurrentHashMap<>();

  /**
   * What logins stand on.
   *
   * @param roster who may come in now; empty while that is not known yet
   * @param clock the time of day, for what expires
   * @param nanos the monotonic clock
   * @param meters where logins are counted
   */
  public record Surroundings(
      Supplier<Optional<Roster>> roster, InstantSource clock, LongSupplier nanos, Meters meters) {}

  /** A login with its password, and where it comes from. */
  private record Asked(Memo memo, InetAddress peer) {}

  /**
   * Starts its threads.
   *
   * @param clusterSecret the same on all nodes, and nothing that clients know: answers about logins
   *     that do not exist follow from it
   */
  public Logins(LoginSettings settings, byte[] clusterSecret, Surroundings surroundings) {
    this.surroundings = surroundings;
    refused = new Verdict.Refused(settings.guesses().firstDelay());
    decoys = new Decoys(clusterSecret);
    guesses = new Guesses(settings.guesses(), surroundings.nanos());
    remembered =
        new Remembered(settings.remembered(), settings.rememberedFor(), surroundings.nanos());
    checking =
        new ThreadPoolExecutor(
            settings.threads(),
            settings.threads(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(settings.queue()),
            Thread.ofPlatform().name("milena-logins-", 0).daemon().factory());
    meters = new LoginMeters(surroundings.meters(), checking);
  }

  /**
   * Checks a login and its password, as they came. In place of a password there may be an API key,
   * with its id or {@code apikey} as the login.
   */
  public CompletionStage<Verdict> verify(String login, String password, InetAddress peer) {
    var roster = surroundings.roster().get();
    if (roster.isEmpty()) {
      return done(By.PASSWORD, new Verdict.Unready());
    }
    var key = ApiKey.parse(password);
    if (key.isPresent() && (login.equals(Credential.ANY_KEY) || login.equals(key.get().id()))) {
      return CompletableFuture.completedFuture(verifyKey(key.get(), roster.get(), peer));
    }
    var name = Preparation.of(login);
    var secret = Preparation.of(password);
    if (name.isEmpty() || secret.isEmpty()) {
      return done(By.PASSWORD, refuse(peer, login));
    }
    var memo = remembered.memo(name.get(), secret.get());
    var credential = roster.get().login(name.get());
    if (credential.isPresent() && remembered.knows(memo, credential.get())) {
      return done(By.REMEMBERED, admit(credential.get(), roster.get()));
    }
    return compute(new Asked(memo, peer), name.get(), secret.get(), credential);
  }

  private CompletionStage<Verdict> done(By by, Verdict verdict) {
    return CompletableFuture.completedFuture(meters.decided(by, verdict));
  }

  /** Nothing can be right about it: it counts as a guess, and costs no more than that. */
  private Verdict refuse(InetAddress peer, String account) {
    return switch (guesses.begin(peer, account)) {
      case Leave.Blocked(var left) -> new Verdict.Blocked(left);
      case Leave.TooMany _ -> new Verdict.Busy();
      case Leave.Granted _ -> new Verdict.Refused(guesses.failed(peer, account, 0));
    };
  }

  private CompletionStage<Verdict> compute(
      Asked asked, String login, String password, Optional<Credential> credential) {
    var result = new CompletableFuture<Verdict>();
    var same = underWay.putIfAbsent(asked, result);
    if (same != null) {
      return same.thenApply(verdict -> meters.decided(By.PASSWORD, verdict));
    }
    switch (guesses.begin(asked.peer(), login)) {
      case Leave.Blocked(var left) -> answer(asked, result, new Verdict.Blocked(left));
      case Leave.TooMany _ -> answer(asked, result, new Verdict.Busy());
      case Leave.Granted _ -> {
        try {
          checking.execute(() -> check(asked, login, password, credential, result));
        } catch (RejectedExecutionException full) {
          guesses.ended(asked.peer());
          answer(asked, result, new Verdict.Busy());
        }
      }
    }
    return result.thenApply(verdict -> meters.decided(By.PASSWORD, verdict));
  }

  private void answer(Asked asked, CompletableFuture<Verdict> result, Verdict verdict) {
    underWay.remove(asked, result);
    result.complete(verdict);
  }

  private void check(
      Asked asked,
      String login,
      String password,
      Optional<Credential> credential,
      CompletableFuture<Verdict> result) {
    try {
      var verifier = verifier(login, credential);
      boolean right = Boolean.TRUE.equals(meters.check().record(() -> verifier.accepts(password)));
      if (!right || credential.isEmpty()) {
        var delay = guesses.failed(asked.peer(), login, asked.memo().excerpt());
        answer(asked, result, new Verdict.Refused(delay));
        return;
      }
      guesses.ended(asked.peer());
      remembered.put(asked.memo(), credential.get());
      // Nobody may join from here on: whoever has joined knew no newer roster than is asked now.
      underWay.remove(asked, result);
      result.complete(admitIfUnchanged(credential.get()));
    } catch (RuntimeException unplanned) {
      guesses.ended(asked.peer());
      underWay.remove(asked, result);
      result.completeExceptionally(unplanned);
    }
  }

  /** The verifier of a password; of one that does not exist, a decoy that costs as much. */
  private PasswordVerifier verifier(String login, Optional<Credential> credential) {
    return credential.isPresent()
            && credential.get().proof() instanceof Proof.Password(var verifier)
        ? verifier
        : decoys.of(login);
  }

  /** Checks an API key, as it came. */
  public Verdict verifyKey(String key, InetAddress peer) {
    var roster = surroundings.roster().get();
    if (roster.isEmpty()) {
      return meters.decided(By.KEY, new Verdict.Unready());
    }
    return ApiKey.parse(key)
        .map(parsed -> verifyKey(parsed, roster.get(), peer))
        .orElseGet(() -> meters.decided(By.KEY, refuse(peer, Credential.ANY_KEY)));
  }

  private Verdict verifyKey(ApiKey key, Roster roster, InetAddress peer) {
    var found = roster.key(key);
    boolean right =
        found.isPresent()
            && found.get().proof() instanceof Proof.Key(var verifier)
            && verifier.accepts(key);
    // A right key is never held up by what others do from its address: it cannot be guessed.
    return meters.decided(
        By.KEY, right ? admit(found.orElseThrow(), roster) : refuse(peer, key.id()));
  }

  /**
   * Checks a client's certificate, whose key TLS has proved.
   *
   * @param fingerprint SHA-256 of its DER form, in lower-case hexadecimal digits
   */
  public Verdict verifyCertificate(String fingerprint) {
    var roster = surroundings.roster().get();
    if (roster.isEmpty()) {
      return meters.decided(By.CERTIFICATE, new Verdict.Unready());
    }
    return meters.decided(
        By.CERTIFICATE,
        roster
            .get()
            .certificate(fingerprint)
            .map(credential -> admit(credential, roster.get()))
            .orElse(refused));
  }

  /**
   * As whom somebody who came in may still go on: nobody when the credential was revoked or has
   * expired, or its tenant is suspended.
   *
   * @param login the credential's id, of the verdict
   */
  public Optional<Tenant> standing(String login) {
    return surroundings
        .roster()
        .get()
        .flatMap(
            roster ->
                roster
                    .credential(login)
                    .flatMap(
                        credential ->
                            admit(credential, roster) instanceof Verdict.Admitted admitted
                                ? Optional.of(admitted.tenant())
                                : Optional.empty()));
  }

  /** Whether a tenant is known to be suspended, for those who come in without a login. */
  public boolean suspended(String tenant) {
    return surroundings
        .roster()
        .get()
        .flatMap(roster -> roster.tenant(tenant))
        .filter(known -> !known.active())
        .isPresent();
  }

  /**
   * Begins a SCRAM exchange.
   *
   * @param plus whether the client chose SCRAM-SHA-256-PLUS
   * @param bindings of the connection; where there are any, the door must have offered that
   */
  public ScramLogin scram(boolean plus, ChannelBindings bindings, InetAddress peer) {
    return new ScramLogin(this, plus, bindings, peer);
  }

  /** What a SCRAM exchange is served with. */
  Guesses guesses() {
    return guesses;
  }

  LoginMeters meters() {
    return meters;
  }

  String nonce() {
    return secrets.nonce();
  }

  Optional<Roster> roster() {
    return surroundings.roster().get();
  }

  PasswordVerifier decoy(String login) {
    return decoys.of(login);
  }

  /** The verdict about somebody who has the password that was in force when this began. */
  Verdict admitIfUnchanged(Credential credential) {
    var roster = surroundings.roster().get();
    var now = roster.flatMap(known -> known.credential(credential.id()));
    return now.isPresent() && now.get().proof().equals(credential.proof())
        ? admit(now.get(), roster.orElseThrow())
        : refused;
  }

  private Verdict admit(Credential credential, Roster roster) {
    if (credential.expired(surroundings.clock().millis())) {
      return refused;
    }
    if (credential.operator()) {
      return new Verdict.Operator(credential.id());
    }
    Optional<Tenant> tenant = roster.tenant(credential.tenant());
    if (tenant.isEmpty()) {
      return refused;
    }
    return tenant.get().active()
        ? new Verdict.Admitted(tenant.get(), credential.id())
        : new Verdict.Suspended(tenant.get().name());
  }

  /** Lets go of the threads; what waits for them is never answered. */
  @Override
  public void close() {
    checking.shutdownNow();
    underWay.values().forEach(waiting -> waiting.complete(new Verdict.Busy()));
  }
}
