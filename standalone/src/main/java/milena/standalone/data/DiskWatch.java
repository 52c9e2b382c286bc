package milena.standalone.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import milena.runtime.config.Reserve;
import milena.runtime.config.Size;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Service;
import milena.runtime.observe.Meters;
import milena.runtime.observe.Metric;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second at the file system of the data folder. An embedded broker that meets a full
 * disk ends, so mail is refused before: what is delivered still has to be written down.
 */
public final class DiskWatch implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
  private static final long EVERY_MS = 1_000;

  private static final Metric FREE =
      Metric.gauge(
          "milena.disk.free", "bytes", "What may still be written where the data folder is.");
  private static final Metric RESERVE =
      Metric.gauge(
          "milena.disk.reserve", "bytes", "Below so much free space mail is refused with 452.");
  private static final Metric SUFFICIENT =
      Metric.gauge(
          "milena.disk.sufficient", "", "1 while there is room for mail, 0 while it is refused.");

  /** Every metric of the disk, for the reference. */
  public static final List<Metric> METRICS = List.of(FREE, RESERVE, SUFFICIENT);

  private final Path folder;
  private final Reserve reserve;
  private volatile DiskRoom room = DiskRoom.UNSEEN;
  private boolean blind;
  private @Nullable ScheduledExecutorService looking;

  /** Watches a folder, once started; {@code reserve} is what should stay free there. */
  public DiskWatch(Path folder, Reserve reserve, Meters meters) {
    this.folder = folder;
    this.reserve = reserve;
    meters.gauge(FREE, this, watch -> watch.room.free());
    meters.gauge(RESERVE, this, watch -> watch.room.reserve());
    meters.gauge(SUFFICIENT, this, watch -> watch.hasRoom() ? 1 : 0);
  }

  /** Whether more mail may be written, as of at most some seconds ago. */
  public boolean hasRoom() {
    return room.sufficient();
  }

  @Override
  public String name() {
    return "disk";
  }

  /** Starts also without room: only what is there already can be delivered, and make some. */
  @Override
  public void start() {
    look();
    var thread = Thread.ofPlatform().daemon().name("disk-watch").factory();
    looking = Executors.newSingleThreadScheduledExecutor(thread);
    looking.scheduleWithFixedDelay(this::look, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      var store = Files.getFileStore(folder);
      take(room.seen(store.getUsableSpace(), store.getTotalSpace(), reserve));
      blind = false;
    } catch (IOException failure) {
      // What was seen last still holds.
      if (!blind) {
        blind = true;
        LOG.warn("cannot see the free space folder={} reason={}", folder, failure.toString());
      }
    }
  }

  private void take(DiskRoom seen) {
    boolean before = room.sufficient();
    room = seen;
    if (before && !seen.sufficient()) {
      LOG.warn("mail is refused: {}", lack(seen));
    } else if (!before && seen.sufficient()) {
      LOG.info("mail is accepted again free={} reserve={}", seen.free(), seen.reserve());
    }
  }

  private String lack(DiskRoom seen) {
    return "%s has %s free and %s are to stay free (disk-reserve); make room or add some"
        .formatted(folder, new Size(seen.free()), new Size(seen.reserve()));
  }

  @Override
  public Health health() {
    var seen = room;
    return seen.sufficient() ? Health.ready() : Health.notReady(lack(seen));
  }

  @Override
  public void stop(Deadline deadline) {
    if (looking != null) {
      looking.shutdownNow();
    }
  }
}
