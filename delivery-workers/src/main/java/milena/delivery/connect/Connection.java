package milena.delivery.connect;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import milena.delivery.outcome.AttemptTimes;
import milena.delivery.outcome.Ending;
import milena.delivery.outcome.Hop;
import milena.delivery.outcome.SessionStage;
import milena.delivery.send.Capabilities;
import milena.delivery.send.OpeningTrouble;
import milena.delivery.send.Outgoing;
import milena.delivery.send.SessionOwner;
import milena.delivery.send.SmtpSession;
import milena.delivery.send.TlsFacts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection and the messages it carries, one after another; the next one's body is read while
 * one is sent. Confined to its lane's event loop.
 */
final class Connection implements SessionOwner {

  /** A message whose body takes longer to read and sign is not worth an idle connection. */
  private static final int PREPARATION_MS = 60_000;

  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  private final Berth berth;
  private final Dial dial;
  private final LaneContext context;
  private final Remote remote;
  private final long dialedAt;
  private @Nullable Channel channel;
  private @Nullable SmtpSession session;
  private @Nullable Capabilities offered;
  private @Nullable Parcel current;
  private @Nullable Parcel ahead;
  private Hop hop = Hop.NONE;
  private boolean onWire;
  private boolean usable;
  private int connectMs;
  private long takenAt;
  private long begunAt;
  private int served;

  Connection(Berth berth, Dial dial, LaneContext context, Remote remote) {
    this.berth = berth;
    this.dial = dial;
    this.context = context;
    this.remote = remote;
    this.dialedAt = context.clocks().nanos().getAsLong();
  }

  Remote remote() {
    return remote;
  }

  /** The channel is there, not yet connected. */
  void opened(Channel with, SmtpSession on) {
    channel = with;
    session = on;
  }

  @Override
  public void ready(Capabilities capabilities) {
    usable = true;
    var first = offered == null;
    if (first) {
      connectMs = millisSince(dialedAt);
      hop = describe();
      context.meters().opened(Duration.ofMillis(connectMs));
      dial.succeeded();
      berth.connected(dial, this);
    }
    offered = capabilities;
    serve();
    if (first) {
      berth.openMore();
    }
  }

  /** Carries this next. Only for a connection without anything to do. */
  void carry(Consignment consignment) {
    ahead = Parcel.open(consignment, context.clocks());
    serve();
  }

  /** Takes back what this connection was only going to carry after the present message. */
  @Nullable Consignment takeBack() {
    var waiting = ahead;
    ahead = null;
    return waiting == null ? null : waiting.consignment();
  }

  /** Forgets what waits here, if it matches. */
  void withdraw(Predicate<Consignment> which) {
    if (ahead != null && which.test(ahead.consignment())) {
      ahead = null;
      context.countWaiting(-1);
    }
  }

  /** Says QUIT when nothing is under way. */
  void retire() {
    if (session != null) {
      session.retire();
    }
  }

  void cut(String reason) {
    if (session != null) {
      session.cut(reason);
    }
    if (channel != null) {
      channel.close();
    }
  }

  /** Carries what is next, until something is under way or nothing is left. */
  private void serve() {
    while (usable && current == null) {
      if (context.isDraining() || berth.mustGo(this, served)) {
        giveBackAhead();
        retire();
        return;
      }
      var parcel = ahead != null ? ahead : next();
      ahead = null;
      if (parcel == null) {
        berth.idle(this);
        return;
      }
      context.countWaiting(-1);
      current = parcel;
      takenAt = context.clocks().nanos().getAsLong();
      whenDone(parcel.letter(), parcel, letter -> fit(parcel, letter));
    }
  }

  private @Nullable Parcel next() {
    var consignment = berth.poll();
    return consignment == null ? null : Parcel.open(consignment, context.clocks());
  }

  private void fit(Parcel parcel, Letter letter) {
    if (letter.requireTls() && !berth.destination().tlsRequired()) {
      current = null;
      context.countWaiting(1);
      berth.handOver(parcel.consignment());
      return;
    }
    var capabilities = offered == null ? Capabilities.NONE : offered;
    whenDone(
        context.fitting().fit(letter, capabilities).toCompletableFuture(),
        parcel,
        fitted -> {
          switch (fitted) {
            case Fitted.Ready ready -> begin(parcel, ready);
            case Fitted.Unfit(var ending) -> finish(ending, 0);
          }
        });
  }

