package milena.ingest.login;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import milena.tenants.Logins;
import milena.tenants.ScramLogin;
import milena.tenants.Verdict;

/** One login under way, waiting for the client's next response. A state takes only one. */
public sealed interface Sasl {

  /**
   * Takes a response.
   *
   * @param response without base 64
   */
  SaslStep next(byte[] response);

  /** {@code [acts for] NUL login NUL password} (RFC 4616). */
  record AwaitPlain(Logins logins, InetAddress peer) implements Sasl {
    @Override
    public SaslStep next(byte[] response) {
      var message = text(response);
      if (message.isEmpty()) {
        return new SaslStep.Malformed();
      }
      var parts = message.get().split("\0", -1);
      // Nobody acts for somebody else here.
      boolean whole =
          parts.length == 3
              && (parts[0].isEmpty() || parts[0].equals(parts[1]))
              && !parts[1].isEmpty();
      return whole
          ? new SaslStep.Checking(logins.verify(parts[1], parts[2], peer))
          : new SaslStep.Malformed();
    }

    @Override
    public String toString() {
      return "AwaitPlain[]";
    }
  }

  /** The login's name comes first, then the password; of no RFC, but many clients know only it. */
  record AwaitName(Logins logins, InetAddress peer) implements Sasl {
    @Override
    public SaslStep next(byte[] response) {
      return text(response)
          .filter(name -> !name.isEmpty())
          .<SaslStep>map(
              name -> new SaslStep.Challenge("Password:", new AwaitPassword(logins, peer, name)))
          .orElseGet(SaslStep.Malformed::new);
    }
  }

  /** The name was said. */
  record AwaitPassword(Logins logins, InetAddress peer, String name) implements Sasl {
    @Override
    public SaslStep next(byte[] response) {
      return text(response)
          .<SaslStep>map(password -> new SaslStep.Checking(logins.verify(name, password, peer)))
          .orElseGet(SaslStep.Malformed::new);
    }
  }

  /** RFC 5802 and RFC 7677. */
  record AwaitScram(ScramLogin login) implements Sasl {
    @Override
    public SaslStep next(byte[] response) {
      return switch (login.answer(response)) {
        case ScramLogin.Answer.Challenge(var message) -> new SaslStep.Challenge(message, this);
        // SMTP has no place for the server's proof but another challenge (RFC 4954 §4).
        case ScramLogin.Answer.Done(var verdict, var message) when message.startsWith("v=") ->
            new SaslStep.Challenge(message, new AwaitNothing(verdict));
        case ScramLogin.Answer.Done(var verdict, var _) -> checked(verdict);
      };
    }
  }

  /** All is decided, and the client has to say that it has heard so. */
  record AwaitNothing(Verdict verdict) implements Sasl {
    @Override
    public SaslStep next(byte[] response) {
      return response.length == 0 ? checked(verdict) : new SaslStep.Malformed();
    }
  }

  private static SaslStep checked(Verdict verdict) {
    return new SaslStep.Checking(CompletableFuture.completedFuture(verdict));
  }

  private static Optional<String> text(byte[] response) {
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return Optional.of(decoder.decode(ByteBuffer.wrap(response)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
