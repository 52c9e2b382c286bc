package milena.tenants.rate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import milena.limits.share.Limit;
import milena.limits.share.Shares.Wish;
import milena.tenants.book.Limits;
import milena.tenants.book.Tenant;

/** The rate limits of tenants, by the names under which processes share them. */
final class TenantLimits {
  private static final long SECOND_MS = 1_000;
  private static final long HOUR_MS = 3_600_000;

  private TenantLimits() {}

  static boolean any(Limits limits) {
    return limits.messagesPerSecond() > 0
        || limits.messagesPerHour() > 0
        || limits.recipientsPerSecond() > 0
        || limits.recipientsPerHour() > 0;
  }

  static Collection<Limit> of(Tenant tenant) {
    var limits = tenant.limits();
    var found = new ArrayList<Limit>();
    add(found, tenant, Kind.MESSAGES_PER_SECOND, limits.messagesPerSecond());
    add(found, tenant, Kind.MESSAGES_PER_HOUR, limits.messagesPerHour());
    add(found, tenant, Kind.RECIPIENTS_PER_SECOND, limits.recipientsPerSecond());
    add(found, tenant, Kind.RECIPIENTS_PER_HOUR, limits.recipientsPerHour());
    return found;
  }

  private static void add(List<Limit> found, Tenant tenant, Kind kind, int permits) {
    if (permits > 0) {
      found.add(new Limit(kind.of(tenant), permits, kind.periodMs, tenant.changed().at()));
    }
  }

  static List<Wish> wishes(Tenant tenant, int messages, int recipients) {
    var limits = tenant.limits();
    var wishes = new ArrayList<Wish>();
    wish(wishes, limits.messagesPerSecond(), Kind.MESSAGES_PER_SECOND.of(tenant), messages);
    wish(wishes, limits.messagesPerHour(), Kind.MESSAGES_PER_HOUR.of(tenant), messages);
    wish(wishes, limits.recipientsPerSecond(), Kind.RECIPIENTS_PER_SECOND.of(tenant), recipients);
    wish(wishes, limits.recipientsPerHour(), Kind.RECIPIENTS_PER_HOUR.of(tenant), recipients);
    return wishes;
  }

  private static void wish(List<Wish> wishes, int limit, String name, int amount) {
    if (limit > 0 && amount > 0) {
      wishes.add(new Wish(name, amount));
    }
  }

  private enum Kind {
    MESSAGES_PER_SECOND("messages-per-second", SECOND_MS),
    MESSAGES_PER_HOUR("messages-per-hour", HOUR_MS),
    RECIPIENTS_PER_SECOND("recipients-per-second", SECOND_MS),
    RECIPIENTS_PER_HOUR("recipients-per-hour", HOUR_MS);

    private final String word;
    private final long periodMs;

    Kind(String word, long periodMs) {
      this.word = word;
      this.periodMs = periodMs;
    }

    String of(Tenant tenant) {
      return "tenant:" + tenant.name() + ":" + word;
    }
  }
}
