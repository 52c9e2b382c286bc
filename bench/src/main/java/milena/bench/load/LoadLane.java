package milena.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import milena.bench.measure.LineFile;
import org.jspecify.annotations.Nullable;

/**
 * One event loop with its share of the connections and messages.
 *
 * <p>Connections that are free stand in a queue; one timer wakes the lane when the next message is
 * due. Everything but {@link #progress}, {@link #start} and {@link #stop} runs on the event loop.
 */
final class LoadLane {
  private static final long TICK_MILLIS = 200;
  private static final long GOODBYE_MILLIS = 1_000;
  private static final long FIRST_RECONNECT_MILLIS = 50;
  private static final long LAST_RECONNECT_MILLIS = 1_000;
  private static final long SHORTEST_NAP_NANOS = 500_000;
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  /**
   * What all lanes of a run have in common.
   *
   * @param wall the clock for stamps
   * @param nanos the monotonic clock for durations
   * @param pacer wakes lanes when a message is due. An event loop cannot do that itself: it turns
   *     without sleeping whenever its next timer is less than half a millisecond away, and at a
   *     thousand messages a second that is always
   */
  record Shared(
      LoadPlan plan,
      InstantSource wall,
      LongSupplier nanos,
      String run,
      @Nullable LineFile acked,
      ScheduledExecutorService pacer) {}

  /** What other threads may see of a lane. */
  record Progress(long sent, long accepted) {}

  private final Shared shared;
  private final LoadPlan plan;
  private final EventLoop loop;
  private final MessageText text;
  private final Feed feed;
  private final Bootstrap bootstrap;
  private final int connections;
  private final LoadTally tally = new LoadTally();
  private final Set<LoadConnection> open = new HashSet<>();
  private final Queue<LoadConnection> free = new ArrayDeque<>();
  private final CompletableFuture<LoadTally> done = new CompletableFuture<>();
  private volatile Progress progress = new Progress(0, 0);
  private @Nullable Future<?> alarm;
  private @Nullable Future<?> tick;
  private long alarmNanos;
  private boolean away;
  private long awaySinceNanos;
  private boolean ending;

