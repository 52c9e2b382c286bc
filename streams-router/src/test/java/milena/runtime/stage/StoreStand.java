package milena.runtime.stage;

import java.nio.file.Path;
import java.util.Map;

/** The store of a stage without the stage. */
public final class StoreStand implements AutoCloseable {
  private final StageStore store;

  public StoreStand(Path folder) {
    store = new StageStore(folder, 1);
  }

  public PartitionStore partition(int partition) {
    return new PartitionStore(store, partition);
  }

  /** What was changed is there to stay. */
  public void commit() {
    store.commit(Map.of());
  }

  /** What was changed since the last commit never was. */
  public void forget() {
    store.forget();
  }

  @Override
  public void close() {
    store.close();
  }
}
