package milena.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs a copy of the start script beside a JDK and a Maven that only say what they were asked. */
@Timeout(60)
class LauncherTest {

  private static final String COMPILES = "maven --fail-at-end --threads 2 -DskipTests package";

  @TempDir Path folder;

  private Path home = Path.of("");
  private Path jdk = Path.of("");

  @BeforeEach
  void copy() throws IOException {
    home = Files.createDirectories(folder.resolve("with blank"));
    Files.copy(Path.of("..", "milena"), home.resolve("milena"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(home.resolve("etc"));
    Files.copy(Path.of("..", "etc", "jdk.sh"), home.resolve("etc/jdk.sh"));
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Files.createDirectories(home.resolve("standalone/src/main"));
    Files.writeString(home.resolve("standalone/pom.xml"), "<project/>");
    jdk = folder.resolve("jdk");
    fakeJdk(jdk, "25.0.1");
    script(
        folder.resolve("bin/mvn"),
        """
        echo "maven $*" >&2
        mkdir -p standalone/target/app/lib standalone/target/surefire-reports
        touch standalone/target/app/lib/a.jar standalone/target/app/lib/runtime-1.jar
        echo '<testsuite name="A" tests="3" failures="1" errors="0" skipped="1">' \\
          > standalone/target/surefire-reports/TEST-A.xml
        echo '<testsuite name="B" tests="4" failures="0" errors="2" skipped="0">' \\
          > standalone/target/surefire-reports/TEST-B.xml
        exit "${MVN_EXIT:-0}"
        """);
  }

  @Test
  void shouldBuildWhatIsMissingAndStartTheProgram() throws Exception {
    // When
    var first = run("up", "--data", "a b");
    var second = run("up");

    // Then
    assertThat(first.exit()).isEqualTo(7);
    assertThat(first.errors())
        .anyMatch(line -> line.startsWith("milena: building"))
        .anyMatch(line -> line.startsWith("maven -q -Dquick -DskipTests"));
    var app = home.resolve("target/run").resolve(lastBuild());
    assertThat(first.output().getLast())
        .startsWith("[-XX:AOTCache=" + app + "/start.aot]")
        .contains("[%1$s/runtime-1.jar:%1$s/a.jar]".formatted(app + "/lib"))
        .endsWith("[milena.standalone.Milena][up][--data][a b]");
    assertThat(second.errors()).isEmpty();
  }

  private Path lastBuild() throws IOException {
    return Files.readSymbolicLink(home.resolve("target/run/now"));
  }

  @Test
  void shouldBuildAgainWhenTheSourceIsNewerAndLeaveItsJarsToWhatRuns() throws Exception {
    // Given
    run("up");
    var first = home.resolve("target/run").resolve(lastBuild());
    var built = Files.getLastModifiedTime(first.resolve("built")).toInstant();
    var source = Files.writeString(home.resolve("standalone/src/main/A.java"), "class A {}");
    Files.setLastModifiedTime(source, FileTime.from(built.plusSeconds(5)));

    // When
    var again = run("up");

    // Then
    assertThat(again.errors()).anyMatch(line -> line.startsWith("milena: building"));
    assertThat(lastBuild()).isNotEqualTo(first.getFileName());
    assertThat(first.resolve("lib/a.jar")).exists();
    // When: by the third build nothing runs from the first any more
    run("test");
    // Then
    assertThat(first).doesNotExist();
  }

  @Test
  void shouldNotStartWhatDoesNotBuild() throws Exception {
    // When
    var run = run(List.of("MVN_EXIT=1"), "up");

    // Then
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.errors()).last().isEqualTo("milena: the build failed");
    assertThat(run.output()).isEmpty();
  }

  @Test
  void shouldPassOverAnOlderJdk() throws Exception {
    // Given
    var old = folder.resolve("old");
    fakeJdk(old, "17.0.2");

    // When
    var run = run(List.of("JAVA_HOME=" + old, "JAVA25_HOME=" + jdk), "up");

    // Then
    assertThat(run.exit()).isEqualTo(7);
  }

  @Test
  void shouldRunTheSuiteAndEndWithItsSum() throws Exception {
    // When
    var passed = run("test");
    var failed = run(List.of("MVN_EXIT=1"), "test", "--all");
    var wrong = run("test", "--everything");

    // Then
    assertThat(passed.exit()).isZero();
    assertThat(passed.errors())
        .containsExactly(
            COMPILES, "maven --fail-at-end -Dcheckstyle.skip -Dmdep.analyze.skip package");
    assertThat(passed.output())
        .last()
        .isEqualTo("Tests run: 7, Failures: 1, Errors: 2, Skipped: 1");
    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.errors())
        .containsExactly(
            COMPILES,
            "maven --fail-at-end -Dcheckstyle.skip -Dmdep.analyze.skip -Dexcluded.groups= package");
    assertThat(wrong.errors()).singleElement().asString().contains("unknown option --everything");
  }

  private record Run(int exit, List<String> output, List<String> errors) {}

  private Run run(String... arguments) throws Exception {
    return run(List.of("JAVA_HOME=" + jdk), arguments);
  }

  private Run run(List<String> variables, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("sh", home.resolve("milena").toString()));
    command.addAll(List.of(arguments));
    var output = folder.resolve("out").toFile();
    var errors = folder.resolve("err").toFile();
    var builder = new ProcessBuilder(command).redirectOutput(output).redirectError(errors);
    var environment = builder.environment();
    environment.put("JAVA_HOME", jdk.toString());
    environment.put("PATH", folder.resolve("bin") + File.pathSeparator + environment.get("PATH"));
    variables.forEach(
        variable -> environment.put(variable.split("=", 2)[0], variable.split("=", 2)[1]));
    var exit = builder.start().waitFor();
    return new Run(exit, Files.readAllLines(output.toPath()), Files.readAllLines(errors.toPath()));
  }

  private static void fakeJdk(Path jdk, String version) throws IOException {
    script(
        jdk.resolve("bin/java"),
        """
        case $1 in
          -XX:AOTCacheOutput=*) echo prepared > "${1#*=}"; exit 0 ;;
        esac
        printf '[%s]' "$@"
        echo
        exit 7
        """);
    script(jdk.resolve("bin/javac"), "");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
