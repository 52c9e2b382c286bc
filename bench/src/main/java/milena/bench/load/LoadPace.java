package milena.bench.load;

/**
 * How much is sent, how fast, and over what.
 *
 * @param messages how many messages, from 1
 * @param connections how many connections at a time, from 1; each has one message under way
 * @param messagesPerConnection after how many messages a connection is closed and another opened
 * @param perSecond messages per second, or 0 for as fast as the server replies. With a rate each
 *     message has an intended time, and its total time counts from there: a server that stalls
 *     cannot make its own figures better by slowing the sender
 * @param threads how many event loops share the connections, from 1
 */
public record LoadPace(
    long messages, int connections, int messagesPerConnection, double perSecond, int threads) {

  /** Checks the ranges. */
  public LoadPace {
    if (messages < 1 || connections < 1 || messagesPerConnection < 1) {
      throw new IllegalArgumentException(
          "messages, connections and messages a connection must be at least 1");
    }
    if (!(perSecond >= 0) || Double.isInfinite(perSecond)) {
      throw new IllegalArgumentException("the rate must be 0 (none) or more: " + perSecond);
    }
    if (threads < 1 || threads > connections) {
      throw new IllegalArgumentException("threads must be from 1 to the number of connections");
    }
  }

  /** Returns this many messages over so many connections on one thread, as fast as it goes. */
  public static LoadPace of(long messages, int connections) {
    return new LoadPace(messages, connections, Integer.MAX_VALUE, 0, 1);
  }

  /** Returns this with a limit of messages for each connection. */
  public LoadPace withMessagesPerConnection(int other) {
    return new LoadPace(messages, connections, other, perSecond, threads);
  }

  /** Returns this with a rate in messages per second, or 0 for none. */
  public LoadPace withPerSecond(double other) {
    return new LoadPace(messages, connections, messagesPerConnection, other, threads);
  }
}
