package milena.ingest.accept;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import milena.ingest.accept.AcceptDecision.Accepted;
import milena.ingest.accept.AcceptDecision.Deferred;
import milena.ingest.accept.AcceptDecision.Refused;
import milena.ingest.header.HeaderFacts;
import milena.ingest.header.HeaderScan;
import milena.ingest.header.MissingFields;
import milena.ingest.log.Content;
import milena.ingest.log.ContentOutcome;
import milena.ingest.log.ContentWriter;
import milena.ingest.log.LogOutcome;
import milena.ingest.log.LogReceipt;
import milena.ingest.log.LogUnavailable;
import milena.ingest.log.MemoryBudget;
import milena.ingest.log.Submittal;
import milena.ingest.log.SystemStorage;
import milena.ingest.log.Wishes;
import milena.mail.address.FromDomains;
import milena.mail.mime.DataOutcome;
import milena.mail.mime.DotUnstuffer;
import milena.mail.mime.HeaderBlock;
import milena.mail.reply.SmtpReply;
import milena.tenants.rate.TenantRates;
import org.jspecify.annotations.Nullable;

/**
 * One message coming in after DATA. The header block is held until it ends, because only then is it
 * known what it lacks; from there on bytes flow to the {@link ContentWriter}. A message that cannot
 * be accepted any more is read on to its final dot and dropped.
 *
 * <p>Belongs to the thread of its connection, like its writer.
 */
public final class MessageReceipt {

  /** What the receipts of all connections share. */
  public record Shared(
      AcceptanceRules rules,
      SystemStorage storage,
      TenantRates rates,
      ContentWriter.Shared content) {}

  // Who does not end a refused message soon is cut off.
  private static final long DROPPED_AT_MOST = 2;
  private static final int FIRST_HEADER = 4 * 1024;

  private final Trace trace;
  private final Shared shared;
  private final Framing framing;
  private final Terms terms;
  private final MemoryBudget budget;
  private final ContentWriter writer;
  private final DotUnstuffer unstuffer;
  private final HeaderScan scan = new HeaderScan();
  private byte[] header = new byte[FIRST_HEADER];
  private int headerLength;
  private boolean inHeader = true;
  private int headerBits;
  private Wishes wishes;
  private @Nullable AcceptDecision<LogReceipt> refusal;

  /** How the message comes in. */
  public enum Framing {
    /** After DATA, with stuffed dots, to a final dot. */
    DOTS,
    /** In counted chunks (RFC 3030), to the one that is called the last. */
    CHUNKS
  }

  /** Opens the receipt of one transaction's message; {@code writer} is its body's. */
  public MessageReceipt(
      Trace trace, Shared shared, Framing framing, Terms terms, ContentWriter writer) {
    this.framing = framing;
    this.terms = terms;
    this.trace = trace;
    this.shared = shared;
    this.budget = shared.content().budget();
    this.writer = writer;
    this.wishes = trace.wishes();
    var rules = shared.rules();
    this.unstuffer =
        switch (framing) {
          case DOTS -> new DotUnstuffer(rules.maxLine(), rules.maxSize(), this::content);
          case CHUNKS ->
              trace.sender().demands().binaryMime()
                  ? DotUnstuffer.ofBinary(rules.maxLine(), rules.maxSize(), this::content)
                  : DotUnstuffer.ofCounted(rules.maxLine(), rules.maxSize(), this::content);
        };
    // Before its first byte, so that nothing of it gets into the log.
    shared
        .rates()
        .take(trace.tenantOr(rules.tenant()), trace.recipients().size())
        .ifPresent(wait -> refuse(new Deferred<>(Refusals.tooFast(wait))));
  }

  /** The id that the reply carries. */
  public String id() {
    return trace.id();
  }

  /** Bytes that will stand in the log. */
  public long size() {
    return writer.size();
  }

