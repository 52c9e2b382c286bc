package milena.http;

import java.io.IOException;
import milena.http.answer.Reply;
import milena.http.listen.Head;
import milena.http.recall.KeyedRequest;
import milena.http.recall.Recall;
import milena.http.recall.Recollection;
import milena.http.request.Payload;
import milena.http.submit.DerivedIds;
import milena.tenants.book.Tenant;

/**
 * The way of a request that may have a key of its client's: under one, it is done once, and its
 * messages have the same ids however often it is begun.
 */
final class KeyedWay {

  private static final String FIELD = "Idempotency-Key";
  private static final int LONGEST_KEY = 255;

  private final InjectWay way;
  private final Recall recall;
  private final byte[] secret;

  KeyedWay(InjectWay way, Recall recall, byte[] secret) {
    this.way = way;
    this.recall = recall;
    this.secret = secret.clone();
  }

  Reply inject(Head head, Tenant tenant, Payload body) throws IOException, InterruptedException {
    if (head.idempotencyKeys().isEmpty()) {
      return way.inject(head, tenant, body);
    }
    var key = head.idempotencyKeys().getFirst();
    if (head.idempotencyKeys().size() > 1 || !isKey(key)) {
      return Reply.problem(
          400, FIELD + " must be given once, of 1 to " + LONGEST_KEY + " printable characters.");
    }
    var request = KeyedRequest.of(tenant.name(), key, body.open());
    return switch (recall.begin(request)) {
      case Recollection.Answered(var reply) -> reply;
      case Recollection.Begun begun -> work(begun, new Asked(head, tenant, body));
    };
  }

  private static boolean isKey(String key) {
    return !key.isEmpty()
        && key.length() <= LONGEST_KEY
        && key.chars().allMatch(c -> c >= ' ' && c < 127);
  }

  private record Asked(Head head, Tenant tenant, Payload body) {}

  private Reply work(Recollection.Begun begun, Asked asked)
      throws IOException, InterruptedException {
    var request = begun.request();
    var ids = new DerivedIds(secret, request.tenant(), request.key() + "\0" + request.hash());
    boolean ended = false;
    try {
      var reply =
          way.inject(new InjectWay.Caller(asked.head(), asked.tenant(), ids, true), asked.body());
      ended = true;
      recall.end(begun, reply);
      return reply;
    } finally {
      if (!ended) {
        recall.abandon(begun);
      }
    }
  }
}
