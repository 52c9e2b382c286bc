package milena.standalone.demo;

import java.util.Locale;
import milena.bench.measure.JsonObject;
import milena.bench.measure.LatencySummary;
import milena.standalone.account.Account;

/**
 * What the demonstration found.
 *
 * @param account taken from the log
 * @param accept final dot to 250
 * @param delivery accepted to delivered, of what was delivered at the first attempt
 * @param seconds from the first message sent to the last one settled
 * @param acceptedPerSecond while sending
 */
public record DemoReport(
    Account account,
    LatencySummary accept,
    LatencySummary delivery,
    double seconds,
    double acceptedPerSecond) {
  private static final double NANOS_PER_MS = 1e6;

  /** The account as a table for people. */
  public String toText() {
    return String.format(
        Locale.ROOT,
        """
        accepted                 %,8d   (%,.0f a second while sending)
        delivered                %,8d   of which deferred before: %,d
        bounced                  %,8d
        suppressed               %,8d   (addresses that had bounced, not tried again)
        expired, rejected        %,8d
        still waiting            %,8d
        unaccounted, doubled     %,8d
        accept (dot to 250)      median %.1f ms, 99th percentile %.1f ms
        delivery (250 to 250)    median %.1f ms, 99th percentile %.1f ms, first attempts
        settled after            %.1f s
        """,
        account.accepted(),
        acceptedPerSecond,
        account.ended("delivered"),
        account.deferredThenDelivered(),
        account.ended("bounced"),
        account.ended("suppressed"),
        account.ended("expired") + account.ended("rejected"),
        account.waitingInAll(),
        account.unaccounted() + account.doubled(),
        accept.p50() / NANOS_PER_MS,
        accept.p99() / NANOS_PER_MS,
        delivery.p50() / NANOS_PER_MS,
        delivery.p99() / NANOS_PER_MS,
        seconds);
  }

  /** The same for programs. */
  public String toJson() {
    return new JsonObject()
        .put("accepted", account.accepted())
        .put("delivered", account.ended("delivered"))
        .put("deferred_then_delivered", account.deferredThenDelivered())
        .put("bounced", account.ended("bounced"))
        .put("suppressed", account.ended("suppressed"))
        .put("expired", account.ended("expired"))
        .put("rejected", account.ended("rejected"))
        .put("waiting", account.waitingInAll())
        .put("unaccounted", account.unaccounted())
        .put("doubled", account.doubled())
        .put("accepted_per_second", acceptedPerSecond)
        .put("accept_p50_ms", accept.p50() / NANOS_PER_MS)
        .put("accept_p99_ms", accept.p99() / NANOS_PER_MS)
        .put("delivery_p50_ms", delivery.p50() / NANOS_PER_MS)
        .put("delivery_p99_ms", delivery.p99() / NANOS_PER_MS)
        .put("seconds", seconds)
        .toString();
  }
}
