package milena.ingest.secure;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files that are read again and again, and what of them is new. Contents are compared, since a time
 * and a size say less and these files are small.
 */
final class WatchedFiles {

  private static final long LARGEST = 1L << 20;

  /** What a look came to. */
  sealed interface Look {
    /** Nothing that was not there at the last look. */
    record Same() implements Look {}

    /** All of the files, of which at least one is new. */
    record Fresh(List<String> contents) implements Look {}

    /** One of them cannot be read; told once. */
    record Unreadable(String why) implements Look {}
  }

  private final List<Path> files;
  private @Nullable Look last;

  WatchedFiles(Path... files) {
    this.files = List.of(files);
  }

  Look look() {
    var now = read();
    if (now.equals(last)) {
      return new Look.Same();
    }
    last = now;
    return now;
  }

  private Look read() {
    var contents = new ArrayList<String>();
    for (var file : files) {
      try {
        if (Files.size(file) > LARGEST) {
          return new Look.Unreadable(file + " is larger than 1 MiB");
        }
        contents.add(Files.readString(file));
      } catch (NoSuchFileException absent) {
        return new Look.Unreadable(file + " is not there");
      } catch (CharacterCodingException notText) {
        return new Look.Unreadable(file + " is not text, as PEM is");
      } catch (IOException wrong) {
        return new Look.Unreadable(file + ": " + wrong.getMessage());
      }
    }
    return new Look.Fresh(List.copyOf(contents));
  }
}
