package milena.standalone.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import milena.policy.Policy;
import milena.policy.Traffic;
import milena.policy.document.Explain;
import milena.router.lever.Selection;
import milena.standalone.BuiltInPolicy;
import milena.standalone.FoundLog;
import milena.standalone.MilenaConfig;
import milena.standalone.OpenLog;
import milena.standalone.policy.PolicyReports;
import milena.standalone.queue.QueueReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Says what holds for some mail, and which line of the policy says so. */
final class PolicyExplainCommand implements Callable<Integer> {

  private static final String FILE = "--file";
  private static final String TENANT = "--tenant";
  private static final String CAMPAIGN = "--campaign";
  private static final String DOMAIN = "--domain";
  private static final String SITE = "--site";
  private static final String MX = "--mx";
  private static final String POOL = "--pool";
  private static final String SOURCE = "--source";
  private static final String META = "--meta";

  private static final String OVERVIEW =
      "Says for some mail which pool, sources, limits, retries, hours and reactions hold, and which"
          + " line of the policy says so; built-in for what no line says. Where the domain's mail"
          + " goes, and so its provider, is said by --mx or --site, else by the settings that this"
          + " command sees, by those of the process that runs on the data folder, or by what a"
          + " router found last (mail.sites). Rules that name what is not known do not match."
          + " Built-in values are by the settings that this command sees. With an"
          + " operator's key, a running process also says what of it waits, and which limits hold"
          + " that back at this moment.";

  private static final String EXAMPLES =
      """
      milena policy explain --tenant shop --domain example.com --mx mx1.example.com
      milena policy explain --domain example.com --key-file operator.key
      milena policy explain --file policy.yaml --site mx.example.com --json
      """;

