package milena.mail.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PhraseFinderTest {

  @Provide
  Arbitrary<String> word() {
    return Arbitraries.strings().withChars('a', 'b', 'c').ofMinLength(1).ofMaxLength(5);
  }

  @Provide
  Arbitrary<List<String>> phrases() {
    return word().list().uniqueElements().ofMaxSize(8);
  }

  @Property
  void shouldFindExactlyWhatTheTextContains(
      @ForAll("phrases") List<String> phrases, @ForAll("word") String a, @ForAll("word") String b) {
    // Given
    var text = a + b + a;
    var expected = new BitSet();
    for (var i = 0; i < phrases.size(); i++) {
      expected.set(i, text.contains(phrases.get(i)));
    }

    // When / Then
    assertThat(new PhraseFinder(phrases).find(text)).isEqualTo(expected);
  }

  @Test
  void shouldHaveRulesWithoutRepeatsAndInTheRightForm() {
    var file = new RuleFile("unknown-user.txt");
    var phrases = new ArrayList<>(file.section("unknown user"));
    phrases.addAll(file.section("other reason"));
    assertThat(phrases).doesNotHaveDuplicates().allMatch(p -> p.equals(p.toLowerCase(Locale.ROOT)));
  }
}
