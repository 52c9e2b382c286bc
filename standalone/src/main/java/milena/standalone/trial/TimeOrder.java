package milena.standalone.trial;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import milena.router.trial.Recorded;
import org.jspecify.annotations.Nullable;

/**
 * Submissions in the order in which they come, however many there are: sorted by so many in files,
 * which are read side by side.
 */
final class TimeOrder implements AutoCloseable {
  private static final int IN_A_FILE = 25_000;
  private static final int MOST_FILES = 400;
  private static final int BUFFER = 8 * 1024;

  /** More are not sorted. */
  static final long MOST = (long) IN_A_FILE * MOST_FILES;

  /** Of equal times by what they are, so that each run meets them in the same order. */
  private static final Comparator<Recorded> ORDER =
      Comparator.comparingLong(Recorded::comesAt)
          .thenComparingLong(Recorded::acceptedAt)
          .thenComparing(one -> one.what().site())
          .thenComparing(one -> one.what().tenant())
          .thenComparing(one -> one.what().domain());

  private final Path folder;
  private final TrialForms forms;
  private final List<Recorded> gathered = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private long count;

  TimeOrder(TrialForms forms) throws IOException {
    this.forms = forms;
    this.folder = Files.createTempDirectory("milena-trial");
  }

  /** Adds one, unless there are {@link #MOST} already. */
  void add(Recorded recorded) {
    if (count == MOST) {
      return;
    }
    count++;
    gathered.add(recorded);
    if (gathered.size() == IN_A_FILE) {
      write();
    }
  }

  /** How many there are. */
  long count() {
    return count;
  }

  private void write() {
    gathered.sort(ORDER);
    var file = folder.resolve("sorted-" + files.size());
    files.add(file);
    try (var out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER))) {
      for (var recorded : gathered) {
        TrialForms.write(recorded, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
    gathered.clear();
  }

  /** All of them in their order; to be closed. No more can be added from now on. */
  Pass pass() throws IOException {
    if (!gathered.isEmpty()) {
      write();
    }
    return new Pass();
  }

  /** One file, and the next one that stands in it. */
  private final class Line implements AutoCloseable {
    private final int order;
    private final DataInputStream in;
    private @Nullable Recorded head;

    Line(int order) throws IOException {
      this.order = order;
      this.in =
          new DataInputStream(
              new BufferedInputStream(Files.newInputStream(files.get(order)), BUFFER));
    }

    /** Whether there is one more. */
    boolean advances() {
      try {
        head = forms.recorded(in);
        return true;
      } catch (EOFException end) {
        head = null;
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read from " + folder, e);
      }
    }

    Recorded head() {
      var next = head;
      if (next == null) {
        throw new NoSuchElementException();
      }
      return next;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /** One reading of all. */
  final class Pass implements Iterator<Recorded>, AutoCloseable {
    private final List<Line> open = new ArrayList<>();
    private final PriorityQueue<Line> lines =
        new PriorityQueue<>(
            Comparator.comparing(Line::head, ORDER).thenComparingInt(line -> line.order));

    private Pass() throws IOException {
      for (int i = 0; i < files.size(); i++) {
        var line = new Line(i);
        open.add(line);
        if (line.advances()) {
          lines.add(line);
        }
      }
    }

    @Override
    public boolean hasNext() {
      return !lines.isEmpty();
    }

    @Override
    public Recorded next() {
      var line = lines.remove();
      var next = line.head();
      if (line.advances()) {
        lines.add(line);
      }
      return next;
    }

    @Override
    public void close() throws IOException {
      for (var line : open) {
        line.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (var file : files) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(folder);
  }
}
