package milena.mail.classify;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Finds which of many phrases a text contains in one pass over it (Aho and Corasick, 1975), so that
 * neither the number of rules nor the text decides how long a step takes.
 *
 * <p>Phrases and text are compared without regard to ASCII case, and any run of blanks and controls
 * equals one blank. Safe for use by several threads.
 */
final class PhraseFinder {

  /** Characters of a text that are looked at; no server says more that matters. */
  static final int MAX_TEXT = 16_384;

  private static final int OTHER = 0;

  /** For each ASCII character its column in {@link #next}; characters of no phrase share one. */
  private final byte[] column = new byte[128];

  private final int columns;
  private final int[] next;
  private final int[] phraseAt;

  /** The nearest shorter match that ends where a state does, or 0. */
  private final int[] alsoEnds;

  private final int phrases;

  /**
   * @param phrases in ASCII, lower case, single blanks, none empty and none twice
   */
  PhraseFinder(List<String> phrases) {
    this.phrases = phrases.size();
    var used = 1;
    var states = 1;
    for (var phrase : phrases) {
      states += phrase.length();
      for (var i = 0; i < phrase.length(); i++) {
        if (column[phrase.charAt(i)] == OTHER) {
          column[phrase.charAt(i)] = (byte) used++;
        }
      }
    }
    columns = used;
    next = new int[states * columns];
    phraseAt = new int[states];
    Arrays.fill(phraseAt, -1);
    alsoEnds = new int[states];
    addAll(phrases);
    link(states);
  }

  private void addAll(List<String> phrases) {
    var states = 1;
    for (var p = 0; p < phrases.size(); p++) {
      var state = 0;
      for (var i = 0; i < phrases.get(p).length(); i++) {
        var edge = state * columns + column[phrases.get(p).charAt(i)];
        if (next[edge] == 0) {
          next[edge] = states++;
        }
        state = next[edge];
      }
      phraseAt[state] = p;
    }
  }

  /** Turns the tree into an automaton: where it has no edge, the longest suffix's edge is taken. */
  private void link(int states) {
    var fallback = new int[states];
    var queue = new ArrayDeque<Integer>();
    queue.add(0);
    while (!queue.isEmpty()) {
      var state = queue.remove();
      for (var c = 0; c < columns; c++) {
        var edge = state * columns + c;
        var shorter = state == 0 ? 0 : next[fallback[state] * columns + c];
        var child = next[edge];
        if (child == 0) {
          next[edge] = shorter;
        } else {
          fallback[child] = shorter;
          alsoEnds[child] = phraseAt[shorter] >= 0 ? shorter : alsoEnds[shorter];
          queue.add(child);
        }
      }
    }
  }

  /** Returns the numbers of the phrases that the text contains. */
  BitSet find(String text) {
    var found = new BitSet(phrases);
    var state = 0;
    var afterBlank = false;
    var end = Math.min(text.length(), MAX_TEXT);
    for (var i = 0; i < end; i++) {
      var c = text.charAt(i);
      var blank = c <= ' ' || c == 127 || c == 0xa0;
      if (blank && afterBlank) {
        continue;
      }
      afterBlank = blank;
      state = next[state * columns + column(blank ? ' ' : c)];
      for (var s = state; s != 0; s = alsoEnds[s]) {
        if (phraseAt[s] >= 0) {
          found.set(phraseAt[s]);
        }
      }
    }
    return found;
  }

  private int column(char c) {
    if (c >= 128) {
      return OTHER;
    }
    return column[c >= 'A' && c <= 'Z' ? c + 32 : c];
  }
}
