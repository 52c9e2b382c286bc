package milena.delivery.connect;

import java.util.List;
import milena.delivery.outcome.Ending;
import milena.delivery.outcome.Hop;
import milena.delivery.outcome.HostTrouble;
import milena.delivery.path.Exit;
import milena.delivery.resolve.Destination;

/** What a dial that reached no host tells all that waited for it. */
record Unreached(Destination destination, Exit exit, List<HostTrouble> troubles) {

  Ending ending() {
    return destination.tlsRequired()
        ? new Ending.Unpromised(troubles)
        : new Ending.Unreachable(troubles, !exit.name().isEmpty());
  }

  /** The last host that was tried. */
  Hop hop() {
    return troubles.isEmpty()
        ? Hop.NONE
        : new Hop("", troubles.getLast().host(), troubles.getLast().address(), "", "");
  }
}
