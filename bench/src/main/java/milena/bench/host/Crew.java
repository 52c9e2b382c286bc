package milena.bench.host;

import java.io.IOException;
import java.util.List;

/**
 * A process and everything that it starts, measured together.
 *
 * <p>Neither kind counts what the kernel does for a process on its own threads, such as the
 * journal's writes: the machine's total, from {@link ThisMachine#busySeconds}, has that.
 */
public interface Crew extends AutoCloseable {

  /**
   * Returns a crew to start a command in: a control group of its own where one can be made, else
   * the tree of processes.
   *
   * @param name a word for it
   */
  static Crew gather(String name) {
    return ControlGroup.make(name).<Crew>map(group -> group).orElseGet(ProcessTree::new);
  }

  /**
   * Returns the command that starts another one within this crew.
   *
   * @param command what is to run
   */
  List<String> within(List<String> command);

  /** Tells which process was started by that command. */
  void started(ProcessHandle process);

  /**
   * Returns the CPU seconds, user and system, that all processes have taken so far, also those that
   * have ended.
   *
   * @throws IOException when the kernel does not tell
   */
  double cpuSeconds() throws IOException;

  /**
   * Returns the processes that run now.
   *
   * @throws IOException when the kernel does not tell
   */
  List<Long> processes() throws IOException;

  /** Returns in a few words how the CPU time is added up. */
  String cpuBy();

  /** Forgets the crew, whose processes have ended. */
  @Override
  void close();
}
