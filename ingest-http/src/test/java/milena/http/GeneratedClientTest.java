package milena.http;

import static milena.http.MemoryEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import milena.tenants.book.NewCredential;
import milena.tenants.book.Stamp;
import milena.tenants.book.Tenant;
import milena.tenants.verify.NewSecrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that nobody wrote: openapi-python-client makes it from the document that we serve. */
@Timeout(90)
class GeneratedClientTest {

  private static final String ID = "01KB6Y0V8M4T2Q9XZ3R5W7N1CD";
  private static final Stamp MADE = new Stamp(1, "ops");
  private static final NewCredential KEY =
      NewCredential.apiKey(new NewCredential.About("shop", "", MADE, 0), new NewSecrets());
  private static final Path INSTALLED = Path.of("../target/python/bin/python3");

  private static final String SCRIPT =
      """
      import os, subprocess, sys
      base, key, known, folder = sys.argv[1:]
      config = os.path.join(folder, 'config.yaml')
      with open(config, 'w') as file:
          file.write('post_hooks: []\\n')
      made = subprocess.run(
          [sys.executable, '-m', 'openapi_python_client', 'generate', '--meta', 'none',
           '--url', base + '/api/openapi.json', '--fail-on-warning', '--config', config,
           '--output-path', os.path.join(folder, 'mail_client')],
          stdout=sys.stderr)
      assert made.returncode == 0, 'the document is not understood'
      sys.path.insert(0, folder)
      from mail_client import AuthenticatedClient
      from mail_client.api.default import events, inject, message
      from mail_client.models import Injection
      client = AuthenticatedClient(base_url=base, token=key)
      sent = inject.sync(client=client, body=Injection.from_dict({
          'envelope_sender': 'a@example.org',
          'recipients': [{'email': 'b@example.net', 'substitutions': {'n': 3}}],
          'content': {'text_body': 'There are {{ n }}.', 'from': {'email': 'a@example.org'}}}))
      print('sent', sent.success_count, sent.message_ids[0].email)
      print('new', message.sync(sent.message_ids[0].id, client=client).status)
      for one in message.sync(known, client=client).recipients:
          print(one.id, one.state, one.last_reply.code, one.next_attempt_at.isoformat())
      page = events.sync(known, client=client, limit=1)
      while page.events:
          print(page.events[0].type_, page.events[0].metadata.additional_properties)
          page = events.sync(known, client=client, limit=1, after=page.next_)
      stranger = AuthenticatedClient(base_url=base, token=key + 'x')
      print('stranger', message.sync(known, client=stranger).status)
      """;

  private @TempDir Path folder;

  @Test
  void shouldBeUnderstoodByAClientMadeOfOurDocument() throws Exception {
    // Given
    assumeTrue(isThere(), "no Python with openapi-python-client; .ci/run installs one");
    var rig = new ApiRig(folder.resolve("http"));
    rig.know(List.of(Tenant.named("shop", MADE)), List.of(KEY.credential()));
    rig.events.all.add(event("accepted", ID + ".0", "shop").setMeta(Map.of("order", "7")).build());
    rig.events.all.add(
        event("deferred", ID + ".0", "shop")
            .setMeta(Map.of("order", "7"))
            .setCode(451)
            .setText("later")
            .setNextAttemptAt(MemoryEvents.ACCEPTED.plusSeconds(60))
            .build());
    try {
      // When
      var said = python("-c", SCRIPT, rig.base(), KEY.secret().value(), ID, folder.toString());

      // Then
      assertThat(said)
          .containsExactly(
              "sent 1 b@example.net",
              "new 404",
              ID + ".0 deferred 451 2026-05-01T10:01:00+00:00",
              "accepted {'order': '7'}",
              "deferred {'order': '7'}",
              "stranger 401");
      assertThat(rig.messages()).singleElement().asString().contains("There are 3.");
    } finally {
      rig.close();
    }
  }

  private static boolean isThere() throws Exception {
    // Whoever names an interpreter means it.
    return System.getenv("MILENA_PYTHON") != null
        || !python("-c", "import openapi_python_client; print('there')").isEmpty();
  }

  private static List<String> python(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(interpreter()));
    command.addAll(List.of(arguments));
    try {
      var python =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      python.getOutputStream().close();
      try (var out = python.inputReader(StandardCharsets.UTF_8)) {
        var lines = out.lines().toList();
        return python.waitFor(10, TimeUnit.SECONDS) && python.exitValue() == 0 ? lines : List.of();
      }
    } catch (IOException notThere) {
      return List.of();
    }
  }

  private static String interpreter() {
    var named = System.getenv("MILENA_PYTHON");
    if (named != null) {
      return named;
    }
    return Files.isExecutable(INSTALLED) ? INSTALLED.toString() : "python3";
  }
}