  private static final String EXIT_CODES =
      """
      0  explained
      2  wrong usage, a document with errors, or there is no log in the data folder
      3  the log cannot be read
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Map<String, String> environment;

  private PolicyExplainCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  static CommandSpec spec(Map<String, String> environment) {
    var spec = new PolicyExplainCommand(environment).spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, EXIT_CODES);
    spec.addOption(text(TENANT, "NAME", "Whose mail."));
    spec.addOption(text(CAMPAIGN, "LABEL", "The tenant's own label."));
    spec.addOption(text(DOMAIN, "DOMAIN", "The recipient's domain."));
    spec.addOption(
        text(
            SITE,
            "SITE",
            "Where the domain's mail goes.",
            "  Default: the site of --mx, or as is known"));
    spec.addOption(several(MX, "HOST", "The domain's MX hosts, separated by commas."));
    spec.addOption(text(POOL, "NAME", "The pool.", "  Default: the one that the policy chooses"));
    spec.addOption(text(SOURCE, "NAME", "The source.", "  Default: each of the pool"));
    spec.addOption(several(META, "NAME=VALUE", "What is attached, separated by commas."));
    spec.addOption(
        Flags.optional(
            FILE,
            "FILE",
            Path.class,
            Path::of,
            "A document to ask; needs no running system.",
            "  Default: the version in force"));
    LogOptions.addTo(spec);
    QueueOptions.addDoors(spec);
    spec.addOption(Flags.json());
    return spec;
  }

  private static OptionSpec text(String flag, String label, String... description) {
    return Flags.optional(flag, label, String.class, text -> text, description);
  }

  private static OptionSpec several(String flag, String label, String description) {
    return OptionSpec.builder(flag)
        .arity("1")
        .splitRegex(",")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  @Override
  public Integer call() throws InterruptedException {
    @Nullable Path file = spec.commandLine().getParseResult().matchedOptionValue(FILE, null);
    var notPairs = values(META).stream().filter(pair -> !pair.contains("=")).toList();
    if (!notPairs.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println("milena: '" + notPairs.getFirst() + "' is not such as stream=alerts");
      return ExitCode.USAGE;
    }
    if (file == null) {
      return LogOptions.with(
          spec,
          environment,
          (log, found, config) -> {
            var inForce = PolicyFile.versions(log).inForce();
            var policy =
                inForce.isEmpty()
                    ? Optional.of(Policy.NONE)
                    : PolicyFile.policy(spec, inForce.get());
            if (policy.isEmpty()) {
              return ExitCode.USAGE;
            }
            var where = where(config, found, log);
            var traffic = traffic(policy.get(), where);
            return print(policy.get(), config, where, now(traffic));
          });
    }
    var policy = PolicyFile.policy(spec, file);
    var config = LogOptions.config(spec, environment);
    if (policy.isEmpty() || config.isEmpty()) {
      return ExitCode.USAGE;
    }
    try {
      return print(policy.get(), config.get(), where(config.get()), Optional.empty());
    } catch (IOException e) {
      spec.commandLine().getErr().println("milena: the routes cannot be read: " + e.getMessage());
      return ExitCode.USAGE;
    }
  }

  /** What is known without the log, else what runs there was told, else what a router found. */
  private Whereabouts where(MilenaConfig config, FoundLog found, OpenLog log) throws IOException {
    var where = where(config);
    if (where.isKnown() || domain().isEmpty()) {
      return where;
    }
    if (found instanceof FoundLog.Running(var system)) {
      try {
        where = Whereabouts.bySystem(domain(), system);
      } catch (IOException e) {
        spec.commandLine()
            .getErr()
            .println("its routes cannot be read, and are left out: " + e.getMessage());
      }
    }
    return where.isKnown()
        ? where
        : Whereabouts.byRouters(domain(), log, LogOptions.progress(spec));
  }

  /** What the command line says, or else the settings. */
  private Whereabouts where(MilenaConfig config) throws IOException {
    var hosts = values(MX);
    var site = value(SITE).toLowerCase(Locale.ROOT);
    if (!site.isEmpty()) {
      return new Whereabouts(site, hosts, SITE);
    }
    if (!hosts.isEmpty()) {
      return Whereabouts.byExchangers(hosts, MX);
    }
    return domain().isEmpty() ? Whereabouts.UNKNOWN : Whereabouts.bySettings(domain(), config);
  }

  private String domain() {
    return value(DOMAIN).toLowerCase(Locale.ROOT);
  }

  /** What of it waits now, and what it must pass. */
  private Optional<QueueReport> now(Traffic traffic) throws InterruptedException {
    var selection = new TreeMap<String, String>();
    selection.put(Selection.Field.TENANT.word(), traffic.tenant());
    selection.put(Selection.Field.CAMPAIGN.word(), traffic.campaign());
    selection.put(Selection.Field.DOMAIN.word(), traffic.domain());
    selection.put(Selection.Field.SITE.word(), traffic.domain().isEmpty() ? traffic.site() : "");
    selection.values().removeIf(String::isEmpty);
    return QueueOptions.ifReachable(spec, environment, client -> client.gates(selection));
  }

  private int print(
      Policy policy, MilenaConfig config, Whereabouts where, Optional<QueueReport> now) {
    var traffic = traffic(policy, where);
    var found = Explain.of(policy, traffic, BuiltInPolicy.of(config));
    if (!where.isKnown() && !domain().isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "where mail for "
                  + domain()
                  + " goes is not known here, so that rules for each site, path or provider are"
                  + " left out: name its exchangers with --mx, or ask again once mail for it was"
                  + " routed");
    }
    var json = Flags.asJson(spec.commandLine().getParseResult());
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(
          PolicyReports.json(
              new PolicyReports.Explained(
                  policy.version(), traffic.site(), traffic.provider(), where.from(), found),
              now.map(QueueReport::toJson)));
    } else {
      if (where.isKnown()) {
        out.println(PolicyReports.whereabouts(traffic.site(), traffic.provider(), where.from()));
      }
      out.println(PolicyReports.values(found));
      now.map(QueueReport::gatesText).ifPresent(out::println);
    }
    return ExitCode.OK;
  }

  private Traffic traffic(Policy policy, Whereabouts where) {
    var meta = new TreeMap<String, String>();
    for (var pair : values(META)) {
      int end = pair.indexOf('=');
      meta.put(pair.substring(0, end), pair.substring(end + 1));
    }
    return new Traffic(
        value(TENANT),
        value(CAMPAIGN),
        domain(),
        where.site(),
        policy.provider(domain(), where.hosts()),
        value(POOL),
        value(SOURCE),
        meta);
  }

  private String value(String flag) {
    return spec.commandLine().getParseResult().matchedOptionValue(flag, "");
  }

  private List<String> values(String flag) {
    List<String> given = spec.commandLine().getParseResult().matchedOptionValue(flag, List.of());
    var values = new ArrayList<String>();
    given.forEach(value -> values.add(value.strip()));
    return values;
  }
}
