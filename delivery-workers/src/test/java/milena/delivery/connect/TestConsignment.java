package milena.delivery.connect;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import milena.delivery.outcome.AttemptOutcome;
import milena.policy.Traffic;

/** A consignment whose every answer a test can choose. */
final class TestConsignment implements Consignment {

  static final String TEXT = "From: a@example.org\r\nSubject: hello\r\n\r\nHi\r\n.dot\r\n";

  private static final AtomicLong COUNT = new AtomicLong();

  private final String site;
  private final String domain;
  private final CompletableFuture<AttemptOutcome> outcome = new CompletableFuture<>();
  private Supplier<CompletionStage<Letter>> letter =
      () -> CompletableFuture.completedFuture(letter(TEXT));
  private String source = "";
  private String provider = "";
  private String tenant = "default";
  private int priority;
  private BooleanSupplier lease = () -> true;
  private MessagePlace message = new MessagePlace("", 0, COUNT.getAndIncrement());
  private int partition;
  private final AtomicInteger returned = new AtomicInteger();
  private volatile long validUntil = Long.MAX_VALUE;
  private volatile long expiresAt = Long.MAX_VALUE;

  TestConsignment(String site, String domain) {
    this.site = site;
    this.domain = domain;
  }

  static TestConsignment to(String domain) {
    return new TestConsignment(domain, domain);
  }

  static Letter letter(String text) {
    return letter(new LetterBody.Whole(text.getBytes(StandardCharsets.ISO_8859_1)), false);
  }

  static Letter letter(LetterBody body, boolean eightBit) {
    return new Letter(
        "a@example.org", "b@example.com", "news", false, eightBit, false, false, body);
  }

  /** One recipient of a message that has others. */
  TestConsignment of(MessagePlace what) {
    message = what;
    return this;
  }

  TestConsignment from(String which) {
    source = which;
    return this;
  }

  TestConsignment ofProvider(String which) {
    provider = which;
    return this;
  }

  TestConsignment fromPartition(int which) {
    partition = which;
    return this;
  }

  TestConsignment ofTenant(String which) {
    tenant = which;
    return this;
  }

  TestConsignment ofPriority(int which) {
    priority = which;
    return this;
  }

  TestConsignment carrying(Letter what) {
    return opening(() -> CompletableFuture.completedFuture(what));
  }

  TestConsignment opening(Supplier<CompletionStage<Letter>> how) {
    letter = how;
    return this;
  }

  TestConsignment leased(BooleanSupplier while_) {
    lease = while_;
    return this;
  }

  TestConsignment validUntil(long when) {
    validUntil = when;
    return this;
  }

  TestConsignment expiringAt(long when) {
    expiresAt = when;
    return this;
  }

  boolean isFinished() {
    return outcome.isDone();
  }

  /** How often it was allowed to be sent and was not. */
  int returns() {
    return returned.get();
  }

  AttemptOutcome outcome() {
    try {
      return outcome.get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no outcome in time", e);
    }
  }

  @Override
  public String submissionId() {
    return "m.0";
  }

  @Override
  public String site() {
    return site;
  }

  @Override
  public int partition() {
    return partition;
  }

  @Override
  public String domain() {
    return domain;
  }

  @Override
  public MessagePlace message() {
    return message;
  }

  @Override
  public String tenant() {
    return tenant;
  }

  @Override
  public int priority() {
    return priority;
  }

  @Override
  public Traffic traffic() {
    return new Traffic(tenant, "", domain, site, provider, "", source, Map.of());
  }

  @Override
  public long validUntil() {
    return validUntil;
  }

  @Override
  public long expiresAt() {
    return expiresAt;
  }

  @Override
  public boolean maySend() {
    return lease.getAsBoolean();
  }

  @Override
  public void returned() {
    returned.incrementAndGet();
  }

  @Override
  public CompletionStage<Letter> open() {
    return letter.get();
  }

  @Override
  public void finish(AttemptOutcome what) {
    if (!outcome.complete(what)) {
      throw new AssertionError("finished twice");
    }
  }
}
