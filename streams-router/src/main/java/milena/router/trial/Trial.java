package milena.router.trial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;
import milena.policy.Policy;
import milena.router.gate.Reactions;
import milena.router.shape.ShaperConfig;
import milena.router.shape.VirtualShaper;
import milena.router.shape.VirtualShaper.Answer;
import milena.router.shape.VirtualShaper.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * One trial of a policy on recorded mail. Each attempt has the answer of the recorded attempt of
 * the same number; one beyond those has the last one's, and where nothing was recorded it is taken
 * for delivered. It takes as long as it took then.
 */
public final class Trial {
  private static final int UNKNOWN_MS = 200;
  private static final int MOST_SITES = 10_000;
  private static final int STEPS_BETWEEN_WORDS = 4_096;

  /** What a submission that waits costs at most, but for its texts, in bytes. */
  private static final int BYTES_EACH = 560;

  private static final int BYTES_PER_ATTEMPT = 80;
  private static final int BYTES_PER_FIELD = 160;

  private static final Answer DELIVERED = new Answer("delivered", "", 250, "", "", "");
  private static final Answer NOT_TRIED = new Answer("not-tried", "", 0, "", "", "");

  /**
   * What stands around a trial.
   *
   * @param config of the shaper
   * @param hosts the MX hosts of a domain; empty where they are not known
   * @param window the time that it is about
   * @param room how many bytes may be used for what waits
   */
  public record Around(
      ShaperConfig config, Function<String, List<String>> hosts, Window window, long room) {}

  /** How a trial ends. */
  public sealed interface Outcome {
    /** At the end of its window. */
    record Done(Figures figures) implements Outcome {}

    /** At a time (ms) when more waited than there is room for. */
    record TooMuchWaits(long at, int waiting) implements Outcome {}
  }

  /** Is told how far a trial is: at a time of the window (ms), when so many wait. */
  @FunctionalInterface
  public interface Progress {
    /** Called now and then. */
    void at(long now, int waiting);
  }

  /** A submission on its way. */
  private static final class Way {
    private final Recorded recorded;
    private final long bytes;
    private String source = "";

    Way(Recorded recorded) {
      this.recorded = recorded;
      this.bytes = bytes(recorded);
    }
  }

  /** When something is known of an attempt or a submission; of equal times the first noted. */
  private record Later<X>(long at, long order, X what) {
    static final Comparator<Later<?>> ORDER =
        Comparator.<Later<?>>comparingLong(Later::at).thenComparingLong(Later::order);
  }

  private record Answered(Attempt attempt, Answer answer) {}

