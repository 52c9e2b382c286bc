package milena.bench.rig;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The working copy that is measured. */
public final class WorkingCopy {
  private WorkingCopy() {}

  /**
   * Returns its commit, with {@code +changes} where it differs; {@code unknown} where there is no
   * repository.
   *
   * @param home the top of the working copy
   * @param folder for what is said meanwhile
   * @param progress is told why a commit is not known
   * @throws InterruptedException when the thread is interrupted
   */
  public static String commit(Path home, Path folder, Consumer<String> progress)
      throws InterruptedException {
    var git = List.of("git", "-C", home.toString());
    try {
      var commit = Program.run("commit", folder, added(git, "rev-parse", "--short=12", "HEAD"));
      var changes = Program.run("changes", folder, added(git, "status", "--porcelain", "-uno"));
      return commit.strip() + (changes.isBlank() ? "" : "+changes");
    } catch (IOException noRepository) {
      progress.accept("the commit is not known: " + noRepository.getMessage());
      return "unknown";
    }
  }

  private static List<String> added(List<String> command, String... arguments) {
    var all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    return all;
  }
}
