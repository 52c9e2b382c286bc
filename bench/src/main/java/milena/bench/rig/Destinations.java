package milena.bench.rig;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The recipient domains of a scenario and where each is reached.
 *
 * <p>One domain is reached at 127.0.0.1. Of several, each has a loopback address of its own, from
 * 127.0.1.1 on, so that to both sides they are as many sites.
 *
 * @param count how many domains, from 1 to 50,000
 * @param port the port of all of them
 */
public record Destinations(int count, int port) {
  private static final int IN_A_NET = 250;
  private static final int MOST = IN_A_NET * 200;

  /** Checks the range. */
  public Destinations {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("domains must be from 1 to " + MOST + ": " + count);
    }
  }

  /** Returns the names of the domains. */
  public List<String> domains() {
    return IntStream.range(0, count).mapToObj(Destinations::domain).toList();
  }

  /** Returns whether each domain has an address of its own. */
  public boolean routed() {
    return count > 1;
  }

  /** Returns the address to listen on: all of them where there are several. */
  public String listen() {
    return routed() ? "0.0.0.0" : "127.0.0.1";
  }

  /** Returns the lines of Milena's file of routes: domain, host, port. */
  String toRoutes() {
    return lines("%s %s %d");
  }

  /** Returns the lines of Postfix's transport(5) table. */
  String toTransports() {
    return lines("%s smtp:[%s]:%d");
  }

  private String lines(String format) {
    return IntStream.range(0, count)
        .mapToObj(i -> String.format(Locale.ROOT, format, domain(i), address(i), port))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String domain(int number) {
    return String.format(Locale.ROOT, "d%05d.test", number);
  }

  private static String address(int number) {
    return "127.0." + (1 + number / IN_A_NET) + "." + (1 + number % IN_A_NET);
  }
}
