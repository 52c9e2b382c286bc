package milena.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares a generated page with the one in the repository, or writes it when asked to. */
final class ReferencePage {

  private ReferencePage() {}

  static void check(String name, String expected) throws IOException {
    var page = Path.of("..", "docs", "reference", name);
    if (Boolean.getBoolean("regenerate")) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, expected);
    }
    assertThat(page)
        .as(
            "write it anew: mvn -q -Dquick -pl standalone -am test -Dregenerate=true"
                + " -Dtest='Milena*Test' -Dsurefire.failIfNoSpecifiedTests=false")
        .exists()
        .content()
        .isEqualTo(expected);
  }
}
