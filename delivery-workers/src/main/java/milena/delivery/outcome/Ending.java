package milena.delivery.outcome;

import java.util.List;

/** How an attempt came to its end, as seen on the wire or before it; {@link Verdicts} judges it. */
public sealed interface Ending {

  /** The same for one of several recipients that it came to at once. */
  default Ending asShared() {
    return this instanceof Answered(var stage, var said, _)
        ? new Answered(stage, said, true)
        : this;
  }

  /**
   * The other side answered: the final reply, or one that refused a command before it.
   *
   * @param shared it was said of several recipients at once, and so of none in particular
   */
  record Answered(SessionStage stage, Said said, boolean shared) implements Ending {

    /** Said of one recipient. */
    public Answered(SessionStage stage, Said said) {
      this(stage, said, false);
    }
  }

  /**
   * The connection was lost. At {@link SessionStage#FINAL_DOT} the final dot had been handed to the
   * kernel, so that nobody knows whether the message was taken.
   */
  record Lost(SessionStage stage, String why) implements Ending {}

  /** The other side did not answer in time; at the final dot as {@link Lost}. */
  record Silent(SessionStage stage) implements Ending {}

  /** The other side said something that is no SMTP reply, or none that fits the command. */
  record Garbled(SessionStage stage, Said said) implements Ending {}

  /** The permission to send ran out; nothing was handed over. */
  record Withheld(SessionStage stage, String reason) implements Ending {}

  /**
   * No connection was to be had while the dispatch was valid: as many as may be were in use, or
   * none of the hosts was reached in time.
   */
  record Unconnected(String reason) implements Ending {}

  /** The next hop lacks what the message needs, and the message cannot be changed to fit. */
  record Unfit(Said said) implements Ending {}

  /** Envelope or body can never be read. */
  record BodyLost(String reason) implements Ending {}

  /** Envelope or body cannot be read now. */
  record BodyAway(String reason) implements Ending {}

  /**
   * No host of the site could be used.
   *
   * @param troubles one for each address tried, in order; empty when no host had an address
   * @param chosenSource it was tried from a source that was chosen; another may do better
   */
  record Unreachable(List<HostTrouble> troubles, boolean chosenSource) implements Ending {
    /** Keeps its own copy of the list. */
    public Unreachable {
      troubles = List.copyOf(troubles);
    }

    /** From wherever the system chose. */
    public Unreachable(List<HostTrouble> troubles) {
      this(troubles, false);
    }
  }

  /**
   * No host of the site could be used for a message that requires TLS (RFC 8689).
   *
   * @param troubles as in {@link Unreachable}
   */
  record Unpromised(List<HostTrouble> troubles) implements Ending {
    /** Keeps its own copy of the list. */
    public Unpromised {
      troubles = List.copyOf(troubles);
    }
  }

  /** Nothing can leave from the source that was chosen; another has to be. */
  record SourceAway(String reason) implements Ending {}

  /** The domain's mail goes nowhere: it takes none, does not exist, or must not be connected to. */
  record NoRoute(Said said) implements Ending {}

  /** DNS did not say where the domain's mail goes. */
  record RouteUnknown(String reason) implements Ending {}

  /** There is no route, and mail must not leave by MX. */
  record RouteForbidden(String reason) implements Ending {}
}
