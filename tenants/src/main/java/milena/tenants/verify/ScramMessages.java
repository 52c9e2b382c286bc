package milena.tenants.verify;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The client's messages of SCRAM, read strictly and only up to a length (RFC 5802, section 7). */
final class ScramMessages {

  /** Longer messages than this, in bytes, are none: real ones have a few hundred. */
  static final int MOST_BYTES = 2_048;

  private static final int MOST_NONCE_CHARS = 256;

  /** The client repeats its own part together with ours. */
  private static final int MOST_WHOLE_NONCE_CHARS = 2 * MOST_NONCE_CHARS;

  private static final Pattern NONCE = Pattern.compile("[\\x21-\\x2B\\x2D-\\x7E]+");
  private static final Pattern BINDING_TYPE = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private static final Pattern EXTENSION = Pattern.compile("(?s)[A-Za-ln-z]=.+");
  private static final Pattern ESCAPE = Pattern.compile("=2C|=3D");

  private ScramMessages() {}

  /** What is made of a client-first-message. */
  sealed interface First {}

  /** What is made of a client-final-message. */
  sealed interface Final {}

  /** It is no such message. */
  record Malformed(ScramFailure reason) implements First, Final {}

  /** What the client says about binding. */
  sealed interface Binding {

    /** {@code n}: it cannot. */
    record Unable() implements Binding {}

    /** {@code y}: it can, and thinks that we cannot. */
    record ThinksUnable() implements Binding {}

    /** {@code p}: it does, by this type. */
    record By(String type) implements Binding {}
  }

  /**
   * A client-first-message.
   *
   * @param gs2Header up to and including the second comma
   * @param actsFor whom the client wants to act for; empty for itself
   * @param bare the rest of the message
   */
  record ClientFirst(
      Binding binding, String gs2Header, String actsFor, String bare, String login, String nonce)
      implements First {}

  /** A client-final-message. */
  static final class ClientFinal implements Final {
    private final String binding;
    private final String nonce;
    private final byte[] proof;
    private final String withoutProof;

    private ClientFinal(String binding, String nonce, byte[] proof, String withoutProof) {
      this.binding = binding;
      this.nonce = nonce;
      this.proof = proof;
      this.withoutProof = withoutProof;
    }

    String binding() {
      return binding;
    }

    String nonce() {
      return nonce;
    }

    byte[] proof() {
      return proof;
    }

    String withoutProof() {
      return withoutProof;
    }
  }

  static First clientFirst(byte[] bytes) {
    var message = text(bytes);
    int flagEnd = message.indexOf(',');
    int headerEnd = message.indexOf(',', flagEnd + 1);
    if (flagEnd < 0 || headerEnd < 0) {
      return invalid();
    }
    var binding = binding(message.substring(0, flagEnd));
    var actsFor = actsFor(message.substring(flagEnd + 1, headerEnd));
    var bare = message.substring(headerEnd + 1);
    var parts = List.of(bare.split(",", -1));
    if (parts.getFirst().startsWith("m=")) {
      return new Malformed(ScramFailure.EXTENSIONS_NOT_SUPPORTED);
    }
    if (binding.isEmpty() || actsFor.isEmpty() || parts.size() < 2) {
      return invalid();
    }
    var login = attribute("n=", parts.get(0)).flatMap(ScramMessages::name);
    var nonce = attribute("r=", parts.get(1)).filter(text -> isNonce(text, MOST_NONCE_CHARS));
    if (login.isEmpty() || nonce.isEmpty() || !extensions(parts.subList(2, parts.size()))) {
      return invalid();
    }
    return new ClientFirst(
        binding.get(),
        message.substring(0, headerEnd + 1),
        actsFor.get(),
        bare,
        login.get(),
        nonce.get());
  }

  static Final clientFinal(byte[] bytes) {
    var message = text(bytes);
    int proofStart = message.lastIndexOf(",p=");
    if (proofStart < 0) {
      return invalid();
    }
    var withoutProof = message.substring(0, proofStart);
    var parts = List.of(withoutProof.split(",", -1));
    var proof = proof(message.substring(proofStart + 3));
    if (parts.size() < 2 || proof.isEmpty() || !extensions(parts.subList(2, parts.size()))) {
      return invalid();
    }
    var binding = attribute("c=", parts.get(0));
    var nonce = attribute("r=", parts.get(1)).filter(text -> isNonce(text, MOST_WHOLE_NONCE_CHARS));
    return binding.isEmpty() || nonce.isEmpty()
        ? invalid()
        : new ClientFinal(binding.get(), nonce.get(), proof.get(), withoutProof);
  }

  private static Malformed invalid() {
    return new Malformed(ScramFailure.INVALID_ENCODING);
  }

  /** The message as text; empty, which is no message, where it is too long or not UTF-8. */
  private static String text(byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      return "";
    }
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.indexOf('\0') < 0 ? text : "";
    } catch (CharacterCodingException notUtf8) {
      return "";
    }
  }

  private static Optional<Binding> binding(String flag) {
    return switch (flag) {
      case "n" -> Optional.of(new Binding.Unable());
      case "y" -> Optional.of(new Binding.ThinksUnable());
      default ->
          attribute("p=", flag)
              .filter(type -> BINDING_TYPE.matcher(type).matches())
              .map(Binding.By::new);
    };
  }

  /**
   * Whom it acts for, empty for itself; nothing where that cannot be read. A name has at least one
   * character (RFC 5802, section 7), but GNU SASL writes {@code a=} for itself; that names nobody
   * else, and the client's proof covers it as it was written.
   */
  private static Optional<String> actsFor(String part) {
    return part.isEmpty() ? Optional.of("") : attribute("a=", part).flatMap(ScramMessages::name);
  }

  private static Optional<String> attribute(String start, String part) {
    return part.startsWith(start) ? Optional.of(part.substring(start.length())) : Optional.empty();
  }

  /** A saslname: comma and equals sign are written as {@code =2C} and {@code =3D}. */
  private static Optional<String> name(String written) {
    if (ESCAPE.matcher(written).replaceAll("").indexOf('=') >= 0) {
      return Optional.empty();
    }
    return Optional.of(written.replace("=2C", ",").replace("=3D", "="));
  }

  private static boolean isNonce(String text, int most) {
    return text.length() <= most && NONCE.matcher(text).matches();
  }

  private static boolean extensions(List<String> parts) {
    return parts.stream().allMatch(part -> EXTENSION.matcher(part).matches());
  }

  private static Optional<byte[]> proof(String base64) {
    try {
      byte[] proof = Base64.getDecoder().decode(base64);
      // The decoder forgives a missing padding, which is not the message that was sent.
      return proof.length == Hashes.LENGTH
              && Base64.getEncoder().encodeToString(proof).equals(base64)
          ? Optional.of(proof)
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  static byte[] joined(byte[] first, byte[] second) {
    var all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
