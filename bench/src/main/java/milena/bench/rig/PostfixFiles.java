package milena.bench.rig;

import java.nio.file.Path;
import milena.bench.result.Kind;
import milena.bench.result.Scenario;

/**
 * The configuration of a private instance of Postfix, as text.
 *
 * <p>What is set is where its folders are and where its mail goes; everything else is as Postfix
 * ships it, with its fsync of each message before the 250 (cleanup(8) flushes the queue file). The
 * services are Debian's without those that deliver to local programs, and without the chroot, for
 * which a private queue would need copies of system files.
 */
final class PostfixFiles {
  private static final String SERVICES =
      """
      pickup     unix  n - n 60    1 pickup
      cleanup    unix  n - n -     0 cleanup
      qmgr       unix  n - n 300   1 qmgr
      tlsmgr     unix  - - n 1000? 1 tlsmgr
      rewrite    unix  - - n -     - trivial-rewrite
      bounce     unix  - - n -     0 bounce
      defer      unix  - - n -     0 bounce
      trace      unix  - - n -     0 bounce
      verify     unix  - - n -     1 verify
      flush      unix  n - n 1000? 0 flush
      proxymap   unix  - - n -     - proxymap
      proxywrite unix  - - n -     1 proxymap
      smtp       unix  - - n -     - smtp
      relay      unix  - - n -     - smtp
      showq      unix  n - n -     - showq
      error      unix  - - n -     - error
      retry      unix  - - n -     - error
      discard    unix  - - n -     - discard
      anvil      unix  - - n -     1 anvil
      scache     unix  - - n -     1 scache
      postlog    unix-dgram n - n - 1 postlogd
      """;

  private PostfixFiles() {}

  /** Returns main.cf. */
  static String main(Path folder, Scenario scenario, Destinations destinations) {
    var text =
        new StringBuilder(
            """
            compatibility_level = 3.6
            queue_directory = %1$s/queue
            data_directory = %1$s/data
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            myhostname = postfix.bench.invalid
            mydestination =
            mynetworks = 127.0.0.0/8
            """
                .formatted(folder));
    text.append(
        destinations.routed()
            ? "transport_maps = hash:" + folder + "/etc/transport\n"
            : "relayhost = [127.0.0.1]:" + destinations.port() + "\n");
    if (scenario.kind() == Kind.BACKLOG) {
      text.append(
          """
          minimal_backoff_time = 5s
          maximal_backoff_time = 10s
          queue_run_delay = 5s
          """);
    }
    return text.toString();
  }

  /** Returns master.cf. */
  static String services(int smtpPort) {
    return "127.0.0.1:" + smtpPort + " inet n - n - - smtpd\n" + SERVICES;
  }
}
