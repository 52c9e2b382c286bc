package milena.standalone.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The name of a process among others, kept in its data folder so that a restart has it again. */
public final class NodeName {
  private static final String FILE = "node-id";

  private NodeName() {}

  /** The name; a new one where there is none yet. */
  public static String of(Path data) throws IOException {
    var file = data.resolve(FILE);
    if (Files.exists(file)) {
      var kept = Files.readString(file).strip();
      if (!kept.isEmpty()) {
        return kept;
      }
    }
    var bytes = new byte[4];
    RandomGenerator.of("SecureRandom").nextBytes(bytes);
    var fresh = HexFormat.of().formatHex(bytes);
    Synced.write(file, fresh);
    return fresh;
  }

  /** The next one who asks gets a new name. */
  public static void forget(Path data) throws IOException {
    Synced.delete(data.resolve(FILE));
  }
}
