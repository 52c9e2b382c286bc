package milena.bench.queues;

import java.nio.file.Path;
import java.util.List;

/**
 * What a run is to do.
 *
 * @param sizes how much waits, one after the other
 * @param messages how many others are sent in a round while that waits
 * @param rounds how many of those, from 1; the median counts
 * @param folder where all data lies while it runs; each size's is removed after it
 * @param launcher the command that is Milena
 * @param home Milena's working copy
 */
public record QueueOrder(
    List<QueueSize> sizes,
    int messages,
    int rounds,
    Path folder,
    List<String> launcher,
    Path home) {

  /** Copies the lists and checks the ranges. */
  public QueueOrder {
    sizes = List.copyOf(sizes);
    launcher = List.copyOf(launcher);
    folder = folder.toAbsolutePath();
    if (rounds < 1 || messages < 1) {
      throw new IllegalArgumentException("needs at least one round of one message");
    }
  }
}
