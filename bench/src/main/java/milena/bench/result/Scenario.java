package milena.bench.result;

import java.util.Set;

/**
 * One thing that is compared.
 *
 * @param name the word for it on the command line and in the file of results
 * @param kind what is done
 * @param messages how many in each round, from 1
 * @param sizeBytes octets of each with its headers
 * @param connections of the load generator at a time
 * @param domains how many recipient domains, in turn; with more than one, each is a route to a
 *     loopback address of its own
 * @param signed whether a DKIM signature with RSA-2048 is added
 * @param secured whether clients come by TLS and log in, on connections that they keep
 * @param halfLoad whether a phase at half the rate follows in each round, for latency
 * @param tools whose load generator and sink
 * @param sides who takes part
 */
public record Scenario(
    String name,
    Kind kind,
    int messages,
    int sizeBytes,
    int connections,
    int domains,
    boolean signed,
    boolean secured,
    boolean halfLoad,
    Tools tools,
    Set<Side> sides) {

  /** Copies the sides and checks that there is something to do. */
  public Scenario {
    sides = Set.copyOf(sides);
    if (messages < 1 || connections < 1 || domains < 1 || sides.isEmpty()) {
      throw new IllegalArgumentException("a scenario needs messages, connections and a side");
    }
  }

  /** Returns a flow to one domain through both sides with our own tools. */
  public static Scenario flow(String name, int messages, int sizeBytes, int connections) {
    return new Scenario(
        name,
        Kind.FLOW,
        messages,
        sizeBytes,
        connections,
        1,
        false,
        false,
        false,
        Tools.OWN,
        Set.of(Side.values()));
  }

  /** Returns this as another kind. */
  public Scenario as(Kind other) {
    return new Scenario(
        name,
        other,
        messages,
        sizeBytes,
        connections,
        domains,
        signed,
        secured,
        halfLoad,
        tools,
        sides);
  }

  /** Returns this with so many domains. */
  public Scenario withDomains(int other) {
    return new Scenario(
        name,
        kind,
        messages,
        sizeBytes,
        connections,
        other,
        signed,
        secured,
        halfLoad,
        tools,
        sides);
  }

  /** Returns this with signatures. */
  public Scenario signing() {
    return new Scenario(
        name,
        kind,
        messages,
        sizeBytes,
        connections,
        domains,
        true,
        secured,
        halfLoad,
        tools,
        sides);
  }

  /** Returns this with clients that come by TLS and log in. */
  public Scenario loggedIn() {
    return new Scenario(
        name,
        kind,
        messages,
        sizeBytes,
        connections,
        domains,
        signed,
        true,
        halfLoad,
        tools,
        sides);
  }

  /** Returns this with a phase at half load. */
  public Scenario thenHalf() {
    return new Scenario(
        name, kind, messages, sizeBytes, connections, domains, signed, secured, true, tools, sides);
  }

  /** Returns this with the tools of another maker. */
  public Scenario with(Tools other) {
    return new Scenario(
        name,
        kind,
        messages,
        sizeBytes,
        connections,
        domains,
        signed,
        secured,
        halfLoad,
        other,
        sides);
  }

  /** Returns this for one side alone. */
  public Scenario only(Side side) {
    return new Scenario(
        name,
        kind,
        messages,
        sizeBytes,
        connections,
        domains,
        signed,
        secured,
        halfLoad,
        tools,
        Set.of(side));
  }
}
