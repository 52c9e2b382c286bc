package milena.policy.kumo;

import java.util.List;

/** What became of shaping files. */
public sealed interface Imported {

  /**
   * They were read.
   *
   * @param yaml the document
   * @param counts how much of what there was
   * @param unmapped what it does not say as they do, in the order of files and lines
   */
  record Document(String yaml, Counts counts, List<Unmapped> unmapped) implements Imported {
    /** Copies. */
    public Document {
      unmapped = List.copyOf(unmapped);
    }
  }

  /**
   * At least one is no TOML.
   *
   * @param mistakes all that were found, at least one
   */
  record Unreadable(List<Mistake> mistakes) implements Imported {
    /** Copies. */
    public Unreadable {
      mistakes = List.copyOf(mistakes);
    }
  }

  /**
   * What is wrong with a file's form.
   *
   * @param what in the parser's words
   */
  record Mistake(Spot spot, String what) {
    @Override
    public String toString() {
      return spot + ": " + what;
    }
  }

  /**
   * How much there was.
   *
   * @param providers blocks of providers, all of which are in the document
   * @param domains blocks of domains
   * @param rules of automation
   * @param arrived so many of those are reactions in the document
   */
  record Counts(int providers, int domains, int rules, int arrived) {}
}
