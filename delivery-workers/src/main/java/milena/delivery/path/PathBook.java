package milena.delivery.path;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import milena.policy.Applied;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.LimitRule;
import milena.policy.Per;
import milena.policy.Place;
import milena.policy.Policy;
import milena.policy.Selector;
import milena.policy.Source;
import milena.policy.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * The terms of each path, asked of the policy once for each version. Confined to one event loop.
 *
 * <p>A path is a source and a site. A rule about connections or servers that names tenants, domains
 * or pools, or counts for each tenant, makes more of them: mail that such a rule is for has
 * connections of its own, so that it neither goes by another's nor lends them. Campaigns and what
 * the sender attached are not known before a message is opened; rules that name them are not for
 * connections.
 *
 * <p>Mail without a source counts as that of one more source, without a name, so that limits for
 * each path hold for it too.
 */
public final class PathBook {

  private static final int MOST = 10_000;
  private static final Set<Kind> COUNTED = EnumSet.of(Kind.CONNECTIONS, Kind.CONNECTION_RATE);
  private static final Set<Kind> OF_CONNECTIONS =
      EnumSet.of(
          Kind.CONNECTIONS,
          Kind.CONNECTION_RATE,
          Kind.MESSAGES_PER_CONNECTION,
          Kind.RECIPIENTS_PER_TRANSACTION);

  private final Supplier<Policy> policies;
  private final PathDefaults defaults;
  private final Map<Traffic, PathTerms> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Traffic, PathTerms> eldest) {
          return size() > MOST;
        }
      };
  private Policy policy;
  private List<LimitRule> telling;
  private List<Selector> tellingManners;

  /** Begins with the policy that holds now. */
  public PathBook(Supplier<Policy> policies, PathDefaults defaults) {
    this.policies = policies;
    this.defaults = defaults;
    this.policy = policies.get();
    this.telling = telling(policy);
    this.tellingManners = tellingManners(policy);
  }

  /** Takes the policy that holds now; returns whether it is another than before. */
  public boolean follow() {
    var newest = policies.get();
    if (newest.version() == policy.version()) {
      return false;
    }
    policy = newest;
    telling = telling(newest);
    tellingManners = tellingManners(newest);
    known.clear();
    return true;
  }

  /** Returns the terms of the path that this mail takes. */
  public PathTerms of(Traffic mail) {
    return terms(path(mail));
  }

  /** Returns the terms of a path, as of an earlier answer's {@link PathTerms#path}. */
  public PathTerms terms(Traffic path) {
    var terms = known.get(path);
    if (terms == null) {
      terms = ask(path);
      known.put(path, terms);
    }
    return terms;
  }

  private Traffic path(Traffic mail) {
    if (telling.isEmpty() && tellingManners.isEmpty()) {
      return mail.path();
    }
    var asked = asked(mail);
    return new Traffic(
        counts(asked, Per.TENANT, Per.TENANT_AND_SITE) || names(asked, Selector::tenants)
            ? mail.tenant()
            : "",
        "",
        names(asked, Selector::domains) ? mail.domain() : "",
        mail.site(),
        mail.provider(),
        names(asked, Selector::pools) ? mail.pool() : "",
        mail.source(),
        Map.of());
  }

  private boolean counts(Traffic mail, Per one, Per other) {
    return telling.stream()
        .anyMatch(rule -> (rule.per() == one || rule.per() == other) && rule.where().matches(mail));
  }

  private boolean names(Traffic mail, Function<Selector, List<String>> field) {
    return telling.stream()
            .map(LimitRule::where)
            .anyMatch(where -> !field.apply(where).isEmpty() && where.matches(mail))
        || tellingManners.stream()
            .anyMatch(where -> !field.apply(where).isEmpty() && where.matches(mail));
  }

  private static List<LimitRule> telling(Policy policy) {
    return policy.limits().stream()
        .filter(rule -> rule.bounds().keySet().stream().anyMatch(OF_CONNECTIONS::contains))
        .filter(
            rule ->
                rule.per() == Per.TENANT
                    || rule.per() == Per.TENANT_AND_SITE
                    || tells(rule.where()))
        .toList();
  }

  private static List<Selector> tellingManners(Policy policy) {
    return policy.manners().stream().map(rule -> rule.where()).filter(PathBook::tells).toList();
  }

  private static boolean tells(Selector where) {
    return !where.tenants().isEmpty() || !where.domains().isEmpty() || !where.pools().isEmpty();
  }

  private PathTerms ask(Traffic path) {
    var asked = asked(path);
    var limits = new ArrayList<>(policy.limits(asked));
    if (limits.stream().noneMatch(PathBook::boundsConnections)) {
      limits.add(
          new Applied(
              Per.SITE,
              path.site(),
              Kind.CONNECTIONS,
              Bound.of(defaults.connections()),
              Place.BUILT_IN));
    }
    return new PathTerms(
        path,
        policy.version(),
        exit(path.source()),
        limits,
        new Counted(
            limits.stream().filter(limit -> COUNTED.contains(limit.kind())).toList(),
            policy.version()),
        least(limits, Kind.MESSAGES_PER_CONNECTION, defaults.messagesPerConnection()),
        least(limits, Kind.RECIPIENTS_PER_TRANSACTION, defaults.recipientsPerTransaction()),
        Handling.of(policy.manners(asked), defaults));
  }

  /** The least that any limit of this kind allows, or this where there is none; from 1. */
  private static int least(List<Applied> limits, Kind kind, int otherwise) {
    return limits.stream()
        .filter(limit -> limit.kind() == kind)
        .mapToInt(limit -> Math.clamp(limit.bound().most(), 1, Integer.MAX_VALUE))
        .min()
        .orElse(otherwise);
  }

  private static Traffic asked(Traffic mail) {
    return mail.source().isEmpty() ? mail.withSource(Source.UNNAMED) : mail;
  }

  private static boolean boundsConnections(Applied limit) {
    return limit.kind() == Kind.CONNECTIONS && (limit.per() == Per.SITE || limit.per() == Per.PATH);
  }

  private @Nullable Exit exit(String source) {
    if (source.isEmpty()) {
      return Exit.ANY;
    }
    var named = policy.sources().get(source);
    return named == null ? null : Exit.of(named);
  }
}
