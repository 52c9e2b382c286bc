package milena.standalone.account;

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
import java.util.List;
import java.util.function.Consumer;

/**
 * Things spread over files by a hash: all that belongs together is in one file, in the order in
 * which it was added, and one file fits into memory however long the log is.
 */
public final class Buckets<T> implements AutoCloseable {
  private static final int COUNT = 256;
  private static final int BUFFER = 16 * 1024;

  /** How things are spread and written. */
  public interface Form<T> {

    /** The same for what belongs together. */
    int hash(T thing);

    /** Writes one. */
    void write(T thing, DataOutputStream out) throws IOException;

    /**
     * Reads the next one.
     *
     * @throws EOFException behind the last one
     */
    T read(DataInputStream in) throws IOException;
  }

  private final Form<T> form;
  private final Path folder;
  private final List<DataOutputStream> files = new ArrayList<>();

  /** Makes the files in a new folder of their own, which {@link #close} takes away. */
  public Buckets(Form<T> form) throws IOException {
    this.form = form;
    folder = Files.createTempDirectory("milena-account");
    for (int bucket = 0; bucket < COUNT; bucket++) {
      files.add(
          new DataOutputStream(
              new BufferedOutputStream(Files.newOutputStream(file(bucket)), BUFFER)));
    }
  }

  /** Adds one. */
  public void add(T thing) {
    int spread = (form.hash(thing) * 0x9E3779B9) >>> 24;
    try {
      form.write(thing, files.get(spread));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
  }

  /** Shows what is in each file; no more can be added, and what was shown is gone. */
  public void each(Consumer<List<T>> reader) throws IOException {
    for (int bucket = 0; bucket < COUNT; bucket++) {
      files.get(bucket).close();
      reader.accept(read(file(bucket)));
      Files.delete(file(bucket));
    }
  }

  private List<T> read(Path file) throws IOException {
    var things = new ArrayList<T>();
    try (var in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
      while (true) {
        things.add(form.read(in));
      }
    } catch (EOFException end) {
      return things;
    }
  }

  private Path file(int bucket) {
    return folder.resolve("bucket-" + bucket);
  }

  @Override
  public void close() throws IOException {
    for (var file : files) {
      file.close();
    }
    for (int bucket = 0; bucket < COUNT; bucket++) {
      Files.deleteIfExists(file(bucket));
    }
    Files.deleteIfExists(folder);
  }
}
