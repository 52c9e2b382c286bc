package milena.acceptance.way;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import milena.runtime.config.ConfigReader;
import milena.runtime.config.EffectiveConfig;
import milena.runtime.lifecycle.StartFailed;
import milena.standalone.MilenaConfig;
import milena.standalone.MilenaSettings;
import milena.standalone.Standalone;
import milena.standalone.account.Account;
import milena.standalone.account.Audit;
import milena.standalone.account.LogReader;
import milena.standalone.trace.Sought;
import milena.standalone.trace.Trace;
import milena.standalone.trace.TraceReader;
import milena.tenants.book.TenantLog;

/** A whole system in this process, on a folder and ports of its own. */
final class RunningMilena implements AutoCloseable {

  private static final String FREE = "127.0.0.1:0";

  private final Path data;
  private final Standalone standalone;
  private final Events events;

  private RunningMilena(Path data, Standalone standalone) throws StartFailed, InterruptedException {
    this.data = data;
    this.standalone = standalone;
    standalone.lifecycle().start();
    events = new Events(standalone.clients(), standalone.format());
  }

  /** Starts it, on these settings besides what keeps it apart from others. */
  static RunningMilena start(Path data, Map<String, String> settings)
      throws StartFailed, InterruptedException {
    var flags = new HashMap<>(Map.of("smtp", FREE, "http", FREE, "broker", FREE));
    flags.put("registry", FREE);
    flags.put("api", FREE);
    flags.put("disk-reserve", "0");
    flags.put("data", data.toString());
    flags.put("hostname", "milena.test");
    flags.putAll(settings);
    var result = ConfigReader.read(MilenaSettings.catalogue(), flags, Map.of());
    if (result instanceof EffectiveConfig config) {
      return new RunningMilena(data, Standalone.wire(MilenaConfig.of(config)));
    }
    throw new IllegalArgumentException(result.toString());
  }

  Path data() {
    return data;
  }

  Events events() {
    return events;
  }

  /** Where it accepts mail over SMTP, in the order of the settings; the plain door is first. */
  List<String> doors() {
    return standalone.listening().stream()
        .filter(listening -> listening.what().equals("smtp"))
        .flatMap(listening -> Arrays.stream(listening.where().get().split(" ")))
        .toList();
  }

  /** Makes tenants and credentials, as an operator does. */
  TenantLog tenants() {
    return new TenantLog(standalone.clients(), standalone.format(), InstantSource.system());
  }

  /** Whether the doors know of a login. */
  boolean knowsLogin(String login) {
    return standalone.logins().standing(login).isPresent();
  }

  SmtpClient client() throws IOException {
    return new SmtpClient(standalone.smtpAddress());
  }

  /** Hands a small message in, for one recipient, and returns its id. */
  String send(String recipient) throws IOException {
    return send("<sender@from.test>", List.of(recipient), letter("hello"));
  }

  /** Hands a message in and returns its id. */
  String send(String mail, List<String> recipients, byte[] content) throws IOException {
    try (var client = client()) {
      return SmtpClient.id(client.send(mail, recipients, content));
    }
  }

  /** A message that needs no header added but Received. */
  static byte[] letter(String text) {
    return """
    From: sender@from.test\r
    Date: Mon, 1 Jan 2024 00:00:00 +0000\r
    Message-ID: <letter@from.test>\r
    Subject: a letter\r
    \r
    %s\r
    """
        .formatted(text)
        .getBytes(StandardCharsets.UTF_8);
  }

  Account account() throws IOException, InterruptedException {
    var scope = new Audit.Scope(0, Long.MAX_VALUE, Optional.empty(), System.currentTimeMillis());
    return new Audit(reader(), standalone.format(), scope, topic -> {}).take();
  }

  Trace trace(String sought) throws InterruptedException {
    return new TraceReader(reader(), standalone.format(), 1_000, topic -> {})
        .read(Sought.parse(sought));
  }

  LogReader reader() {
    return new LogReader(standalone.clients());
  }

  /** Fails unless everything that was accepted is in exactly one place. */
  void balance() throws IOException, InterruptedException {
    assertThat(account().faults()).isEmpty();
    assertThat(events.endedTwice()).isEmpty();
  }

  @Override
  public void close() {
    events.close();
    standalone.lifecycle().stop("the test is over");
    standalone.close();
  }
}
