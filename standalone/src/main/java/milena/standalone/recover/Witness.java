package milena.standalone.recover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import milena.standalone.data.Synced;

/**
 * What the last user of a log left in its folder to tell the next one how it ended. It is on the
 * disk before the log is opened, and whatever ends the process leaves it as it is.
 */
sealed interface Witness {

  /** The broker was stopped, and all that it had is on the disk. */
  record Stopped() implements Witness {}

  /** The log was open in this life of the machine. */
  record Open(Life life) implements Witness {}

  /** What a power cut had left was being put in order. */
  record Recovering() implements Witness {}

  /** The file in the data folder. */
  String FILE = "witness";

  /** What stands there; nothing where there is no file. What cannot be read says the worst. */
  static Optional<Witness> read(Path data) throws IOException {
    var file = data.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var words = Files.readString(file).strip().split(" ");
    return Optional.of(
        switch (words[0]) {
          case "stopped" -> new Stopped();
          case "open" -> new Open(words.length == 3 ? new Life(words[1], words[2]) : Life.UNKNOWN);
          default -> new Recovering();
        });
  }

  /** Leaves word; it is on the disk when this returns. */
  default void write(Path data) throws IOException {
    Synced.write(data.resolve(FILE), text() + "\n");
  }

  private String text() {
    return switch (this) {
      case Stopped() -> "stopped";
      case Open(var life) ->
          life.equals(Life.UNKNOWN) ? "open" : "open " + life.boot() + " " + life.mount();
      case Recovering() -> "recovering";
    };
  }
}
