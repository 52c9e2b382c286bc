package milena.mail.route;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import milena.mail.route.site.SiteRollup;

/** Where a domain's mail goes, or why it goes nowhere. */
public sealed interface Route {

  /** Mail for the domain bounces. */
  sealed interface Undeliverable extends Route {
    /** The enhanced status code of the bounce (RFC 3463). */
    String code();

    /** The SMTP reply code that goes with it. */
    int replyCode();

    /** One line for the bounce and the trace. */
    String reason();
  }

  /**
   * The smarthost or a static route.
   *
   * @param site {@code smarthost}, or {@code host:port} of the static route
   * @param host a name for the operating system's resolver, or an address without brackets
   */
  record Relay(String site, String host, int port) implements Route {
    /** The site of everything under a smarthost. */
    public static final String SMARTHOST = "smarthost";

    static Relay smarthost(HostPort target) {
      return new Relay(SMARTHOST, target.host(), target.port());
    }

    static Relay of(HostPort target) {
      return new Relay(target.toString(), target.host(), target.port());
    }
  }

  /**
   * The domain's own exchangers, or the domain itself if it has an address and no MX record.
   *
   * @param site by {@link SiteRollup}. A site may join hosts that serve different domains:
   *     connections are to be shared by host, not by site
   * @param hosts at least one and at most {@link Exchangers#MAX_HOSTS}, by preference, then name
   * @param validUntil when to ask again
   */
  record MailExchangers(String site, List<MxHost> hosts, Instant validUntil) implements Route {
    /** Keeps its own copy of the list. */
    public MailExchangers {
      hosts = List.copyOf(hosts);
    }

    static MailExchangers of(List<MxHost> hosts, Instant validUntil) {
      var site = SiteRollup.siteOf(hosts.stream().map(MxHost::name).toList());
      return new MailExchangers(site, hosts, validUntil);
    }
  }

  /** The domain says by a null MX that it accepts no mail (RFC 7505). */
  record NoMail(String domain) implements Undeliverable {
    @Override
    public String code() {
      return "5.1.10";
    }

    @Override
    public int replyCode() {
      return 556;
    }

    @Override
    public String reason() {
      return domain + " does not accept mail (null MX)";
    }
  }

  /**
   * The domain does not exist, has neither MX nor address records, or is no domain name at all.
   *
   * @param reason which of them
   */
  record NoSuchDomain(String domain, String reason) implements Undeliverable {
    @Override
    public String code() {
      return "5.1.2";
    }

    @Override
    public int replyCode() {
      return 550;
    }
  }

  /**
   * The domain's exchangers are known and none may be connected to.
   *
   * @param code 5.4.6 when the mail would come back to us, else 5.4.4
   */
  record Refused(String code, String reason) implements Undeliverable {
    static Refused loop(String reason) {
      return new Refused("5.4.6", reason);
    }

    static Refused unreachable(String reason) {
      return new Refused("5.4.4", reason);
    }

    @Override
    public int replyCode() {
      return 550;
    }
  }

  /** There is no route and mail must not leave by MX: the message waits. */
  record MxNotAllowed() implements Route {
    /** The reason to wait, as operators read it. */
    public static final String WAIT_REASON = "mx-not-allowed";
  }

  /**
   * DNS did not say; ask again later.
   *
   * @param reason for the trace
   * @param pause how long the same answer is given before DNS is asked again; zero if it is not
   */
  record Unknown(String reason, Duration pause) implements Route {}
}
