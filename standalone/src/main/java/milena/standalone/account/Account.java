package milena.standalone.account;

import java.util.List;
import java.util.SortedMap;

/**
 * Where accepted submissions are.
 *
 * @param accepted how many there are
 * @param endings how many ended in each way
 * @param waiting how many wait for each reason
 * @param deferredThenDelivered of those delivered, how many needed more than one attempt
 * @param unaccounted how many are found nowhere, or overdue
 * @param doubled how many have more than one ending
 * @param faults a line for each unaccounted or doubled one, as many as fit
 */
public record Account(
    long accepted,
    SortedMap<String, Long> endings,
    SortedMap<String, Long> waiting,
    long deferredThenDelivered,
    long unaccounted,
    long doubled,
    List<String> faults) {

  /** Whether every submission is in exactly one place. */
  public boolean balances() {
    return unaccounted == 0 && doubled == 0;
  }

  /** How many wait in all. */
  public long waitingInAll() {
    return waiting.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many ended in one way. */
  public long ended(String ending) {
    return endings.getOrDefault(ending, 0L);
  }
}
