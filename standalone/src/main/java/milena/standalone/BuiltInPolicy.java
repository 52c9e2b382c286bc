package milena.standalone;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import milena.delivery.path.Handling;
import milena.delivery.send.SmtpTimeouts;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Manner;
import milena.policy.RetryRule.Schedule;
import milena.policy.document.BuiltIn;
import milena.router.shape.ShaperConfig;

/** What holds where the policy says nothing: the settings of the process, and what is built in. */
public final class BuiltInPolicy {

  private BuiltInPolicy() {}

  /** By these settings. */
  public static BuiltIn of(MilenaConfig config) {
    var retries = config.retries();
    return new BuiltIn(
        perSite(config.sites()),
        manners(SmtpTimeouts.defaults()),
        new Schedule(
            List.of(retries.initial().toMillis()),
            retries.factor(),
            retries.longest().toMillis(),
            retries.jitter(),
            retries.expiry().toMillis()));
  }

  private static EnumMap<Kind, Bound> perSite(MilenaConfig.Sites sites) {
    var limits = new EnumMap<Kind, Bound>(Kind.class);
    limits.put(Kind.CONNECTIONS, Bound.of(sites.connections()));
    limits.put(Kind.MESSAGES_PER_CONNECTION, Bound.of(sites.messagesPerConnection()));
    limits.put(Kind.RECIPIENTS_PER_TRANSACTION, Bound.of(sites.recipientsPerTransaction()));
    limits.put(Kind.OUTSTANDING, Bound.of(BuiltInShaping.WINDOW));
    var rate = sites.messageRate();
    if (!rate.isUnlimited()) {
      limits.put(
          Kind.MESSAGE_RATE,
          new Bound(rate.count(), rate.per().toMillis(), ShaperConfig.burst(rate.perSecond())));
    }
    return limits;
  }

  static EnumMap<Manner, String> manners(SmtpTimeouts timeouts) {
    var manners = new EnumMap<Manner, String>(Manner.class);
    manners.put(Manner.TLS, "opportunistic");
    manners.put(Manner.IDLE_TIMEOUT, millis(timeouts.idle()));
    manners.put(Manner.CONNECT_TIMEOUT, millis(timeouts.opening().connect()));
    manners.put(Manner.GREETING_TIMEOUT, millis(timeouts.opening().banner()));
    manners.put(Manner.EHLO_TIMEOUT, millis(timeouts.opening().ehlo()));
    manners.put(Manner.MAIL_TIMEOUT, millis(timeouts.transaction().mail()));
    manners.put(Manner.RCPT_TIMEOUT, millis(timeouts.transaction().rcpt()));
    manners.put(Manner.DATA_TIMEOUT, millis(timeouts.transaction().data()));
    manners.put(Manner.FINAL_DOT_TIMEOUT, millis(timeouts.transaction().finalDot()));
    manners.put(Manner.REMEMBER_BROKEN_TLS, millis(Handling.BROKEN_TLS));
    manners.put(Manner.FAILURES_BEFORE_DELAY, Integer.toString(Handling.FAILURES_BEFORE_DELAY));
    return manners;
  }

  private static String millis(Duration time) {
    return Long.toString(time.toMillis());
  }
}
