package milena.standalone.account;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Facts spread over files by id: all that is said of one submission is in one file, and one file
 * fits into memory however long the log is.
 */
final class Buckets implements AutoCloseable {
  private static final int COUNT = 256;
  private static final int BUFFER = 16 * 1024;

  private final Path folder;
  private final List<DataOutputStream> files = new ArrayList<>();

  /** Makes the files in a new folder of their own, which {@link #close} takes away. */
  Buckets() throws IOException {
    folder = Files.createTempDirectory("milena-account");
    for (int bucket = 0; bucket < COUNT; bucket++) {
      files.add(
          new DataOutputStream(
              new BufferedOutputStream(Files.newOutputStream(file(bucket)), BUFFER)));
    }
  }

  void add(Fact fact) {
    var out = files.get(Integer.remainderUnsigned(fact.id().hashCode() * 0x9E3779B9, COUNT));
    try {
      out.writeUTF(fact.id());
      out.writeUTF(fact.kind().name());
      var word = fact.word().getBytes(StandardCharsets.UTF_8);
      out.writeInt(word.length);
      out.write(word);
      out.writeLong(fact.number());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
  }

  /** Shows the facts of each file; no more can be added. */
  void each(Consumer<List<Fact>> reader) throws IOException {
    for (int bucket = 0; bucket < COUNT; bucket++) {
      files.get(bucket).close();
      reader.accept(read(file(bucket)));
    }
  }

  private static List<Fact> read(Path file) throws IOException {
    var facts = new ArrayList<Fact>();
    try (var in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
      while (true) {
        var id = in.readUTF();
        var kind = Fact.Kind.valueOf(in.readUTF());
        var word = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        facts.add(new Fact(id, kind, word, in.readLong()));
      }
    } catch (EOFException end) {
      return facts;
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
