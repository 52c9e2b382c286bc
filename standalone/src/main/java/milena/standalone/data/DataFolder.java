package milena.standalone.data;

import java.io.IOException;
import java.nio.file.Path;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** The data folder, held by this process from the first service's start to the last one's stop. */
public final class DataFolder implements Service {

  private final Path folder;
  private @Nullable FolderLock lock;

  public DataFolder(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "data";
  }

  @Override
  public void start() throws IOException {
    lock = FolderLock.take(folder);
  }

  @Override
  public void stop(Deadline deadline) throws IOException {
    if (lock != null) {
      lock.close();
    }
  }
}
