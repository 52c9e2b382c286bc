package milena.tenants.verify;

/** Why a SCRAM exchange came to nothing, in the words of RFC 5802, section 7. */
public enum ScramFailure {
  /** A message that is none, too long, or not UTF-8. */
  INVALID_ENCODING("invalid-encoding"),
  /** The login has no spelling of its own: {@link Preparation} refuses it. */
  INVALID_USERNAME_ENCODING("invalid-username-encoding"),
  /** A mandatory extension, of which there is none that we know. */
  EXTENSIONS_NOT_SUPPORTED("extensions-not-supported"),
  /** The client wants to act for somebody else. */
  OTHER_ERROR("other-error"),
  /** The client wants to bind, and the mechanism it chose does not, or the other way round. */
  CHANNEL_BINDING_NOT_SUPPORTED("channel-binding-not-supported"),
  /** A type of binding that this connection does not have. */
  UNSUPPORTED_CHANNEL_BINDING_TYPE("unsupported-channel-binding-type"),
  /** The client could bind and was made to believe that we cannot: somebody is in between. */
  SERVER_DOES_SUPPORT_CHANNEL_BINDING("server-does-support-channel-binding"),
  /** The client is on another TLS connection than we are: somebody is in between. */
  CHANNEL_BINDINGS_DONT_MATCH("channel-bindings-dont-match"),
  /** A wrong password, or nobody of that name. */
  INVALID_PROOF("invalid-proof");

  private final String word;

  ScramFailure(String word) {
    this.word = word;
  }

  /** The server's last message, for protocols that carry one with a refusal. */
  public String message() {
    return "e=" + word;
  }
}
