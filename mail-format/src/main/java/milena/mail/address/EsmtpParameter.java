package milena.mail.address;

/**
 * One parameter of MAIL or RCPT (RFC 5321 §4.1.2), such as {@code SIZE=1000} or {@code SMTPUTF8}.
 *
 * @param keyword in upper case
 * @param value as sent; empty for a parameter without one, since a written value is never empty
 */
public record EsmtpParameter(String keyword, String value) {

  /** Whether the parameter was written with an equals sign. */
  public boolean hasValue() {
    return !value.isEmpty();
  }
}
