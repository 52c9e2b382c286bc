package milena.standalone.trial;

import java.util.Map;
import milena.policy.Traffic;
import milena.router.shape.VirtualShaper.Answer;

/**
 * One thing that the log says of a submission. Times are ms since 1970.
 *
 * @param id of the submission
 * @param what what it is to the policy, as far as that is said here
 * @param priority from -9 to 9
 * @param acceptedAt 0 where that is not said
 * @param at when: of a place in a queue, not before when it goes; of an attempt, when it began
 * @param expiresAt 0 where that is not said
 * @param number of the attempt, or how many were made before
 * @param source that an attempt left from
 * @param answer of an attempt; one without an outcome for everything else
 * @param tookMs the attempt
 */
record TrialFact(
    Kind kind,
    String id,
    Traffic what,
    int priority,
    long acceptedAt,
    long at,
    long expiresAt,
    int number,
    String source,
    Answer answer,
    int tookMs) {

  /** What is said; of what the earlier ones say, the later say less. */
  enum Kind {
    /** The router put it into a queue. */
    QUEUED('q'),
    /** It waits there now, and goes by itself. */
    WAITS('w'),
    /** An operator holds it back now. */
    PARKED('p'),
    /** It was there. */
    SEEN('s'),
    /** An attempt was made. */
    TRIED('t'),
    /** It was suppressed or cancelled while it waited. */
    WITHDRAWN('d'),
    /** It ended before it came into a queue. */
    NEVER_QUEUED('n');

    private final char code;

    Kind(char code) {
      this.code = code;
    }

    /** How a file has it. */
    int code() {
      return code;
    }

    /** The one that a file has. */
    static Kind of(int code) {
      for (var kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no kind of fact: " + code);
    }
  }

  static final Answer NONE = new Answer("", "", 0, "", "", "");

  /** Mail as it is to the policy, before anything of it was decided. */
  static Traffic mail(
      String tenant,
      String campaign,
      String domain,
      String site,
      String pool,
      Map<String, String> meta) {
    return new Traffic(tenant, campaign, domain, site, "", pool, "", meta);
  }
}