  /** Goes on when the future is done: at once if it is, so that no message waits for a turn. */
  private <T> void whenDone(CompletableFuture<T> future, Parcel parcel, Consumer<T> then) {
    if (future.isDone()) {
      settle(future, then);
      return;
    }
    future.whenComplete(
        (_, _) ->
            context.onLoop(
                () -> {
                  if (current == parcel) {
                    settle(future, then);
                    serve();
                  }
                }));
  }

  private <T> void settle(CompletableFuture<T> future, Consumer<T> then) {
    if (future.isCompletedExceptionally()) {
      var failure = future.exceptionNow();
      if (!Parcel.isPlanned(failure)) {
        log.error("a letter could not be prepared", failure);
      }
      finish(Parcel.unreadable(failure), 0);
    } else {
      then.accept(future.join());
    }
  }

  private void begin(Parcel parcel, Fitted.Ready ready) {
    var refusal = parcel.beginRefusal();
    if (refusal.isPresent()) {
      finish(refusal.get(), 0);
      return;
    }
    begunAt = context.clocks().nanos().getAsLong();
    onWire = true;
    context.countOnWire(1);
    usable = false;
    var message =
        new Outgoing(ready.envelope(), ready.bytes(), parcel::dotRefusal, parcel.untilExpiry());
    if (session == null || !session.begin(message)) {
      // It said QUIT or was closed while the letter was read.
      returnCurrent();
      return;
    }
    var limit = berth.terms().messagesPerConnection();
    if (current == parcel && ahead == null && served + 1 < limit && !context.isDraining()) {
      ahead = next();
    }
  }

  @Override
  public void ended(Ending ending, long bytes) {
    var parcel = current;
    if (parcel != null && served > 0 && isStale(ending)) {
      // The server closed a connection that nobody used; a new one has to be tried.
      returnCurrent();
      return;
    }
    served++;
    finish(ending, bytes);
  }

  private static boolean isStale(Ending ending) {
    return ending instanceof Ending.Lost(var stage, _) && stage == SessionStage.MAIL;
  }

  private void finish(Ending ending, long bytes) {
    var parcel = current;
    current = null;
    if (parcel == null) {
      return;
    }
    var sendMs = onWire ? millisSince(begunAt) : 0;
    var connected = served <= 1 ? connectMs : 0;
    leaveWire();
    var times =
        new AttemptTimes(parcel.startedAt(), context.clocks().now(), connected, sendMs, bytes);
    context.finish(parcel.consignment(), ending, hop, times);
  }

  private void leaveWire() {
    if (onWire) {
      onWire = false;
      context.countOnWire(-1);
    }
  }

  @Override
  public boolean isBusy() {
    return current != null && millisSince(takenAt) < PREPARATION_MS;
  }

  @Override
  public void gaveUp(OpeningTrouble trouble) {
    dial.failed(this, trouble);
  }

  @Override
  public void closed() {
    usable = false;
    // A letter was still being read: nothing of it was sent.
    returnCurrent();
    giveBackAhead();
    if (offered != null) {
      context.meters().closed();
      berth.gone(this);
    }
  }

  private void returnCurrent() {
    var parcel = current;
    current = null;
    leaveWire();
    if (parcel != null) {
      context.countWaiting(1);
      berth.giveBack(parcel.consignment());
    }
  }

  private void giveBackAhead() {
    var waiting = takeBack();
    if (waiting != null) {
      berth.giveBack(waiting);
    }
  }

  private int millisSince(long nanos) {
    return (int) TimeUnit.NANOSECONDS.toMillis(context.clocks().nanos().getAsLong() - nanos);
  }

  private Hop describe() {
    var tls = session == null ? TlsFacts.CLEAR : session.tlsFacts();
    var local = channel == null ? null : channel.localAddress();
    var source = remote.seenFrom(local instanceof InetSocketAddress address ? address : null);
    return new Hop(source, remote.host(), remote.text(), tls.protocol(), tls.cipher());
  }
}
