package milena.standalone.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import milena.bench.load.Load;
import milena.bench.load.LoadEnvelope;
import milena.bench.load.LoadPace;
import milena.bench.load.LoadPlan;
import milena.bench.load.LoadReport;
import milena.runtime.config.ConfigReader;
import milena.runtime.config.EffectiveConfig;
import milena.runtime.lifecycle.BrokeDown;
import milena.runtime.lifecycle.StartFailed;
import milena.standalone.ApiSettings;
import milena.standalone.MilenaConfig;
import milena.standalone.MilenaSettings;
import milena.standalone.RegistrySettings;
import milena.standalone.Standalone;
import milena.standalone.data.Synced;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Runs the system once in a folder of its own, sends mail through it and stops it, so that the JVM
 * sees which classes and methods a start needs, and how those run that every message passes, and
 * can prepare both for the next one. The start script calls it after a build; it is not shown in
 * the help.
 */
public final class RehearseCommand implements Callable<Integer> {
  private static final int MESSAGES = 5_000;
  private static final int CONNECTIONS = 20;

  private RehearseCommand() {}

  /** The command; it has no flags. */
  public static CommandSpec spec() {
    var spec = CommandSpec.wrapWithoutInspection(new RehearseCommand());
    spec.usageMessage().hidden(true).description("Prepares quick starts.");
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, StartFailed, BrokeDown {
    var folder = Files.createTempDirectory("milena-rehearsal");
    try {
      rehearse(config(folder));
      return ExitCode.OK;
    } finally {
      Synced.deleteTree(folder);
    }
  }

  private static MilenaConfig config(Path folder) {
    var free = "127.0.0.1:0";
    var flags =
        Map.of(
            MilenaSettings.DATA.name(), folder.toString(),
            MilenaSettings.SMTP.name(), free,
            MilenaSettings.HTTP.name(), free,
            ApiSettings.API.name(), free,
            MilenaSettings.BROKER.name(), free,
            RegistrySettings.REGISTRY.name(), free,
            MilenaSettings.SANDBOX.name(), "true");
    var result = ConfigReader.read(MilenaSettings.catalogue(), flags, Map.of());
    if (result instanceof EffectiveConfig config) {
      return MilenaConfig.of(config);
    }
    throw new IllegalStateException(result.toString());
  }

  private static void rehearse(MilenaConfig config)
      throws IOException, InterruptedException, StartFailed, BrokeDown {
    try (var standalone = Standalone.wire(config);
        var client = HttpClient.newHttpClient()) {
      standalone.lifecycle().start();
      standalone.faults().watch(() -> use(standalone, client));
      standalone.lifecycle().stop("rehearsed");
    }
  }

  private static LoadReport use(Standalone standalone, HttpClient client)
      throws IOException, InterruptedException {
    for (var page : new String[] {"health", "metrics"}) {
      var uri = URI.create("http://" + standalone.httpAddress() + "/" + page);
      client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
    }
    return sendMail(standalone.smtpAddress());
  }

  /** Enough for the compiler to learn which way each branch goes where messages pass. */
  private static LoadReport sendMail(InetSocketAddress smtp)
      throws IOException, InterruptedException {
    var plan =
        LoadPlan.to(smtp)
            .withPace(LoadPace.of(MESSAGES, CONNECTIONS))
            .withEnvelope(LoadEnvelope.to(List.of("accept.test")));
    return new Load(plan, InstantSource.system()).run(_ -> {});
  }
}