  /**
   * Takes bytes as they came, up to the final dot.
   *
   * @return how many were taken; what follows the final dot is left
   */
  public int take(byte[] bytes, int offset, int length) {
    int taken = unstuffer.accept(bytes, offset, length);
    switch (unstuffer.outcome()) {
      case DataOutcome.Faulty(var fault, boolean _) -> refuse(new Refused<>(Refusals.of(fault)));
      case DataOutcome.Reading _ -> {
        if (inHeader && refusal == null && budget.exhausted()) {
          refuse(new Deferred<>(Refusals.BUSY));
        }
      }
      case DataOutcome.Complete _ -> {}
    }
    return taken;
  }

  /** The last chunk has come. */
  public void endOfChunks() {
    unstuffer.end();
    if (unstuffer.outcome() instanceof DataOutcome.Faulty(var fault, boolean _)) {
      refuse(new Refused<>(Refusals.of(fault)));
    }
  }

  /** Why the message will not be taken, as far as is known. */
  public Optional<SmtpReply> refusal() {
    return switch (refusal) {
      case null -> Optional.empty();
      case Accepted<LogReceipt> _ -> Optional.empty();
      case Refused(var reply) -> Optional.of(reply);
      case Deferred(var reply) -> Optional.of(reply);
    };
  }

  /** Whether the final dot has come. */
  public boolean ended() {
    return unstuffer.ended();
  }

  /**
   * Whether every server would find the end where it was found here: false after a bare CR, a bare
   * LF or a NUL, unless it was counted.
   */
  public boolean inStep() {
    if (framing == Framing.CHUNKS) {
      return true;
    }
    return switch (unstuffer.outcome()) {
      case DataOutcome.Reading _, DataOutcome.Complete _ -> true;
      case DataOutcome.Faulty(var fault, boolean _) ->
          switch (fault) {
            case BARE_CR, BARE_LF, NUL -> false;
            case LINE_TOO_LONG, TOO_BIG -> true;
          };
    };
  }

  /** Whether a refused message has gone on for so long that its sender should be cut off. */
  public boolean endless() {
    return refusal != null && unstuffer.taken() > DROPPED_AT_MOST * shared.rules().maxSize();
  }

  /** Whether no more should be read until there is room again. */
  public boolean congested() {
    return refusal == null && !inHeader && writer.congested();
  }

  /** Asks the budget for a word when it has room. */
  public void awaitBudget() {
    writer.awaitBudget();
  }

  /** There was no room for too long: the rest is dropped, and the client will hear 451. */
  public void giveUp() {
    refuse(new Deferred<>(Refusals.LOG_UNAVAILABLE));
  }

  private void content(byte[] bytes, int offset, int length) {
    if (refusal != null) {
      return;
    }
    if (!inHeader) {
      writer.write(bytes, offset, length);
      return;
    }
    // The rest of this read is held with the header; the block itself is what is limited.
    holdHeader(bytes, offset, length);
    var facts = scan.scan(header, headerLength);
    if (facts != null) {
      endHeader(facts);
    } else if (headerLength > shared.rules().maxHeaderBytes()) {
      refuse(new Refused<>(Refusals.HEADERS));
    }
  }

  private void holdHeader(byte[] bytes, int offset, int length) {
    if (headerLength + length > header.length) {
      header = Arrays.copyOf(header, Math.max(headerLength + length, header.length * 2));
    }
    System.arraycopy(bytes, offset, header, headerLength, length);
    headerLength += length;
    budget.take(length);
  }

  private void endHeader(HeaderFacts facts) {
    if (trace.isReport()) {
      // Kept as it came: nothing is sent on, and nobody of ours wrote it.
      writer.write(header, 0, headerLength);
      dropHeader();
      return;
    }
    var before = new HeaderCompletion(shared.rules().hostname()).before(trace, facts);
    headerBits = scan.bits();
    var objection = terms.checks().objection(facts, terms.submitted());
    if (objection.isPresent()) {
      refuse(new Refused<>(Refusals.header(objection.get())));
    } else if (!isByItsOwnAuthor()) {
      refuse(new Refused<>(Refusals.AUTHOR));
    } else if (scan.hasControls()) {
      switch (ControlFields.takeOut(header, scan.end(), wishes, trace.at())) {
        case Accepted(var found) -> {
          wishes = found.wishes();
          writeFrom(before, found.header(), found.header().length, facts);
        }
        case Refused(var reply) -> refuse(new Refused<>(reply));
        case Deferred(var reply) -> refuse(new Deferred<>(reply));
      }
    } else {
      writeFrom(before, header, scan.end(), facts);
    }
    dropHeader();
  }

