package milena.mail.classify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import milena.mail.reply.EnhancedCode;
import org.jspecify.annotations.Nullable;

/**
 * Gives every failure its class, by the rules in {@code bounce-rules.txt}.
 *
 * <p>What a provider says in words tells more than its code, since many use one code for
 * everything; so telling phrases decide first, then the enhanced code, then vague phrases, then the
 * reply code with the stage. Safe for use by several threads.
 */
public final class Classifier {

  /**
   * All phrases must be in the text, and the reply code must begin with {@code severity}, 0: any.
   */
  private record PhraseRule(BounceClass result, int severity, BitSet phrases) {
    boolean matches(int code, BitSet found) {
      if (severity != 0 && severity != code / 100) {
        return false;
      }
      for (var p = phrases.nextSetBit(0); p >= 0; p = phrases.nextSetBit(p + 1)) {
        if (!found.get(p)) {
          return false;
        }
      }
      return true;
    }
  }

  /** A stage of null means any; {@code code} is a whole reply code or its first digit. */
  private record ReplyRule(BounceClass result, @Nullable Stage stage, int code) {
    boolean matches(RemoteFailure failure) {
      return (stage == null || stage == failure.stage())
          && (code == failure.code() || code == failure.code() / 100);
    }
  }

  private final PhraseFinder finder;
  private final List<PhraseRule> telling;
  private final List<PhraseRule> vague;
  private final Map<EnhancedCode, BounceClass> codes = new LinkedHashMap<>();
  private final List<ReplyRule> replies = new ArrayList<>();

  private Classifier(RuleFile file) {
    var phrases = new LinkedHashMap<String, Integer>();
    telling = phraseRules(file.section("telling phrases"), phrases);
    vague = phraseRules(file.section("vague phrases"), phrases);
    finder = new PhraseFinder(List.copyOf(phrases.sequencedKeySet()));
    file.section("enhanced codes").forEach(this::addCode);
    file.section("reply codes").forEach(this::addReply);
  }

  /** Reads the rules that ship with Milena. */
  public static Classifier standard() {
    return new Classifier(new RuleFile("bounce-rules.txt"));
  }

  /** The class of a failure; {@link BounceClass#UNCATEGORIZED} if no rule knows it. */
  public BounceClass classify(RemoteFailure failure) {
    var found = finder.find(failure.text());
    for (var rule : telling) {
      if (rule.matches(failure.code(), found)) {
        return rule.result();
      }
    }
    var enhanced = failure.enhancedCode();
    var byCode = enhanced == null ? null : codes.get(enhanced);
    if (byCode != null) {
      return byCode;
    }
    for (var rule : vague) {
      if (rule.matches(failure.code(), found)) {
        return rule.result();
      }
    }
    for (var rule : replies) {
      if (rule.matches(failure)) {
        return rule.result();
      }
    }
    return BounceClass.UNCATEGORIZED;
  }

  /** Lines such as {@code QuotaIssues * mailbox & full}. */
  private static List<PhraseRule> phraseRules(List<String> lines, Map<String, Integer> phrases) {
    var rules = new ArrayList<PhraseRule>();
    for (var line : lines) {
      var words = line.split(" +", 3);
      var numbers = new BitSet();
      for (var phrase : words[2].split(" & ")) {
        numbers.set(phrases.computeIfAbsent(phrase, p -> phrases.size()));
      }
      rules.add(new PhraseRule(result(words[0]), number(words[1]), numbers));
    }
    return rules;
  }

  /** Lines such as {@code InvalidRecipient X.1.1}, where X is both 4 and 5 unless one is named. */
  private void addCode(String line) {
    var words = line.split(" +");
    var result = result(words[0]);
    for (var severity : List.of("4", "5")) {
      EnhancedCode.parse(words[1].replace("X", severity))
          .ifPresent(code -> codes.putIfAbsent(code, result));
    }
  }

  /** Lines such as {@code BadConnection CONNECT 5}. */
  private void addReply(String line) {
    var words = line.split(" +");
    var stage = words[1].equals("*") ? null : Stage.valueOf(words[1]);
    replies.add(new ReplyRule(result(words[0]), stage, number(words[2])));
  }

  private static int number(String word) {
    return word.equals("*") ? 0 : Integer.parseInt(word);
  }

  private static BounceClass result(String label) {
    return BounceClass.ofLabel(label)
        .orElseThrow(() -> new IllegalStateException("no such class in the rules: " + label));
  }
}