  private final Window window;
  private final long room;
  private final Workers workers;
  private final Bites bites = new Bites();
  private final Figures figures;
  private final VirtualShaper<Way> shaper;
  private final PriorityQueue<Later<Answered>> answers = new PriorityQueue<>(Later.ORDER);
  private final PriorityQueue<Later<Long>> withdrawals = new PriorityQueue<>(Later.ORDER);
  private final Map<Long, Way> taken = new LinkedHashMap<>();
  private final Map<String, Integer> tookAt =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MOST_SITES;
        }
      };
  private long bytes;
  private long number;
  private long order;

  /** A trial of a policy, whose attempts these workers make. */
  public Trial(Policy policy, Around around, Workers workers) {
    this.window = around.window();
    this.room = around.room();
    this.workers = workers;
    this.figures = new Figures(window);
    this.shaper =
        new VirtualShaper<>(
            around.config(), policy, around.hosts(), bites, new Told(), window.from());
  }

  /**
   * Runs it to the end of the window. Once.
   *
   * @param mail in the order of when each comes
   */
  public Outcome run(Iterator<Recorded> mail, Progress progress) {
    var next = following(mail);
    long wake = window.from();
    for (long step = 0; ; step++) {
      long now = earliest(next, wake);
      if (now >= window.to()) {
        return done();
      }
      for (; next != null && next.comesAt() <= now; next = following(mail)) {
        arrive(next, now);
        if (bytes > room) {
          return new Outcome.TooMuchWaits(now, shaper.size());
        }
      }
      withdraw(now);
      answer(now);
      wake = shaper.timePassed(now);
      begin(now);
      figures.waits(shaper.size(), now);
      if (step % STEPS_BETWEEN_WORDS == 0) {
        progress.at(now, shaper.size());
      }
    }
  }

  private static @Nullable Recorded following(Iterator<Recorded> mail) {
    return mail.hasNext() ? mail.next() : null;
  }

  private long earliest(@Nullable Recorded next, long wake) {
    long at = Math.min(wake, workers.nextAt());
    if (next != null) {
      at = Math.min(at, Math.max(next.comesAt(), window.from()));
    }
    var answer = answers.peek();
    return answer == null ? at : Math.min(at, answer.at());
  }

  private void arrive(Recorded recorded, long now) {
    long own = number++;
    var way = new Way(recorded);
    bytes += way.bytes;
    figures.came(recorded);
    boolean withdrawn = recorded.withdrawnAt() < window.to();
    var mail =
        new VirtualShaper.Mail(
            own,
            recorded.what(),
            recorded.priority(),
            recorded.acceptedAt(),
            recorded.expiresAt(),
            recorded.before(),
            withdrawn);
    shaper.arrived(mail, way, 0, now);
    if (withdrawn) {
      withdrawals.add(new Later<>(recorded.withdrawnAt(), order++, own));
    }
  }

  private static long bytes(Recorded recorded) {
    long bytes = BYTES_EACH;
    @Nullable Answer last = null;
    for (var tried : recorded.tried()) {
      bytes += BYTES_PER_ATTEMPT;
      if (!tried.answer().equals(last)) {
        bytes += tried.answer().text().length();
      }
      last = tried.answer();
    }
    for (var field : recorded.what().meta().entrySet()) {
      bytes += BYTES_PER_FIELD + field.getKey().length() + field.getValue().length();
    }
    return bytes;
  }

  private void withdraw(long now) {
    while (!withdrawals.isEmpty() && withdrawals.element().at() <= now) {
      shaper.withdraw(withdrawals.remove().what());
    }
  }

  private void answer(long now) {
    while (!answers.isEmpty() && answers.element().at() <= now) {
      var answered = answers.remove().what();
      workers.over(answered.attempt(), now);
      shaper.answered(answered.attempt().number(), answered.answer(), now);
    }
  }

  private void begin(long now) {
    for (var attempt = workers.next(now); attempt != null; attempt = workers.next(now)) {
      var way = taken.remove(attempt.number());
      if (way == null) {
        throw new IllegalStateException("nobody was given this attempt: " + attempt);
      }
      if (now > attempt.validUntil()) {
        later(now + 1, attempt, NOT_TRIED);
      } else {
        tries(way, attempt, now);
      }
    }
  }

  private void tries(Way way, Attempt attempt, long now) {
    var path = attempt.path();
    way.source = path.source();
    figures.attempted(way.recorded, attempt.count(), path.source(), now);
    var tried = way.recorded.tried();
    if (tried.isEmpty()) {
      later(now + tookAt.getOrDefault(path.site(), UNKNOWN_MS), attempt, DELIVERED);
      return;
    }
    int which = Math.clamp(attempt.count() - way.recorded.before() - 1L, 0, tried.size() - 1);
    var one = tried.get(which);
    int took = Math.max(1, one.tookMs());
    tookAt.put(path.site(), took);
    later(now + took, attempt, one.answer());
  }

  private void later(long at, Attempt attempt, Answer answer) {
    answers.add(new Later<>(at, order++, new Answered(attempt, answer)));
  }

  private Outcome done() {
    long end = window.to();
    var held = new ArrayList<>(bites.close(end));
    held.addAll(workers.close(end));
    held.sort(Bite.MOST_FIRST);
    figures.close(shaper.size(), shaper.withdrawn(), held);
    return new Outcome.Done(figures);
  }

  /** Takes what the shaper decides. */
  private final class Told implements VirtualShaper.Told<Way> {
    @Override
    public void released(Way one, Attempt attempt, long now) {
      taken.put(attempt.number(), one);
      workers.take(attempt, now);
    }

    @Override
    public void deferred(Way one, long nextAt, long now) {
      figures.deferred(one.recorded.what().site(), one.source, now);
    }

    @Override
    public void ended(Way one, String ending, long now) {
      bytes -= one.bytes;
      figures.ended(one.recorded, ending, now);
    }

    @Override
    public void reacted(Way one, Reactions.Acted acted, long now) {
      figures.reacted(acted.reaction().name());
    }
  }
}
