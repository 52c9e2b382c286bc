package milena.http.submit;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import milena.ingest.log.Submittal;
import milena.ingest.log.Wishes;

/**
 * One message with its envelope.
 *
 * @param id the message's
 * @param tenant whose it is
 * @param at when it was accepted
 * @param envelope who it is from and for
 * @param pieces its bytes, beginning with its header
 * @param lacksDate there is no Date field in it
 * @param lacksMessageId there is no Message-ID field in it
 * @param peer who handed it in
 * @param wishes what its sender asks for
 */
public record Letter(
    String id,
    String tenant,
    Instant at,
    Submittal.Envelope envelope,
    List<Piece> pieces,
    boolean lacksDate,
    boolean lacksMessageId,
    InetAddress peer,
    Wishes wishes) {

  /** Copies the pieces. */
  public Letter {
    pieces = List.copyOf(pieces);
  }
}
