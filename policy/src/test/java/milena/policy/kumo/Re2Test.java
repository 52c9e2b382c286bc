package milena.policy.kumo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Re2Test {

  private static final List<String> REPLIES =
      List.of(
          "",
          "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred",
          "421 4.7.0 [TS04] messages deferred",
          "452 RL000010 too many",
          "452 KumoMTA internal: RL000010 too many",
          "550 5.7.1 b before a",
          "550 5.7.1 a before b",
          "a",
          "b",
          "ab",
          "c\\d|e");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\[TS?S04\\]",
        "Messages from \\d+\\.\\d+\\.\\d+\\.\\d+ temporarily deferred",
        "^(?!.*KumoMTA internal).*RL000010",
        "^(?!.*KumoMTA internal)",
        "^(?!.*KumoMTA internal).*",
        "^(?!421).*deferred",
        "^(?!421|550).*",
        "^(?!.*a|.*RL).*b",
        "^(?!.*a)(?!.*RL0).*[0-9]",
        "^(?!a)b$",
        "^(?!.*[)a]).*b",
        "^(?!.*(a|\\)|\\[)).*b",
        "(?i)^(?!.*kumomta).*rl0",
        "(?i)MESSAGES",
        "^(?!.*?RL).*?b",
        "a|b$"
      })
  void shouldHearInTheSameRepliesAsTheExpressionThatItIsFrom(String regex) {
    // When
    var heard = Re2.of(regex);

    // Then
    assertThat(heard).isInstanceOf(Heard.Words.class);
    assertThat(REPLIES)
        .allSatisfy(
            reply ->
                assertThat(found((Heard.Words) heard, reply))
                    .as(reply)
                    .isEqualTo(Pattern.compile(regex).matcher(reply).find()));
  }

  @ParameterizedTest
  @CsvSource({
    "(?=a)b, RE2 cannot",
    "a(?!b), RE2 cannot",
    "(?<=a)b, RE2 cannot",
    "(a)\\1, RE2 cannot",
    "(?>a)b, RE2 cannot",
    "a++, RE2 cannot",
    "(, RE2 cannot",
    "^(?!a, not closed",
    "^(?!a)b|c, alternatives",
    "^(?!(?!a)b).*c, RE2 cannot",
    "[a[b]], class within a class",
    "[a-z&&b], class within a class",
    "\\<a, word boundary",
    "\\b{start}a, word boundary",
  })
  void shouldSayWhyItCannotHear(String regex, String why) {
    assertThat(Re2.of(regex))
        .isInstanceOfSatisfying(
            Heard.Unheard.class, unheard -> assertThat(unheard.why()).contains(why));
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 100_000})
  void shouldNotFollowBracketsForEver(int depth) {
    assertThat(Re2.of("(".repeat(depth) + "a" + ")".repeat(depth)))
        .isInstanceOf(Heard.Unheard.class);
  }

  @Test
  void shouldNotWriteOutWhatIsRepeatedWithoutEnd() {
    assertThat(Re2.of("((a{1000}){1000}){1000}")).isInstanceOf(Heard.Unheard.class);
    assertThat(Re2.of("(a{10}){10}")).isInstanceOf(Heard.Words.class);
  }

  @Property(tries = 2000)
  void shouldMakeSomethingOfEveryText(
      @ForAll
          @StringLength(max = 20)
          @Chars({'(', ')', '?', '!', '^', '.', '*', '|', '[', ']', '\\', 'a', 'b', '{', '1', '}'})
          String regex) {
    assertThat(Re2.of("^(?!" + regex)).isNotNull();
    assertThat(Re2.of(regex)).isNotNull();
  }

  private static boolean found(Heard.Words words, String reply) {
    return words.unless().stream().noneMatch(unless -> finds(unless, reply))
        && finds(words.when(), reply);
  }

  private static boolean finds(String regex, String reply) {
    return com.google.re2j.Pattern.compile(regex).matcher(reply).find();
  }
}