  /**
   * Makes a lane.
   *
   * @param number from 0 to the pace's threads, exclusive
   */
  LoadLane(Shared shared, int number, EventLoop loop) {
    this.shared = shared;
    this.plan = shared.plan();
    this.loop = loop;
    this.text = new MessageText(plan, shared.run());
    this.feed = new Feed(plan.pace(), plan.patience().resends(), number);
    int threads = plan.pace().threads();
    this.connections = (plan.pace().connections() - number + threads - 1) / threads;
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .remoteAddress(plan.target())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS);
  }

  /** Begins to send; the future ends, never with an error, when the lane has. */
  CompletableFuture<LoadTally> start() {
    loop.execute(
        () -> {
          tick =
              loop.scheduleWithFixedDelay(
                  this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
          for (int i = 0; i < connections; i++) {
            connect(0);
          }
        });
    return done;
  }

  /** Ends early; what is under way is counted as lost. */
  void stop() {
    loop.execute(this::giveUp);
  }

  Progress progress() {
    return progress;
  }

  LoadPlan plan() {
    return plan;
  }

  MessageText text() {
    return text;
  }

  Instant now() {
    return shared.wall().instant();
  }

  long nanos() {
    return shared.nanos().getAsLong();
  }

  void opened(LoadConnection connection) {
    open.add(connection);
    if (ending) {
      connection.cut();
    }
  }

  void usable(LoadConnection connection) {
    if (tally.connections++ == 0) {
      feed.begin(nanos());
    }
    away = false;
    free(connection);
  }

  void free(LoadConnection connection) {
    if (ending) {
      connection.quit();
    } else {
      free.add(connection);
      dispatch();
    }
  }

  void closed(LoadConnection connection, boolean expected) {
    open.remove(connection);
    free.remove(connection);
    if (ending) {
      endWhenClosed();
    } else if (expected) {
      connect(0);
    } else {
      failed(connection.wasUsable() ? 0 : 1);
    }
  }

  /** The server let a connection not in, for now as far as anybody knows. */
  void notAdmitted(String why) {
    tally.entryRefusals.merge(why, 1L, Long::sum);
  }

  /** It will let none in, and may count wrong passwords: the run ends. */
  void neverAdmitted(String why) {
    notAdmitted(why);
    giveUp();
  }

  void measured(long acceptNanos) {
    tally.acceptLatency.record(acceptNanos);
  }

  void recipientsRefused(List<LoadReply> replies) {
    replies.forEach(reply -> LoadTally.count(tally.recipientRefusals, reply));
  }

  void ended(Assignment assignment, Outcome outcome) {
    switch (outcome) {
      case Outcome.Accepted accepted -> accepted(assignment, accepted);
      case Outcome.Refused(var reply) -> {
        if (!(reply.temporary() && sendAgain(assignment))) {
          tally.refused(reply);
          feed.settle();
        }
      }
      case Outcome.Lost(boolean dotSent) -> {
        if (!sendAgain(assignment)) {
          tally.lost += dotSent ? 0 : 1;
          tally.unanswered += dotSent ? 1 : 0;
          feed.settle();
        }
      }
    }
    tally.lastNanos = nanos();
    if (!ending) {
      dispatch();
    }
  }

  private void accepted(Assignment assignment, Outcome.Accepted outcome) {
    tally.accepted++;
    tally.acceptedRecipients += outcome.recipients().size();
    tally.totalLatency.record(nanos() - assignment.sinceNanos());
    LineFile acked = shared.acked();
    if (acked != null) {
      String id = text.messageId(assignment.sequence());
      String queueId = outcome.reply().queueId();
      outcome.recipients().forEach(recipient -> acked.write(id, recipient, queueId));
    }
    feed.settle();
  }

  private boolean sendAgain(Assignment assignment) {
    boolean again = !ending && feed.giveBack(assignment, nanos());
    tally.resent += again ? 1 : 0;
    return again;
  }

  private void dispatch() {
    while (!free.isEmpty()) {
      switch (feed.take(nanos())) {
        case Turn.Send(var assignment) -> free.remove().send(assignment);
        case Turn.NotBefore(long at) -> {
          wakeAt(at);
          return;
        }
        case Turn.AwaitOthers _ -> {
          return;
        }
        case Turn.Finished _ -> {
          end();
          return;
        }
      }
    }
    if (feed.finished()) {
      end();
    }
  }

  private void wakeAt(long at) {
    if (alarm != null) {
      if (alarmNanos - at <= 0) {
        return;
      }
      alarm.cancel(false);
    }
    alarmNanos = at;
    alarm =
        shared
            .pacer()
            .schedule(
                () -> loop.execute(this::awake),
                Math.max(SHORTEST_NAP_NANOS, at - nanos()),
                TimeUnit.NANOSECONDS);
  }

  private void awake() {
    alarm = null;
    if (!ending) {
      dispatch();
    }
  }

  private void connect(int failures) {
    var connection = new LoadConnection(this);
    boolean implicit = plan.entry().tls() == LoadEntry.Security.IMPLICIT;
    bootstrap
        .clone()
        .handler(implicit ? LoadTls.before(connection) : connection)
        .connect()
        .addListener((ChannelFuture connected) -> connected(connected, failures));
  }

  private void connected(ChannelFuture connected, int failures) {
    if (!connected.isSuccess() && !ending) {
      failed(failures + 1);
    }
  }

  private void failed(int failures) {
    tally.connectionFailures++;
    if (!away) {
      away = true;
      awaySinceNanos = nanos();
    }
    if (nanos() - awaySinceNanos > plan.patience().outage().toNanos()) {
      giveUp();
      return;
    }
    long delay =
        failures == 0
            ? 0
            : Math.min(LAST_RECONNECT_MILLIS, FIRST_RECONNECT_MILLIS << Math.min(failures - 1, 10));
    loop.schedule(
        () -> {
          if (!ending) {
            connect(failures);
          }
        },
        delay,
        TimeUnit.MILLISECONDS);
  }

  private void tick() {
    progress = new Progress(tally.sent(), tally.accepted);
    LineFile acked = shared.acked();
    if (acked != null) {
      acked.flush();
    }
    long longest = plan.patience().reply().toNanos();
    List.copyOf(open).forEach(connection -> connection.cutIfAskedBefore(nanos() - longest));
  }

  private void giveUp() {
    ending = true;
    List.copyOf(open).forEach(LoadConnection::cut);
    endWhenClosed();
  }

  private void end() {
    ending = true;
    free.forEach(LoadConnection::quit);
    free.clear();
    loop.schedule(this::giveUp, GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
    endWhenClosed();
  }

  private void endWhenClosed() {
    if (open.isEmpty() && !done.isDone()) {
      if (tick != null) {
        tick.cancel(false);
      }
      if (alarm != null) {
        alarm.cancel(false);
      }
      text.close();
      progress = new Progress(tally.sent(), tally.accepted);
      done.complete(tally);
    }
  }
}
