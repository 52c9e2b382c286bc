package milena.mail.classify;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What kind of trouble a failure is; the labels are the ones that operators' tools already know.
 */
public enum BounceClass {
  /** The address does not exist or cannot be written so. */
  INVALID_RECIPIENT("InvalidRecipient"),
  /** The DNS did not answer, or with an error. */
  DNS_FAILURE("DNSFailure"),
  /** The sending address or network is on a block list or has a bad name. */
  SPAM_BLOCK("SpamBlock"),
  /** The content looks like spam. */
  SPAM_CONTENT("SpamContent"),
  /** An attachment is of a kind that is not let through. */
  PROHIBITED_ATTACHMENT("ProhibitedAttachment"),
  /** The server does not take mail for this domain from us. */
  RELAY_DENIED("RelayDenied"),
  /** Not a failure: an automatic answer such as an absence note. */
  AUTO_REPLY("AutoReply"),
  /** Trouble that passes: busy, greylisted, asked to come back. */
  TRANSIENT_FAILURE("TransientFailure"),
  /** Not a failure: a request to subscribe. */
  SUBSCRIBE("Subscribe"),
  /** Not a failure: a request to unsubscribe. */
  UNSUBSCRIBE("Unsubscribe"),
  /** A person or program wants the sender to prove something first. */
  CHALLENGE_RESPONSE("ChallengeResponse"),
  /** A host, here or there, is set up wrongly. */
  BAD_CONFIGURATION("BadConfiguration"),
  /** The connection could not be made or broke. */
  BAD_CONNECTION("BadConnection"),
  /** The recipient's domain does not exist or takes no mail. */
  BAD_DOMAIN("BadDomain"),
  /** The content is refused for its form: size, encoding, headers. */
  CONTENT_RELATED("ContentRelated"),
  /** The mailbox exists or existed, and is switched off. */
  INACTIVE_MAILBOX("InactiveMailbox"),
  /** The sender's address is refused or does not exist. */
  INVALID_SENDER("InvalidSender"),
  /** The message was not delivered in the time it had. */
  MESSAGE_EXPIRED("MessageExpired"),
  /** The host does not answer. */
  NO_ANSWER_FROM_HOST("NoAnswerFromHost"),
  /** A rule of the receiver, not about spam alone: rate, volume, permission. */
  POLICY_RELATED("PolicyRelated"),
  /** One side did not follow SMTP. */
  PROTOCOL_ERRORS("ProtocolErrors"),
  /** The mailbox or its system is full. */
  QUOTA_ISSUES("QuotaIssues"),
  /** A relay on the way failed to pass the message on. */
  RELAYING_ISSUES("RelayingIssues"),
  /** There is no way to the destination, or it leads in a circle. */
  ROUTING_ERRORS("RoutingErrors"),
  /** Refused as spam, without saying whether for sender or content. */
  SPAM_RELATED("SpamRelated"),
  /** The content holds a virus. */
  VIRUS_RELATED("VirusRelated"),
  /** SPF, DKIM, DMARC or a login failed. */
  AUTHENTICATION_FAILED("AuthenticationFailed"),
  /** More recipients than the server takes at once; transient even with a 5xx code. */
  TOO_MANY_RECIPIENTS("TooManyRecipients"),
  /** No rule knows it. */
  UNCATEGORIZED("Uncategorized");

  private static final Map<String, BounceClass> BY_LABEL =
      Arrays.stream(values()).collect(Collectors.toMap(BounceClass::label, Function.identity()));

  private final String label;

  BounceClass(String label) {
    this.label = label;
  }

  /** The name in events and rules. */
  public String label() {
    return label;
  }

  /** The class of that name. */
  public static Optional<BounceClass> ofLabel(String label) {
    return Optional.ofNullable(BY_LABEL.get(label));
  }
}
