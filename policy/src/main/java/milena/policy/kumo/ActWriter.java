package milena.policy.kumo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import milena.policy.Kind;
import milena.policy.Per;

/** Says what KumoMTA does when it has heard something. */
final class ActWriter {
  /** The act that lasts for no time. */
  static final String BOUNCE = "bounce";

  private static final String ONLY_ONE =
      "bounces what was answered so; what else waits for the domain is only bounced by a command";

  private static final String FOR_DOMAIN = "SetDomainConfig";
  private static final Set<String> CONFIGURING = Set.of("SetConfig", FOR_DOMAIN);

  private static final Set<Kind> LOWERED_BY_NONE =
      Set.of(Kind.MESSAGES_PER_CONNECTION, Kind.RECIPIENTS_PER_TRANSACTION);

  /** A reaction is the shaper's, which lets messages go; connections are the worker's. */
  private static final Map<Kind, String> INSTEAD =
      Map.of(
          Kind.CONNECTIONS,
          "a reaction lowers how many messages are being sent at one time: that is at most so many"
              + " connections, with one message each",
          Kind.CONNECTION_RATE,
          "a reaction lowers the rate of messages to this, not that of connections: that is slower"
              + " where a connection has several messages");

  private final Unsaid unsaid;

  ActWriter(Unsaid unsaid) {
    this.unsaid = unsaid;
  }

  /** Writes a rule's actions: those that can be said. */
  List<String> write(String path, Said.Table rule, Map<String, Said> holds) {
    var action = rule.values().get("action");
    var acts = new ArrayList<String>();
    if (action != null) {
      action.each().forEach(one -> act(path, one, holds).ifPresent(acts::add));
    }
    return acts.stream().distinct().toList();
  }

  private Optional<String> act(String path, Said action, Map<String, Said> holds) {
    return switch (action) {
      case Said.Text(var name, _) -> named(path, action, name);
      case Said.Table(var values, _) when values.size() == 1 -> {
        var entry = values.entrySet().iterator().next();
        yield entry.getValue() instanceof Said.Table config
            ? configured(path, entry.getKey(), config, holds)
            : unknown(path, action);
      }
      default -> unknown(path, action);
    };
  }

  private Optional<String> unknown(String path, Said action) {
    unsaid.add(path, action, "is no action that is known here");
    return Optional.empty();
  }

  private Optional<String> named(String path, Said action, String name) {
    return switch (name) {
      case "Suspend" -> suspended(Per.PATH);
      case "SuspendTenant" -> suspended(Per.TENANT_AND_SITE);
      case "SuspendCampaign" -> suspended(Per.CAMPAIGN);
      case "Bounce", "BounceTenant", "BounceCampaign" -> {
        unsaid.add(path, action, ONLY_ONE);
        yield Optional.of(BOUNCE);
      }
      default -> unknown(path, action);
    };
  }

  private static Optional<String> suspended(Per what) {
    return Optional.of("{suspend: " + what.word() + "}");
  }

  private Optional<String> configured(
      String path, String action, Said.Table config, Map<String, Said> holds) {
    var value = config.values().get("value");
    if (!CONFIGURING.contains(action)
        || !(config.values().get("name") instanceof Said.Text(var name, _))
        || value == null) {
      return unknown(path, config);
    }
    var limit = Wording.LIMITS.get(name);
    if (limit == null || limit.per() != Per.PATH) {
      unsaid.add(path, config, "a reaction lowers limits, and " + name + " is none");
      return Optional.empty();
    }
    if (LOWERED_BY_NONE.contains(limit.kind())) {
      unsaid.add(path, config, "no reply lowers it here; set it for all time, in the block");
      return Optional.empty();
    }
    var bound = bound(path, limit.kind(), value);
    if (bound.isEmpty()) {
      unsaid.add(path, config, "is no value for that");
      return Optional.empty();
    }
    var instead = INSTEAD.get(limit.kind());
    if (instead != null) {
      unsaid.add(path, config, instead);
    }
    if (action.equals(FOR_DOMAIN)) {
      unsaid.add(path, config, "is lower for the path, not for the domain's mail alone");
    }
    raised(path, name, value, holds);
    return bound.map(most -> "{lower: {per: path, " + most + "}}");
  }

  private Optional<String> bound(String path, Kind kind, Said value) {
    if (!kind.isRate()) {
      return Count.of(value)
          .map(count -> Count.within(count.most(), Wording.most(kind), path, value, unsaid))
          .map(most -> kind.word() + ": " + most);
    }
    var pace = Pace.of(value);
    var burst =
        kind == Kind.MESSAGE_RATE
            ? pace.map(rate -> ", burst: " + Math.min(rate.atOnce(), Wording.LARGEST)).orElse("")
            : "";
    return pace.flatMap(Pace::asLimit).map(rate -> kind.word() + ": " + rate.text() + burst);
  }

  private void raised(String path, String name, Said value, Map<String, Said> holds) {
    var before = holds.get(name);
    if (before != null && most(value) > most(before)) {
      unsaid.add(
          path,
          value,
          "is more than the "
              + before.print()
              + " that holds ("
              + before.at()
              + "), and a reaction only lowers: it has no effect");
    }
  }

  private static double most(Said value) {
    return Pace.of(value)
        .map(Pace::perSecond)
        .or(() -> Count.of(value).map(count -> (double) count.most()))
        .orElse(0.0);
  }
}
