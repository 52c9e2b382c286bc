package milena.http.compose;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import milena.http.request.Bounds;
import milena.http.request.Injection;
import milena.http.request.Injection.Content;
import milena.http.request.Injection.Recipient;
import milena.http.request.Spool;
import milena.ingest.header.HeaderChecks;

/** Makes the messages of one request, one after another. Belongs to one thread. */
public final class Composer {

  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final Recipient NOBODY = new Recipient(0, "", null, Map.of(), Map.of());

  private final Maker maker;
  private final Effort effort;
  private final Map<String, Object> common;
  private final Model header;
  private final Model body;

  private Composer(Maker maker, Injection injection, Effort effort) {
    this.maker = maker;
    this.effort = effort;
    common = injection.substitutions();
    header = new Model(common, true, effort);
    body = new Model(common, false, effort);
  }

  /** One that can compose, or why nothing can. */
  public sealed interface Opened {
    /** It can. */
    record Ready(Composer composer) implements Opened {}

    /** The content is at fault, whoever it is for. */
    record Unfit(Composed.Faulty faulty) implements Opened {}
  }

  /**
   * Understands the content of a request.
   *
   * @param attachments where the data of its attachments is
   * @param checks of the header of a message that comes as a whole; one that is made here of parts
   *     has everything
   * @param nanos the monotonic clock
   */
  public static Opened open(
      Injection injection,
      Spool attachments,
      Bounds bounds,
      HeaderChecks checks,
      LongSupplier nanos) {
    var engine = Engine.of(injection.dialect());
    try {
      var maker =
          switch (injection.content()) {
            case Content.Whole(var text) -> new WholeMaker(text, engine, checks);
            case Content.Parts parts -> new PartsMaker(parts, engine, attachments);
          };
      return new Opened.Ready(
          new Composer(maker, injection, new Effort(nanos, LONGEST, bounds.text())));
    } catch (Fault fault) {
      return new Opened.Unfit(fault.toResult());
    }
  }

  /** Domains of From that every message will have. */
  public List<String> fixedFrom() {
    return maker.fixedFrom();
  }

  /** The message, if it is the same for all recipients. */
  public Optional<Composed> shared() {
    return maker.sameForAll() ? Optional.of(compose(NOBODY)) : Optional.empty();
  }

  /** The message of one recipient. */
  public Composed compose(Recipient recipient) {
    effort.begin();
    try {
      return maker.make(
          recipient, new Maker.Filling(header.of(recipient), body.of(recipient), common, effort));
    } catch (Fault fault) {
      return fault.toResult();
    }
  }
}
