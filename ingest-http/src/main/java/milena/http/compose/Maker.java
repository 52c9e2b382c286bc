package milena.http.compose;

import java.util.List;
import java.util.Map;
import milena.http.request.Injection.Recipient;
import org.jspecify.annotations.Nullable;

/** Makes the messages of one request. */
sealed interface Maker permits WholeMaker, PartsMaker {

  /** Whether every recipient's message is the same. */
  boolean sameForAll();

  /** Domains of From that are the same for every recipient, as far as known. */
  List<String> fixedFrom();

  /** Makes one. */
  Composed.Message make(Recipient recipient, Filling filling) throws Fault;

  /**
   * What templates are filled with for one recipient.
   *
   * @param header without line ends, for the header
   * @param body for everything else
   * @param common what all recipients have, as it came
   */
  record Filling(
      Map<String, @Nullable Object> header,
      Map<String, @Nullable Object> body,
      Map<String, Object> common,
      Effort effort) {}
}
