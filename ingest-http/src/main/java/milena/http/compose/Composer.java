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

/** Makes the messages of one request, one after another. Belongs to one thread at a time. */
public final class Composer {

  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final Duration LONGEST_IN_ALL = Duration.ofMinutes(5);
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
   * @param bounds of what is made
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
    var effort = new Effort(nanos, new Effort.Limits(LONGEST, LONGEST_IN_ALL, bounds.text()));
    var templates = new Templates(Engine.of(injection.dialect()));
    effort.begin();
    try {
      var maker =
          switch (injection.content()) {
            case Content.Whole(var text) ->
                new WholeMaker(text, templates, bounds.header(), checks);
            case Content.Parts parts ->
                new PartsMaker(parts, templates, bounds.header(), attachments);
          };
      return new Opened.Ready(new Composer(maker, injection, effort));
    } catch (Fault fault) {
      return new Opened.Unfit(fault.toResult());
    } finally {
      effort.end();
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

  /** The message of one recipient; there is none any more when the request has taken too long. */
  public Composed compose(Recipient recipient) {
    if (effort.isSpent()) {
      return new Composed.Faulty(
          422,
          "The messages of this request take more than "
              + LONGEST_IN_ALL.toMinutes()
              + " minutes to make; send the others in a request of their own.",
          "/recipients");
    }
    effort.begin();
    try {
      return maker.make(
          recipient, new Maker.Filling(header.of(recipient), body.of(recipient), common, effort));
    } catch (Fault fault) {
      return fault.toResult();
    } finally {
      effort.end();
    }
  }
}
