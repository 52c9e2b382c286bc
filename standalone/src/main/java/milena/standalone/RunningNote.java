package milena.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Service;
import milena.standalone.data.RunningSystem;

/** Leaves word in the data folder of where this process listens, while everything else runs. */
record RunningNote(Path folder, Supplier<RunningSystem> system) implements Service {

  @Override
  public String name() {
    return "note";
  }

  @Override
  public void start() throws IOException {
    system.get().write(folder);
  }

  @Override
  public void stop(Deadline deadline) throws IOException {
    RunningSystem.remove(folder);
  }
}
