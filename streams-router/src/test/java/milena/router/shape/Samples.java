package milena.router.shape;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import milena.policy.Policy;
import milena.router.gate.Admissions;
import milena.router.gate.Reactions;
import milena.schemas.AttemptResult;
import milena.schemas.BodyRef;
import milena.schemas.Command;
import milena.schemas.RoutedSubmission;
import org.jspecify.annotations.Nullable;

/** Records and settings for tests. */
final class Samples {
  static final RetrySchedule RETRY =
      new RetrySchedule(Duration.ofMinutes(20), 2, Duration.ofDays(1), 0.1);

  static final Advice NOTHING_KNOWN = new Changing();

  /** Advice that a test may change; nothing is known at first. */
  static final class Changing implements Advice {
    @Nullable String suppression;
    @Nullable String site;
    boolean findingOut;

    @Override
    public @Nullable String suppression(byte[] recipientHash, String tenant) {
      return suppression;
    }

    @Override
    public @Nullable String known(String domain) {
      return site;
    }

    @Override
    public boolean findingOut(String domain) {
      return findingOut;
    }
  }

  private Samples() {}

  /** What decides whether mail may leave, under a policy. */
  static Admissions admissions(ShaperConfig config, Policy policy) {
    return new Admissions(() -> policy, config.builtInRate(), null);
  }

  static Surroundings around(Advice advice, Admissions admissions, RandomGenerator random) {
    return around(0, advice, admissions, random, new Room());
  }

  static Surroundings around(
      int partition, Advice advice, Admissions admissions, RandomGenerator random) {
    return around(partition, advice, admissions, random, new Room());
  }

  /** The same with little room. */
  static Surroundings around(
      Advice advice, Admissions admissions, RandomGenerator random, Room room) {
    return around(0, advice, admissions, random, room);
  }

  private static Surroundings around(
      int partition, Advice advice, Admissions admissions, RandomGenerator random, Room room) {
    return new Surroundings(partition, advice, admissions, new Reactions(admissions), random, room);
  }

  /** The same where nothing is said. */
  static Surroundings freely(Advice advice) {
    var admissions = admissions(config(OptionalDouble.empty()), Policy.NONE);
    return around(advice, admissions, new SplittableRandom(1));
  }

  static ShaperConfig config(OptionalDouble rate) {
    return config(rate, 100);
  }

  static ShaperConfig config(OptionalDouble rate, int window) {
    return new ShaperConfig(
        RETRY,
        rate,
        window,
        1_000,
        Duration.ofSeconds(60),
        Duration.ofMinutes(15),
        Duration.ofSeconds(10));
  }

  static Held held(long offset, String site, String tenant, long acceptedAt, long expiresAt) {
    return held(offset, site, tenant, 0, acceptedAt, expiresAt);
  }

  static Held held(
      long offset, String site, String tenant, int priority, long acceptedAt, long expiresAt) {
    var routed = routed(offset, site, tenant, "", priority, acceptedAt, expiresAt);
    return new Held(offset, routed, routed.getRef());
  }

  /** One that its sender wants back at a time, which is also its expiry. */
  static Held heldUntil(long returnAt, long offset, String site, long acceptedAt) {
    var routed =
        RoutedSubmission.newBuilder(routed(offset, site, "t", "", 0, acceptedAt, returnAt))
            .setReturnAt(returnAt)
            .build();
    return new Held(offset, routed, routed.getRef());
  }

  /** One for a recipient's domain, which is a site of its own. */
  static Held heldFor(String domain, long offset, long acceptedAt, long expiresAt) {
    var routed = routed(offset, domain, "t", "", 0, acceptedAt, expiresAt);
    routed.put("domain", domain);
    return new Held(offset, routed, routed.getRef());
  }

  /** The same of a campaign. */
  static Held held(
      long offset, String site, String tenant, String campaign, long acceptedAt, long expiresAt) {
    return new Held(
        offset, routed(offset, site, tenant, campaign, 0, acceptedAt, expiresAt), ref(offset));
  }

  private static BodyRef ref(long offset) {
    return new BodyRef("mail.submissions", 0, offset);
  }

  private static RoutedSubmission routed(
      long offset,
      String site,
      String tenant,
      String campaign,
      int priority,
      long acceptedAt,
      long expiresAt) {
    return new RoutedSubmission(
        "m" + offset + ".0",
        tenant,
        campaign,
        "sender@a.test",
        "r" + offset + "@b.test",
        0,
        ByteBuffer.wrap(new byte[16]),
        "b.test",
        site,
        0,
        1,
        0,
        "",
        priority,
        acceptedAt,
        acceptedAt,
        0L,
        expiresAt,
        100L,
        ref(offset),
        null,
        "",
        false,
        false,
        false,
        false,
        0,
        0,
        Map.of(),
        0L);
  }

  static Command command(String id, String kind, long at, String... arguments) {
    var asked = new java.util.HashMap<String, String>();
    for (int i = 0; i < arguments.length; i += 2) {
      asked.put(arguments[i], arguments[i + 1]);
    }
    return new Command(id, kind, asked, "admin", "a test", at);
  }

  static AttemptResult result(long offset, int attempt, int issue, String outcome, String scope) {
    return AttemptResult.newBuilder()
        .setSubmissionId("m" + offset + ".0")
        .setQueueOffset(offset)
        .setAttempt(attempt)
        .setIssue(issue)
        .setOutcome(outcome)
        .setScope(scope)
        .setCode(outcome.equals("delivered") ? 250 : 450)
        .build();
  }
}
