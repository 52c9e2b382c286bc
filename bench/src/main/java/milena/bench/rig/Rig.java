package milena.bench.rig;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import milena.bench.host.Crew;
import milena.bench.result.Contender;

/** One side, running. */
public interface Rig {

  /** Returns where it takes mail. */
  InetSocketAddress smtp();

  /** Returns with what its clients come in; empty when anybody on this machine may send. */
  default Optional<Login> login() {
    return Optional.empty();
  }

  /** Returns its processes, measured together. */
  Crew crew();

  /** Returns what it is. */
  Contender contender();

  /**
   * Tells it that its destination is back, where it would otherwise wait for the next of its rounds
   * to look.
   *
   * @throws IOException when it does not take that
   * @throws InterruptedException when the thread is interrupted
   */
  void destinationIsBack() throws IOException, InterruptedException;

  /**
   * Stops it, and returns when all its processes have ended.
   *
   * @throws IOException when they do not
   * @throws InterruptedException when the thread is interrupted
   */
  void stop() throws IOException, InterruptedException;
}
