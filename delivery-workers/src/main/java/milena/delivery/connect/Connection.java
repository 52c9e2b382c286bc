package milena.delivery.connect;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
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
 * One connection and the messages it carries, one after another, each to as many of its recipients
 * as share a transaction; the next one's body is read while one is sent. Confined to its lane's
 * event loop.
 */
final class Connection implements SessionOwner {

  /** A message whose body takes longer to read and sign is not worth an idle connection. */
  private static final long PREPARATION_NANOS = Duration.ofSeconds(60).toNanos();

  private static final String UNPREPARED = "a letter could not be prepared";

  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  private final Berth berth;
  private final Dial dial;
  private final LaneContext context;
  private final Remote remote;
  private final Passage passage;
  private @Nullable Channel channel;
  private @Nullable SmtpSession session;
  private @Nullable Capabilities offered;
  private @Nullable Parcel current;
  private @Nullable Parcel ahead;
  private final List<Consignment> postponed = new ArrayList<>();
  private boolean usable;
  private long takenAt;
  private long aheadSince;

  Connection(Berth berth, Dial dial, LaneContext context, Remote remote) {
    this.berth = berth;
    this.dial = dial;
    this.context = context;
    this.remote = remote;
    this.passage = new Passage(context);
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
      passage.ready(describe());
      dial.succeeded();
      berth.connected(dial, this);
    }
    offered = capabilities;
    serve();
    if (first) {
      berth.openMore();
    }
  }

  /** Something waits. Only for a connection without anything to do. */
  void resume() {
    serve();
  }

  /** Since when something waits for the present message, by the monotonic clock; now if nothing. */
  long aheadSince() {
    return ahead == null ? context.clocks().nanos().getAsLong() : aheadSince;
  }

  /** Takes back what this connection was only going to carry after the present message. */
  List<Consignment> takeBack() {
    var waiting = ahead;
    ahead = null;
    return waiting == null ? List.of() : waiting.consignments();
  }

  /** Forgets what waits here, as far as it matches. */
  void withdraw(Predicate<Consignment> which) {
    if (ahead != null) {
      var forgotten = ahead.takeOut(item -> which.test(item.consignment()));
      context.countWaiting(-forgotten.size());
      ahead = ahead.isEmpty() ? null : ahead;
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
      if (context.isDraining() || berth.mustGo(this, passage.served(), mostMessages())) {
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
      context.countWaiting(-parcel.size());
      current = parcel;
      takenAt = context.clocks().nanos().getAsLong();
      whenDone(parcel.letters(), parcel, () -> fit(parcel));
    }
  }

  private int mostMessages() {
    var allowed = berth.terms().messagesPerConnection();
    var said = offered().limits().messages();
    return said > 0 ? Math.min(said, allowed) : allowed;
  }

  private Capabilities offered() {
    return offered == null ? Capabilities.NONE : offered;
  }

  private @Nullable Parcel next() {
    var consignments = berth.poll(offered());
    return consignments.isEmpty() ? null : Parcel.open(consignments, context.clocks());
  }

  /** The letters are here: those that go on are fitted as one. */
  private void fit(Parcel parcel) {
    parcel.takeOut(Parcel.Item::unread, this::finishUnread);
    if (parcel.isEmpty()) {
      current = null;
      return;
    }
    var first = parcel.first().letter();
    giveBack(parcel.takeOut(item -> !EnvelopeRules.mayShare(first, item.letter())));
    if (first.requireTls() && !berth.destination().tlsRequired()) {
      current = null;
      context.countWaiting(parcel.size());
      parcel.consignments().forEach(berth::handOver);
      return;
    }
    var fitting = context.fitting();
    parcel.takeOut(item -> fitting.unfit(item.letter(), offered()), this::finish);
    if (parcel.isEmpty()) {
      current = null;
      return;
    }
    var fitted = fitting.fit(parcel.first().letter(), offered()).toCompletableFuture();
    whenDone(fitted, parcel, () -> fitted(parcel, fitted));
  }

  private void fitted(Parcel parcel, CompletableFuture<Fitted> fitted) {
    if (fitted.isCompletedExceptionally()) {
      log.error(UNPREPARED, fitted.exceptionNow());
      finishAll(parcel, Parcel.unreadable(fitted.exceptionNow()));
      return;
    }
    switch (fitted.join()) {
      case Fitted.Ready ready -> begin(parcel, ready);
      case Fitted.Unfit(var ending) -> finishAll(parcel, ending);
    }
  }

  /** Goes on when the future is done: at once if it is, so that no message waits for a turn. */
  private void whenDone(CompletableFuture<?> future, Parcel parcel, Runnable then) {
    if (future.isDone()) {
      then.run();
      return;
    }
    future.whenComplete(
        (_, _) ->
            context.onLoop(
                () -> {
                  if (current == parcel) {
                    then.run();
                    serve();
                  }
                }));
  }

  private void begin(Parcel parcel, Fitted.Ready ready) {
    giveBack(parcel.takeOutUnhurried());
    parcel.takeOut(parcel::beginRefusal, this::finish);
    if (parcel.isEmpty()) {
      current = null;
      return;
    }
    passage.begin();
    usable = false;
    var envelope = ready.envelope().to(parcel.recipients(offered()));
    var message = new Outgoing(envelope, ready.bytes(), parcel::dotRefusal, parcel.untilExpiry());
    if (session == null || !session.begin(message)) {
      // It said QUIT or was closed while the letter was read.
      returnBegun();
      return;
    }
    context.meters().begun();
    if (current == parcel
        && ahead == null
        && passage.served() + 1 < mostMessages()
        && !context.isDraining()) {
      ahead = next();
      aheadSince = context.clocks().nanos().getAsLong();
    }
  }

  @Override
  public void refused(int recipient, Ending ending) {
    var parcel = current;
    if (parcel != null) {
      finish(parcel.takeOut(recipient), ending);
      if (parcel.isEmpty()) {
        over();
      }
    }
  }

  @Override
  public void postponed(int recipient) {
    var parcel = current;
    if (parcel != null) {
      postponed.add(parcel.takeOut(recipient).consignment());
    }
  }

  @Override
  public void ended(Ending ending, long bytes) {
    var parcel = current;
    if (parcel == null) {
      return;
    }
    if (passage.served() > 0 && isStale(ending)) {
      // The server closed a connection that nobody used; a new one has to be tried.
      returnBegun();
      return;
    }
    var rest = parcel.rest();
    var ofEach = rest.size() > 1 ? ending.asShared() : ending;
    rest.forEach(item -> finish(item, parcel.endOf(item, ofEach), bytes));
    if (!postponed.isEmpty()) {
      berth.sharing().learn(parcel.consignments(), postponed);
    }
    over();
  }

  private static boolean isStale(Ending ending) {
    return ending instanceof Ending.Lost(var stage, _) && stage == SessionStage.MAIL;
  }

  /** The transaction is over for all; those that it had no room for are in the next. */
  private void over() {
    var others = List.copyOf(postponed);
    postponed.clear();
    giveBackBegun(others);
    current = null;
    passage.serve();
  }

  private void finishAll(Parcel parcel, Ending ending) {
    parcel.rest().forEach(item -> finish(item, ending));
    current = null;
  }

  private void finishUnread(Parcel.Item item, Ending ending) {
    var failure = item.opened().exceptionNow();
    if (!Parcel.isPlanned(failure)) {
      log.error(UNPREPARED, failure);
    }
    finish(item, ending);
  }

  private void finish(Parcel.Item item, Ending ending) {
    finish(item, ending, 0);
  }

  private void finish(Parcel.Item item, Ending ending, long bytes) {
    finish(item.consignment(), ending, bytes);
  }

  private void finish(Consignment consignment, Ending ending, long bytes) {
    var startedAt = current == null ? context.clocks().now() : current.startedAt();
    passage.finish(consignment, startedAt, ending, bytes);
  }

  @Override
  public boolean isBusy() {
    return current != null && context.clocks().nanos().getAsLong() - takenAt < PREPARATION_NANOS;
  }

  @Override
  public void gaveUp(OpeningTrouble trouble) {
    dial.failed(this, trouble);
  }

  @Override
  public void closed() {
    usable = false;
    // A letter was still being read: nothing of it was sent.
    var unsent = current;
    current = null;
    passage.leaveWire();
    if (unsent != null) {
      giveBack(unsent.consignments());
    }
    giveBackAhead();
    if (offered != null) {
      context.meters().closed();
      berth.gone(this);
    }
  }

  /** Nothing of what had begun was sent. */
  private void returnBegun() {
    var parcel = current;
    if (parcel != null) {
      giveBackBegun(parcel.consignments());
    }
    current = null;
    passage.leaveWire();
  }

  /** Nothing of these is on the wire any more. At a stop they get an end, or else wait again. */
  private void giveBackBegun(List<Consignment> consignments) {
    if (context.isDraining()) {
      var ending = new Ending.Withheld(SessionStage.MAIL, "shutting down");
      consignments.forEach(consignment -> finish(consignment, ending, 0));
    } else {
      consignments.forEach(Consignment::returned);
      giveBack(consignments);
    }
  }

  private void giveBack(List<Consignment> consignments) {
    if (!consignments.isEmpty()) {
      context.countWaiting(consignments.size());
      berth.giveBack(consignments);
    }
  }

  private void giveBackAhead() {
    var waiting = takeBack();
    if (!waiting.isEmpty()) {
      berth.giveBack(waiting);
    }
  }

  private Hop describe() {
    var tls = session == null ? TlsFacts.CLEAR : session.tlsFacts();
    var local = channel == null ? null : channel.localAddress();
    var source = remote.seenFrom(local instanceof InetSocketAddress address ? address : null);
    return new Hop(source, remote.host(), remote.text(), tls.protocol(), tls.cipher());
  }
}
