package milena.policy;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A limit that holds for some traffic.
 *
 * @param per what it is counted for
 * @param key which of them
 * @param kind what it bounds
 * @param bound how much
 * @param scope for which part of the key's traffic, {@link Selector#word}; empty for all of it, and
 *     for a group. What has the same {@code per}, key, kind and scope shares the limit: a narrower
 *     rule counts what it is for by itself.
 * @param place which rule says so
 */
public record Applied(Per per, String key, Kind kind, Bound bound, String scope, Place place) {

  /** One that is for all of the key's traffic. */
  public Applied(Per per, String key, Kind kind, Bound bound, Place place) {
    this(per, key, kind, bound, "", place);
  }

  /** Returns by which every process knows it; of bounded length. */
  public String name() {
    var name = kind.word() + " " + per.word() + " " + key;
    return scope.isEmpty()
        ? name
        : name + " " + UUID.nameUUIDFromBytes(scope.getBytes(StandardCharsets.UTF_8));
  }

  /** What is counted together: each rule counts what it is for by itself. */
  public record Counter(Kind kind, Per per, String key, String scope) {}

  /** Returns together with what it is counted. */
  public Counter counter() {
    return new Counter(kind, per, key, scope);
  }
}
