package milena.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import milena.ingest.log.Content;
import milena.ingest.log.ContentSlice;
import milena.ingest.log.LogOutcome;
import milena.ingest.log.LogReceipt;
import milena.ingest.log.LogUnavailable;
import milena.ingest.log.SubmissionLog;
import milena.ingest.log.Submittal;

/** A log in memory that acknowledges at once, or when it is told. */
final class MemoryLog implements SubmissionLog {

  final List<Submittal> submittals = Collections.synchronizedList(new ArrayList<>());
  final AtomicInteger slices = new AtomicInteger();
  private final Map<String, ByteArrayOutputStream> contents = new ConcurrentHashMap<>();
  private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
  private volatile boolean holding;
  private volatile boolean failing;

  /** Whether nothing is taken from now on. */
  void fail(boolean fails) {
    failing = fails;
  }

  /** From now on nothing is acknowledged. */
  void hold() {
    holding = true;
  }

  /** Acknowledges what was held, and everything after it at once. */
  void release() {
    holding = false;
    for (var next = held.poll(); next != null; next = held.poll()) {
      next.run();
    }
  }

  @Override
  public void append(ContentSlice slice, Consumer<LogOutcome> whenDone) {
    var bytes = new byte[slice.data().remaining()];
    slice.data().duplicate().get(bytes);
    contents.computeIfAbsent(slice.contentId(), _ -> new ByteArrayOutputStream()).writeBytes(bytes);
    slices.incrementAndGet();
    acknowledge(() -> whenDone.accept(new LogReceipt(0, slice.index())));
  }

  @Override
  public void append(Submittal submittal, Consumer<LogOutcome> whenDone) {
    if (failing) {
      whenDone.accept(new LogUnavailable("Failing"));
      return;
    }
    submittals.add(submittal);
    acknowledge(() -> whenDone.accept(new LogReceipt(0, submittals.size())));
  }

  private void acknowledge(Runnable acknowledgement) {
    if (holding) {
      held.add(acknowledgement);
    } else {
      acknowledgement.run();
    }
  }

  String message(Submittal submittal) {
    return switch (submittal.content()) {
      case Content.Inline inline ->
          StandardCharsets.ISO_8859_1.decode(inline.data().duplicate()).toString();
      case Content.Chunked chunked ->
          contents
              .getOrDefault(chunked.contentId(), new ByteArrayOutputStream())
              .toString(StandardCharsets.ISO_8859_1);
    };
  }
}
