package milena.standalone.trial;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import milena.policy.Traffic;
import milena.router.shape.VirtualShaper.Answer;
import milena.router.trial.Recorded;
import milena.router.trial.Recorded.Tried;
import milena.standalone.account.Buckets;
import milena.standalone.account.Words;

/** How facts and submissions are written to files and read again; what is equal is read as one. */
final class TrialForms {
  private static final int MOST_SHARED = 20_000;

  private final Shared<String> words = new Shared<>();
  private final Shared<Answer> answers = new Shared<>();

  /** Of things that were met lately, one each. */
  private static final class Shared<T> {
    private final Map<T, T> known =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<T, T> eldest) {
            return size() > MOST_SHARED;
          }
        };

    T one(T thing) {
      var before = known.putIfAbsent(thing, thing);
      return before == null ? thing : before;
    }
  }

  /** How facts are. */
  Buckets.Form<TrialFact> facts() {
    return new Buckets.Form<>() {
      @Override
      public int hash(TrialFact fact) {
        return fact.id().hashCode();
      }

      @Override
      public void write(TrialFact fact, DataOutputStream out) throws IOException {
        out.writeByte(fact.kind().code());
        Words.write(fact.id(), out);
        TrialForms.write(fact.what(), out);
        out.writeByte(fact.priority());
        out.writeLong(fact.acceptedAt());
        out.writeLong(fact.at());
        out.writeLong(fact.expiresAt());
        out.writeInt(fact.number());
        Words.write(fact.source(), out);
        TrialForms.write(fact.answer(), out);
        out.writeInt(fact.tookMs());
      }

      @Override
      public TrialFact read(DataInputStream in) throws IOException {
        return new TrialFact(
            TrialFact.Kind.of(in.readByte()),
            Words.read(in),
            traffic(in),
            in.readByte(),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readInt(),
            word(in),
            answer(in),
            in.readInt());
      }
    };
  }

  static void write(Recorded recorded, DataOutputStream out) throws IOException {
    write(recorded.what(), out);
    out.writeByte(recorded.priority());
    out.writeLong(recorded.acceptedAt());
    out.writeLong(recorded.comesAt());
    out.writeLong(recorded.expiresAt());
    out.writeInt(recorded.before());
    out.writeLong(recorded.withdrawnAt());
    out.writeInt(recorded.tried().size());
    for (var tried : recorded.tried()) {
      out.writeLong(tried.at());
      Words.write(tried.source(), out);
      write(tried.answer(), out);
      out.writeInt(tried.tookMs());
    }
  }

  Recorded recorded(DataInputStream in) throws IOException {
    var what = traffic(in);
    int priority = in.readByte();
    long acceptedAt = in.readLong();
    long comesAt = in.readLong();
    long expiresAt = in.readLong();
    int before = in.readInt();
    long withdrawnAt = in.readLong();
    int count = in.readInt();
    var tried = new ArrayList<Tried>(count);
    for (int i = 0; i < count; i++) {
      tried.add(new Tried(in.readLong(), word(in), answer(in), in.readInt()));
    }
    return new Recorded(what, priority, acceptedAt, comesAt, expiresAt, before, withdrawnAt, tried);
  }

  private static void write(Traffic what, DataOutputStream out) throws IOException {
    Words.write(what.tenant(), out);
    Words.write(what.campaign(), out);
    Words.write(what.domain(), out);
    Words.write(what.site(), out);
    Words.write(what.pool(), out);
    out.writeInt(what.meta().size());
    for (var field : what.meta().entrySet()) {
      Words.write(field.getKey(), out);
      Words.write(field.getValue(), out);
    }
  }

  private Traffic traffic(DataInputStream in) throws IOException {
    var tenant = word(in);
    var campaign = word(in);
    var domain = word(in);
    var site = word(in);
    var pool = word(in);
    int fields = in.readInt();
    if (fields == 0) {
      return TrialFact.mail(tenant, campaign, domain, site, pool, Map.of());
    }
    var meta = new HashMap<String, String>();
    for (int i = 0; i < fields; i++) {
      meta.put(word(in), word(in));
    }
    return TrialFact.mail(tenant, campaign, domain, site, pool, Map.copyOf(meta));
  }

  private static void write(Answer answer, DataOutputStream out) throws IOException {
    Words.write(answer.outcome(), out);
    if (!answer.outcome().isEmpty()) {
      Words.write(answer.scope(), out);
      out.writeShort(answer.code());
      Words.write(answer.enhanced(), out);
      Words.write(answer.text(), out);
      Words.write(answer.bounceClass(), out);
    }
  }

  private Answer answer(DataInputStream in) throws IOException {
    var outcome = word(in);
    return outcome.isEmpty()
        ? TrialFact.NONE
        : answers.one(new Answer(outcome, word(in), in.readShort(), word(in), word(in), word(in)));
  }

  private String word(DataInputStream in) throws IOException {
    return words.one(Words.read(in));
  }
}
