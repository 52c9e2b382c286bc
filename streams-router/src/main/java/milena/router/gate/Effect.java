package milena.router.gate;

import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
import org.jspecify.annotations.Nullable;

/**
 * What a reaction has done at one site, while it lasts.
 *
 * @param id by which it is lifted; begins with {@value #ID}, as no command's does
 * @param rule the name of the reaction
 * @param per what it is for: SITE, PATH, TENANT_AND_SITE or CAMPAIGN
 * @param key which of them, with the site
 * @param limit what is lowered; null when nothing leaves at all
 * @param since when it began, ms since 1970
 * @param until when it ends by itself, ms since 1970
 * @param reply what was said last that caused it, shortened
 */
public record Effect(
    String id,
    String rule,
    Per per,
    String key,
    @Nullable Limit limit,
    long since,
    long until,
    String reply) {

  /** How every id begins. */
  public static final String ID = "r";

  private static final int MAX_REPLY = 300;
  private static final int RADIX = 36;

  /** A limit that is at most so much. */
  public record Limit(Kind kind, Bound bound) {}

  /** Shortens the reply. */
  public Effect {
    reply = reply.length() > MAX_REPLY ? reply.substring(0, MAX_REPLY) : reply;
  }

  /** One that begins. */
  static Effect begun(
      String rule, Per per, String key, @Nullable Limit limit, Span span, String reply) {
    int what = (rule + "\n" + per.word() + "\n" + key + "\n" + word(limit)).hashCode();
    var id = ID + Long.toString(span.since(), RADIX) + "-" + Integer.toUnsignedString(what, RADIX);
    return new Effect(id, rule, per, key, limit, span.since(), span.until(), reply);
  }

  /** From when to when, ms since 1970. */
  record Span(long since, long until) {}

  private static String word(@Nullable Limit limit) {
    return limit == null ? "" : limit.kind().word();
  }

  /** The same, said once more: by the newer reply, and until the later of both ends. */
  Effect again(Effect newer) {
    return new Effect(
        id, rule, per, key, newer.limit(), since, Math.max(until, newer.until()), newer.reply());
  }

  /** Whether it is over. */
  public boolean isOver(long now) {
    return until <= now;
  }

  /** Whether both are of one rule and for the same, so that one of them is enough. */
  boolean isOfTheSame(Effect other) {
    return rule.equals(other.rule) && word(limit).equals(word(other.limit));
  }
}
