package milena.http.operate;

import java.util.Map;

/** Who carries operators' wishes out. Calls may take seconds, and come from several threads. */
public interface QueueDesk {

  /**
   * A command that is asked for.
   *
   * @param kind as in {@code mail.commands}
   * @param arguments what it applies to
   * @param who by which credential
   * @param why in words
   */
  record Order(String kind, Map<String, String> arguments, String who, String why) {
    /** Copies. */
    public Order {
      arguments = Map.copyOf(arguments);
    }
  }

  /** What is answered. */
  sealed interface Answer {
    /** It is done; a JSON text about it. */
    record Done(String json) implements Answer {}

    /** It makes no sense; why, and what to do instead. */
    record Refused(String reason) implements Answer {}

    /** It cannot be done here and now; why, and what to do instead. */
    record Away(String reason) implements Answer {}
  }

  /** Gives a command; answers when it is in the log. */
  Answer give(Order order) throws InterruptedException;

  /** Tells which commands are in force in this process, and how far they have come. */
  Answer commands() throws InterruptedException;

  /**
   * Counts what waits in this process.
   *
   * @param selection which submissions, as in a command
   * @param details of how many of them each one is told
   * @param gates whether it is told what those that wait must pass, and how that stands
   */
  Answer count(Map<String, String> selection, int details, boolean gates)
      throws InterruptedException;
}
