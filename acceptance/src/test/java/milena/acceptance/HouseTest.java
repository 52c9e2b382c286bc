package milena.acceptance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What readers of the repository may rely on: every package has a tour, every link a target. */
class HouseTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final int FEWEST_SENTENCES = 3;

  /** The tour: what stands in the comment above {@code @NullMarked package …;}. */
  private static final Pattern TOUR =
      Pattern.compile("/\\*\\*(.*?)\\*/\\s*@NullMarked\\s+package ", Pattern.DOTALL);

  private static final Pattern INLINE_TAG = Pattern.compile("\\{@\\w+\\s+([^}]*)}");
  private static final Pattern DRAWING = Pattern.compile("<pre>.*?</pre>", Pattern.DOTALL);
  private static final Pattern END_OF_SENTENCE = Pattern.compile("[.?](\\s|$)");
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>");

  private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)#\\s]+)(#[^)]*)?\\)");

  @Test
  void shouldHaveATourOfEveryPackage() throws IOException {
    // Given
    var packages = packages();

    // When
    var without = new ArrayList<String>();
    for (var folder : packages) {
      if (sentences(folder.resolve("package-info.java")) < FEWEST_SENTENCES) {
        without.add(ROOT.relativize(folder).toString());
      }
    }

    // Then
    assertThat(packages).hasSizeGreaterThan(20);
    assertThat(without)
        .as(
            "packages without a package-info.java that is @NullMarked and tells in %d sentences"
                + " what comes in, what goes out, what may fail and where next",
            FEWEST_SENTENCES)
        .isEmpty();
  }

  @Test
  void shouldLinkToWhatIsThere() throws IOException {
    // Given
    var pages = pages();

    // When
    var broken = new ArrayList<String>();
    for (var page : pages) {
      for (var target : links(page)) {
        if (!Files.exists(page.resolveSibling(target))) {
          broken.add(ROOT.relativize(page) + " → " + target);
        }
      }
    }

    // Then
    assertThat(pages).hasSizeGreaterThan(5);
    assertThat(broken).as("links to files that are not there").isEmpty();
  }

  @Test
  void shouldNumberEveryDecisionOnceAndListIt() throws IOException {
    // Given
    var folder = ROOT.resolve("docs/decisions");
    var index = Files.readString(folder.resolve("README.md"));

    // When
    List<String> names;
    try (var files = Files.list(folder)) {
      names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals("README.md"))
              .sorted()
              .toList();
    }

    // Then
    assertThat(names).isNotEmpty().allMatch(name -> name.matches("\\d{4}-[a-z0-9-]+\\.md"));
    assertThat(names.stream().collect(groupingBy(name -> name.substring(0, 4))).values())
        .as("decisions under one number")
        .allMatch(same -> same.size() == 1);
    assertThat(names).allMatch(name -> index.contains("(" + name + ")"), "is in the index");
  }

  @Test
  void shouldSayWhatEveryDependencyIsFor() throws IOException {
    // Given
    var page = Files.readString(ROOT.resolve("docs/dependencies.md"));

    // When
    var named = new TreeSet<String>();
    for (var pom : poms()) {
      DEPENDENCY
          .matcher(Files.readString(pom))
          .results()
          .filter(dependency -> !dependency.group(1).startsWith("io.milena"))
          .forEach(dependency -> named.add(dependency.group(2)));
    }

    // Then
    assertThat(named).hasSizeGreaterThan(10);
    assertThat(named)
        .as("what docs/dependencies.md says")
        .allMatch(artifact -> page.matches("(?s).*[`:]" + artifact + "`.*"), "is there");
  }

  private static List<Path> poms() throws IOException {
    try (var modules = Files.list(ROOT)) {
      return modules.map(module -> module.resolve("pom.xml")).filter(Files::exists).toList();
    }
  }

  /** Folders of the main code that have sources. */
  private static Set<Path> packages() throws IOException {
    try (var modules = Files.list(ROOT)) {
      var sources =
          modules
              .map(module -> module.resolve("src/main/java"))
              .filter(Files::isDirectory)
              .toList();
      var folders = new TreeSet<Path>();
      for (var source : sources) {
        try (var files = Files.walk(source)) {
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(Path::getParent)
              .forEach(folders::add);
        }
      }
      return folders;
    }
  }

  private static int sentences(Path packageInfo) throws IOException {
    if (!Files.exists(packageInfo)) {
      return 0;
    }
    var tour = TOUR.matcher(Files.readString(packageInfo));
    if (!tour.find()) {
      return 0;
    }
    var text = DRAWING.matcher(tour.group(1)).replaceAll(" ");
    text = INLINE_TAG.matcher(text).replaceAll("word");
    return (int) END_OF_SENTENCE.matcher(text).results().count();
  }

  private static List<Path> pages() throws IOException {
    try (var top = Files.list(ROOT);
        var docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(top, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  private static Set<String> links(Path page) throws IOException {
    return LINK.matcher(Files.readString(page))
        .results()
        .map(link -> link.group(1))
        .filter(target -> !target.contains(":"))
        .collect(toCollection(TreeSet::new));
  }
}
