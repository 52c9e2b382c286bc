package milena.tenants.book;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import milena.ingest.header.OwnChecks;

/**
 * Whose mail it is, and what they may do.
 *
 * @param name also part of the name of the tenant's own topic
 * @param note for the operator, in words
 * @param state whether it may send
 * @param senderDomains domains of the envelope's sender and of From, in lower case and as A-labels;
 *     {@code *.DOMAIN} for all below it; empty for any
 * @param limits enforced by the doors
 * @param checks what its messages must be like, made by the doors
 * @param created when and by whom
 * @param changed the last change
 */
public record Tenant(
    String name,
    String note,
    State state,
    List<String> senderDomains,
    Limits limits,
    OwnChecks checks,
    Stamp created,
    Stamp changed) {

  /** More sender domains than this are not kept. */
  public static final int MOST_DOMAINS = 1_000;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
  private static final Pattern DOMAIN =
      Pattern.compile(
          "(\\*\\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?)(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
  private static final int MOST_DOMAIN_CHARS = 253;
  private static final String BELOW = "*.";

  /** Whether a tenant may send. */
  public enum State {
    /** It may. */
    ACTIVE,
    /** Nobody comes in as this tenant, until it is resumed. */
    SUSPENDED
  }

  /**
   * Copies, and checks.
   *
   * @throws IllegalArgumentException if a name or a domain is none, saying which
   */
  public Tenant {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is not a tenant's name: lower-case letters, digits, '.', '_' and '-'");
    }
    senderDomains = List.copyOf(senderDomains);
    if (senderDomains.size() > MOST_DOMAINS) {
      throw new IllegalArgumentException("more than " + MOST_DOMAINS + " sender domains");
    }
    for (var domain : senderDomains) {
      if (domain.length() > MOST_DOMAIN_CHARS || !DOMAIN.matcher(domain).matches()) {
        throw new IllegalArgumentException(
            "'" + domain + "' is not a domain in lower case, or *. and one");
      }
    }
  }

  /** A tenant that may do anything. */
  public static Tenant named(String name, Stamp created) {
    return new Tenant(
        name, "", State.ACTIVE, List.of(), Limits.NONE, OwnChecks.NONE, created, created);
  }

  /** Whether it may come in. */
  public boolean active() {
    return state == State.ACTIVE;
  }

  /** Whether it may use an address of this domain as a sender. */
  public boolean mayUse(String domain) {
    var asked = domain.toLowerCase(Locale.ROOT);
    return senderDomains.isEmpty()
        || senderDomains.stream()
            .anyMatch(
                one ->
                    one.startsWith(BELOW)
                        ? asked.endsWith(one.substring(1)) && asked.length() > one.length() - 1
                        : asked.equals(one));
  }

  /** The same with another note. */
  public Tenant withNote(String other) {
    return new Tenant(name, other, state, senderDomains, limits, checks, created, changed);
  }

  /** The same in another state. */
  public Tenant in(State other) {
    return new Tenant(name, note, other, senderDomains, limits, checks, created, changed);
  }

  /** The same with other sender domains. */
  public Tenant withSenderDomains(List<String> others) {
    return new Tenant(name, note, state, others, limits, checks, created, changed);
  }

  /** The same with other limits. */
  public Tenant within(Limits others) {
    return new Tenant(name, note, state, senderDomains, others, checks, created, changed);
  }

  /** The same with other checks of its messages. */
  public Tenant with(OwnChecks others) {
    return new Tenant(name, note, state, senderDomains, limits, others, created, changed);
  }

  /** The same, changed by somebody. */
  Tenant changed(Stamp by) {
    return new Tenant(name, note, state, senderDomains, limits, checks, created, by);
  }
}
