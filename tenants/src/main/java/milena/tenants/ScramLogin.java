package milena.tenants;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import milena.tenants.LoginMeters.By;
import milena.tenants.book.Credential;
import milena.tenants.book.Credential.Proof;
import milena.tenants.guess.Leave;
import milena.tenants.verify.ChannelBindings;
import milena.tenants.verify.PasswordVerifier;
import milena.tenants.verify.ScramExchange;
import milena.tenants.verify.ScramStep;
import milena.tenants.verify.ScramTerms;

/**
 * A login by SCRAM, of one connection and one thread at a time. It costs a few hashes, so each
 * message is answered at once.
 */
public final class ScramLogin {
  private final Logins logins;
  private final InetAddress peer;
  private ScramExchange state;
  private Optional<Credential> credential = Optional.empty();
  private boolean challenged;
  private boolean over;

  /** What to do about a message. */
  public sealed interface Answer {

    /** Send this, and wait for the next message. */
    record Challenge(String message) implements Answer {}

    /**
     * It is over.
     *
     * @param verdict what became of it
     * @param message the server's last message: its own proof ({@code v=…}) with an admission or a
     *     suspension, {@code e=…} or nothing with anything else
     */
    record Done(Verdict verdict, String message) implements Answer {}
  }

  ScramLogin(Logins logins, boolean plus, ChannelBindings bindings, InetAddress peer) {
    this.logins = logins;
    this.peer = peer;
    this.state =
        ScramExchange.begin(new ScramTerms(plus, bindings, this::verifier, logins.nonce()));
  }

  private PasswordVerifier verifier(String login) {
    credential = logins.roster().flatMap(roster -> roster.login(login));
    return credential.isPresent()
            && credential.get().proof() instanceof Proof.Password(var verifier)
        ? verifier
        : logins.decoy(login);
  }

  /**
   * Takes the client's next message.
   *
   * @throws IllegalStateException after the end
   */
  public Answer answer(byte[] message) {
    if (over) {
      throw new IllegalStateException("the exchange is over");
    }
    if (logins.roster().isEmpty()) {
      return end(new Verdict.Unready(), "");
    }
    return switch (state.next(message)) {
      case ScramStep.Challenge challenge -> challenged(challenge);
      case ScramStep.Failed failed -> failed(failed);
      case ScramStep.Proven proven -> proven(proven);
    };
  }

  private Answer challenged(ScramStep.Challenge challenge) {
    var blocked = logins.guesses().blocked(peer, challenge.login());
    if (blocked.isPresent()) {
      return end(new Verdict.Blocked(blocked.get()), "");
    }
    challenged = true;
    state = challenge.next();
    return new Answer.Challenge(challenge.message());
  }

  private Answer failed(ScramStep.Failed failed) {
    if (!challenged) {
      return end(new Verdict.Refused(Duration.ZERO), failed.reason().message());
    }
    return switch (logins.guesses().begin(peer, failed.login())) {
      case Leave.Blocked(var left) -> end(new Verdict.Blocked(left), "");
      case Leave.TooMany _ -> end(new Verdict.Busy(), "");
      case Leave.Granted _ ->
          end(
              new Verdict.Refused(logins.guesses().failed(peer, failed.login(), 0)),
              failed.reason().message());
    };
  }

  private Answer proven(ScramStep.Proven proven) {
    // Whoever is blocked learns nothing, not even that this guess was right.
    var blocked = logins.guesses().blocked(peer, proven.login());
    if (blocked.isPresent()) {
      return end(new Verdict.Blocked(blocked.get()), "");
    }
    var verdict = logins.admitIfUnchanged(credential.orElseThrow());
    return end(verdict, verdict instanceof Verdict.Refused ? "" : proven.message());
  }

  private Answer end(Verdict verdict, String message) {
    over = true;
    return new Answer.Done(logins.meters().decided(By.SCRAM, verdict), message);
  }
}
