package milena.tenants.verify;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import milena.tenants.verify.ScramMessages.Binding;
import milena.tenants.verify.ScramMessages.ClientFinal;
import milena.tenants.verify.ScramMessages.ClientFirst;
import milena.tenants.verify.ScramMessages.Malformed;

/**
 * The server's side of SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802, RFC 7677), as states that
 * each take one message.
 *
 * <pre>
 *   {@link AwaitFirst} ── client-first ──► Challenge (server-first) ──► {@link AwaitFinal}
 *        └─────────────► Failed                                           ├─ client-final ──► Proven
 *                                                                         └─────────────────► Failed
 * </pre>
 *
 * <p>Messages are those of SASL, without the base 64 or the lines of the protocol that carries
 * them.
 */
public sealed interface ScramExchange {

  /** Takes the client's next message. A state takes one only once. */
  ScramStep next(byte[] message);

  /** The beginning of an exchange. */
  static ScramExchange begin(ScramTerms terms) {
    return new AwaitFirst(terms);
  }

  /** Nothing is said yet. */
  record AwaitFirst(ScramTerms terms) implements ScramExchange {

    @Override
    public ScramStep next(byte[] message) {
      return switch (ScramMessages.clientFirst(message)) {
        case Malformed malformed -> new ScramStep.Failed("", malformed.reason());
        case ClientFirst first -> challenge(first);
      };
    }

    private ScramStep challenge(ClientFirst first) {
      var login = Preparation.of(first.login());
      if (login.isEmpty()) {
        return new ScramStep.Failed("", ScramFailure.INVALID_USERNAME_ENCODING);
      }
      if (!first.actsFor().isEmpty() && !Preparation.of(first.actsFor()).equals(login)) {
        return new ScramStep.Failed("", ScramFailure.OTHER_ERROR);
      }
      return switch (bound(first.binding())) {
        case Bound.No no -> new ScramStep.Failed(login.get(), no.reason());
        case Bound.Yes yes -> challenge(login.get(), first, yes.data());
      };
    }

    private ScramStep challenge(String login, ClientFirst first, byte[] bindingData) {
      var verifier = terms.verifiers().apply(login);
      var nonce = first.nonce() + terms.nonce();
      var base64 = Base64.getEncoder();
      var message =
          ("r=" + nonce)
              + (",s=" + base64.encodeToString(verifier.salt()))
              + (",i=" + verifier.iterations());
      var expected =
          base64.encodeToString(
              ScramMessages.joined(
                  first.gs2Header().getBytes(StandardCharsets.UTF_8), bindingData));
      return new ScramStep.Challenge(
          login,
          message,
          new AwaitFinal(login, verifier, nonce, expected, first.bare() + "," + message));
    }

    /** Whether both sides mean the same by how the exchange is bound (RFC 5802, section 6). */
    private Bound bound(Binding binding) {
      return switch (binding) {
        case Binding.Unable _ ->
            terms.plus()
                ? new Bound.No(ScramFailure.CHANNEL_BINDING_NOT_SUPPORTED)
                : Bound.Yes.WITHOUT;
        case Binding.ThinksUnable _ -> {
          if (terms.plus()) {
            yield new Bound.No(ScramFailure.CHANNEL_BINDING_NOT_SUPPORTED);
          }
          yield terms.bindings().offered()
              ? new Bound.No(ScramFailure.SERVER_DOES_SUPPORT_CHANNEL_BINDING)
              : Bound.Yes.WITHOUT;
        }
        case Binding.By(var type) -> {
          if (!terms.plus()) {
            yield new Bound.No(ScramFailure.CHANNEL_BINDING_NOT_SUPPORTED);
          }
          yield terms
              .bindings()
              .data(type)
              .<Bound>map(Bound.Yes::new)
              .orElseGet(() -> new Bound.No(ScramFailure.UNSUPPORTED_CHANNEL_BINDING_TYPE));
        }
      };
    }
  }

  /**
   * The client knows the salt, and has to show that it has the password.
   *
   * @param login who it says it is
   * @param verifier what its proof is checked against
   * @param nonce both parts
   * @param binding what the client must repeat of the binding, in base 64
   * @param said what was said so far, for the proof
   */
  record AwaitFinal(
      String login, PasswordVerifier verifier, String nonce, String binding, String said)
      implements ScramExchange {

    @Override
    public ScramStep next(byte[] message) {
      return switch (ScramMessages.clientFinal(message)) {
        case Malformed malformed -> new ScramStep.Failed(login, malformed.reason());
        case ClientFinal last -> check(last);
      };
    }

    private ScramStep check(ClientFinal last) {
      if (!same(last.nonce(), nonce)) {
        return new ScramStep.Failed(login, ScramFailure.INVALID_ENCODING);
      }
      if (!same(last.binding(), binding)) {
        return new ScramStep.Failed(login, ScramFailure.CHANNEL_BINDINGS_DONT_MATCH);
      }
      byte[] authMessage = (said + "," + last.withoutProof()).getBytes(StandardCharsets.UTF_8);
      if (!verifier.proves(last.proof(), authMessage)) {
        return new ScramStep.Failed(login, ScramFailure.INVALID_PROOF);
      }
      return new ScramStep.Proven(
          login, "v=" + Base64.getEncoder().encodeToString(verifier.signature(authMessage)));
    }

    private static boolean same(String a, String b) {
      return Hashes.same(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return "AwaitFinal[]";
    }
  }
}
