package milena.standalone.account;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * One thing that the log says about a submission.
 *
 * @param id the submission
 * @param kind what is said
 * @param word the ending, or why it waits
 * @param due when what it waits for is due, ms since the epoch
 * @param count attempts made, or the issue of a dispatch
 */
record Fact(String id, Kind kind, String word, long due, int count) {

  enum Kind {
    /** It was accepted. */
    ACCEPTED(0),
    /** It ended; the word is the ending, the count the attempts. */
    ENDED(1),
    /** It waits; the word is the reason. */
    WAITS(2),
    /** It waits for the result of the dispatch of this issue; due is when its slot is reclaimed. */
    OUTSTANDING(3),
    /** A dispatch was given, of this issue. */
    DISPATCHED(4),
    /** It was accepted, or it is the repeat of one that was accepted before the range. */
    ACCEPTED_OR_REPEATED(5),
    /** The router told that it was accepted, which it does not of a repeat. */
    TOLD(6);

    /** How it is written to a file. */
    private final int code;

    Kind(int code) {
      this.code = code;
    }

    private static Kind of(int code) throws IOException {
      for (var kind : KINDS) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IOException("a spilled fact of an unknown kind: " + code);
    }

    private static final Kind[] KINDS = values();
  }

  static Fact accepted(String id) {
    return new Fact(id, Kind.ACCEPTED, "", 0, 0);
  }

  static Fact acceptedOrRepeated(String id) {
    return new Fact(id, Kind.ACCEPTED_OR_REPEATED, "", 0, 0);
  }

  static Fact told(String id) {
    return new Fact(id, Kind.TOLD, "", 0, 0);
  }

  static Fact ended(String id, String ending, int attempts) {
    return new Fact(id, Kind.ENDED, ending, 0, attempts);
  }

  static Fact waits(String id, String reason, long due) {
    return new Fact(id, Kind.WAITS, reason, due, 0);
  }

  static Fact outstanding(String id, String reason, long due, int issue) {
    return new Fact(id, Kind.OUTSTANDING, reason, due, issue);
  }

  static Fact dispatched(String id, int issue) {
    return new Fact(id, Kind.DISPATCHED, "", 0, issue);
  }

  /** How facts are spread over files: all about one submission into one. */
  static final Buckets.Form<Fact> FORM =
      new Buckets.Form<>() {
        @Override
        public int hash(Fact fact) {
          return fact.id.hashCode();
        }

        @Override
        public void write(Fact fact, DataOutputStream out) throws IOException {
          Words.write(fact.id, out);
          out.writeByte(fact.kind.code);
          Words.write(fact.word, out);
          out.writeLong(fact.due);
          out.writeInt(fact.count);
        }

        @Override
        public Fact read(DataInputStream in) throws IOException {
          return new Fact(
              Words.read(in), Kind.of(in.readByte()), Words.read(in), in.readLong(), in.readInt());
        }
      };
}