  /** Writes what is held, with {@code block} as the header in place of the one that came. */
  private void writeFrom(byte[] before, byte[] block, int blockLength, HeaderFacts facts) {
    var end = MissingFields.end(facts);
    writer.write(before, 0, before.length);
    writer.write(block, 0, blockLength);
    writer.write(end, 0, end.length);
    writer.write(header, scan.end(), headerLength - scan.end());
  }

  private boolean isByItsOwnAuthor() {
    if (terms.authors() == Authors.ANY) {
      return true;
    }
    return FromDomains.ofAll(HeaderBlock.of(header, 0, scan.end()).values("From"))
        .filter(domains -> domains.stream().allMatch(terms.authors()::mayUse))
        .isPresent();
  }

  private void dropHeader() {
    inHeader = false;
    header = new byte[0];
    budget.giveBack(headerLength);
    headerLength = 0;
  }

  private void refuse(AcceptDecision<LogReceipt> decision) {
    if (refusal == null) {
      refusal = decision;
      dropHeader();
      writer.abandon("refused");
    }
  }

  /**
   * Makes the message durable, after its final dot.
   *
   * @param decided runs on the connection's thread, maybe before this returns
   */
  public void finish(Consumer<AcceptDecision<LogReceipt>> decided) {
    if (unstuffer.outcome() instanceof DataOutcome.Complete complete && refusal == null) {
      if (inHeader) {
        endHeader(scan.atEnd(header, headerLength));
      }
      if (terms.checks().isLoop(complete.receivedFields())) {
        refuse(new Refused<>(Refusals.LOOP));
      } else if (!shared.storage().isSufficient()) {
        refuse(new Deferred<>(Refusals.STORAGE));
      }
      if (refusal == null) {
        writer.finish(content -> submit(content, complete.eightBit(), decided));
        return;
      }
    }
    decided.accept(refusal == null ? new Deferred<>(Refusals.LOG_UNAVAILABLE) : refusal);
  }

  private void submit(
      ContentOutcome outcome, boolean eightBit, Consumer<AcceptDecision<LogReceipt>> decided) {
    switch (outcome) {
      case LogUnavailable _ -> decided.accept(new Deferred<>(Refusals.LOG_UNAVAILABLE));
      case Content content ->
          writer.submit(submittal(content, eightBit), logged -> decided.accept(decision(logged)));
    }
  }

  private static AcceptDecision<LogReceipt> decision(LogOutcome outcome) {
    return switch (outcome) {
      case LogReceipt receipt -> new Accepted<>(receipt);
      case LogUnavailable _ -> new Deferred<>(Refusals.LOG_UNAVAILABLE);
    };
  }

  private Submittal submittal(Content content, boolean eightBit) {
    boolean utf8 = trace.sender().smtpUtf8() && (!trace.asciiEnvelope() || headerBits < 0);
    var recipients =
        trace.recipients().stream()
            .map(
                to ->
                    new Submittal.Recipient(
                        to.address(), to.canonical(), to.notifyOn(), to.original()))
            .toList();
    return new Submittal(
        trace.id(),
        trace.tenantOr(shared.rules().tenant()),
        trace.at().toEpochMilli(),
        new Submittal.Envelope(
            trace.sender().address(),
            recipients,
            utf8,
            eightBit,
            trace.sender().demands().binaryMime(),
            trace.sender().notices().at(trace.at())),
        content,
        trace.origin(),
        wishes);
  }

  /** Gives up what is held; to be called once when the message is over, however it ended. */
  public void close() {
    dropHeader();
    writer.close();
  }
}
