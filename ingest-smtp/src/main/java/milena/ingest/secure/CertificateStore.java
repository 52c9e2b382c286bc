package milena.ingest.secure;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import milena.ingest.secure.WatchedFiles.Look;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our certificates, as their files say. New content that is wrong is refused, and what was there
 * before stays; so it is with a pair of which one file is new and the other still old. Handshakes
 * may choose on any thread while others look.
 */
public final class CertificateStore implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CertificateStore.class);
  private static final String WILDCARD = "*.";

  private final TlsSettings settings;
  private final TlsEngine engine;
  private final TlsMeters meters;
  private final List<Pair> pairs = new ArrayList<>();
  private final @Nullable WatchedFiles clientCa;
  private @Nullable ClientTrust trust;
  private volatile Choice choice = Choice.NONE;

  /** By which name which one is chosen; the first is for all other names. */
  private record Choice(
      List<Installed> all, Map<String, Installed> exact, Map<String, Installed> below) {

    static final Choice NONE = new Choice(List.of(), Map.of(), Map.of());

    static Choice of(List<Installed> all) {
      var exact = new HashMap<String, Installed>();
      var below = new HashMap<String, Installed>();
      for (var one : all) {
        for (var name : one.certificate().names()) {
          if (name.startsWith(WILDCARD)) {
            below.putIfAbsent(name.substring(WILDCARD.length()), one);
          } else {
            exact.putIfAbsent(name, one);
          }
        }
      }
      return new Choice(List.copyOf(all), exact, below);
    }

    @Nullable Installed first() {
      return all.isEmpty() ? null : all.getFirst();
    }

    @Nullable Installed of(String name) {
      var found = exact.get(name);
      if (found == null) {
        // A wildcard stands for exactly one label (RFC 9525 §6.3).
        found = below.get(name.substring(name.indexOf('.') + 1));
      }
      return found == null ? first() : found;
    }
  }

  /** Two files and what they last came to. */
  private static final class Pair {
    final CertificateFiles files;
    final WatchedFiles watched;
    volatile @Nullable Installed installed;

    Pair(CertificateFiles files) {
      this.files = files;
      this.watched = new WatchedFiles(files.chain(), files.key());
    }

    @Nullable Instant endsAt() {
      var now = installed;
      return now == null ? null : now.certificate().endsAt();
    }
  }

  /** Reads nothing yet; {@link #look} does. */
  public CertificateStore(TlsSettings settings, TlsEngine engine, TlsMeters meters) {
    this.settings = settings;
    this.engine = engine;
    this.meters = meters;
    this.clientCa = settings.clientCa() == null ? null : new WatchedFiles(settings.clientCa());
    for (var files : settings.certificates()) {
      var pair = new Pair(files);
      pairs.add(pair);
      meters.watch(files.chain().toString(), pair::endsAt);
    }
  }

  /**
   * Makes a certificate in memory where the settings want that and name no files.
   *
   * @param clock for how long it is valid
   */
  public synchronized void makeSelfSigned(InstantSource clock) throws GeneralSecurityException {
    var name = settings.selfSigned();
    if (name == null || !pairs.isEmpty() || choice.first() != null) {
      return;
    }
    try {
      var made =
          new Installed(engine, SelfSigned.of(name, clock.instant()), null, settings.application());
      choice = Choice.of(List.of(made));
      LOG.warn("TLS with a certificate of our own making, for trying things out only");
    } catch (SSLException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** Looks at the files again and again, by the clock of that executor. */
  public void watch(ScheduledExecutorService executor) {
    long every = settings.look().toMillis();
    executor.scheduleWithFixedDelay(this::lookOrSay, every, every, TimeUnit.MILLISECONDS);
  }

  // What is thrown would end the schedule.
  private void lookOrSay() {
    try {
      look();
    } catch (RuntimeException failed) {
      LOG.error("cannot look at the certificate files", failed);
    }
  }

  /** Looks at the files, and takes what is new of them. */
  public synchronized void look() {
    boolean otherCas = lookAtClientCa();
    var before = choice;
    for (var pair : pairs) {
      var certificate = lookAt(pair, otherCas);
      if (certificate != null) {
        install(pair, certificate);
      }
    }
    var now = pairs.stream().map(pair -> pair.installed).filter(Objects::nonNull).toList();
    if (!pairs.isEmpty() && !now.equals(before.all())) {
      choice = Choice.of(now);
      before.all().stream().filter(old -> !now.contains(old)).forEach(Installed::release);
    }
  }

  private boolean lookAtClientCa() {
    if (clientCa == null) {
      return false;
    }
    return switch (clientCa.look()) {
      case Look.Same _ -> false;
      case Look.Unreadable(var why) -> refused(String.valueOf(settings.clientCa()), why);
      case Look.Fresh(var contents) -> {
        try {
          trust = ClientTrust.of(contents.getFirst());
          yield true;
        } catch (GeneralSecurityException wrong) {
          yield refused(String.valueOf(settings.clientCa()), wrong.getMessage());
        }
      }
    };
  }

  /** What is to be installed for a pair: a new certificate, or the old one for others' sake. */
  private @Nullable ServerCertificate lookAt(Pair pair, boolean anyhow) {
    var installed = pair.installed;
    var old = anyhow && installed != null ? installed.certificate() : null;
    return switch (pair.watched.look()) {
      case Look.Same _ -> old;
      case Look.Unreadable(var why) -> {
        refused(pair.files.chain().toString(), why);
        yield old;
      }
      case Look.Fresh(var contents) -> {
        try {
          yield ServerCertificate.of(contents.get(0), contents.get(1));
        } catch (GeneralSecurityException wrong) {
          refused(pair.files.chain().toString(), wrong.getMessage());
          yield old;
        }
      }
    };
  }

  private void install(Pair pair, ServerCertificate certificate) {
    try {
      pair.installed = new Installed(engine, certificate, trust, settings.application());
      meters.loaded();
      LOG.info(
          "certificate loaded file={} names={} ends={}",
          pair.files.chain(),
          certificate.names(),
          certificate.endsAt());
    } catch (GeneralSecurityException | SSLException wrong) {
      refused(pair.files.chain().toString(), wrong.getMessage());
    }
  }

  private boolean refused(String file, @Nullable String reason) {
    meters.refused();
    LOG.warn("certificate refused, what was there before stays file={} reason={}", file, reason);
    return false;
  }

  /** Whether there is a certificate to do a handshake with. */
  boolean isEmpty() {
    return choice.first() == null;
  }

  /**
   * The certificate for a client.
   *
   * @param name the server that it wants, in lower case; empty if it does not say
   * @return null while there is none at all
   */
  @Nullable Installed choose(String name) {
    return choice.of(name);
  }

  @Override
  public synchronized void close() {
    var last = choice;
    choice = Choice.NONE;
    pairs.forEach(pair -> pair.installed = null);
    last.all().forEach(Installed::release);
  }
}
