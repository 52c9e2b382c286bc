package milena.http.compose;

import java.util.List;
import milena.http.submit.Piece;

/** A message, or why there is none. */
public sealed interface Composed {

  /**
   * A message without what this server puts before it.
   *
   * @param pieces its bytes in order; the first begins with the header
   * @param facts what is to be known of it
   */
  record Message(List<Piece> pieces, Facts facts) implements Composed {
    /** Copies. */
    public Message {
      pieces = List.copyOf(pieces);
    }

    /** Bytes in all of it. */
    public long size() {
      return pieces.stream().mapToLong(Piece::size).sum();
    }
  }

  /**
   * What is to be known of a message.
   *
   * @param hasDate a Date field is there
   * @param hasMessageId a Message-ID field is there
   * @param smtpUtf8 its header has bytes over 127 (RFC 6532)
   * @param eightBit it has bytes over 127 anywhere
   * @param fromDomains the domains in From, in lower case and as A-labels
   */
  record Facts(
      boolean hasDate,
      boolean hasMessageId,
      boolean smtpUtf8,
      boolean eightBit,
      List<String> fromDomains) {
    /** Copies. */
    public Facts {
      fromDomains = List.copyOf(fromDomains);
    }
  }

  /**
   * No message.
   *
   * @param status of HTTP, if all recipients had the same content
   * @param detail what is wrong
   * @param pointer to the field at fault
   */
  record Faulty(int status, String detail, String pointer) implements Composed {}
}
