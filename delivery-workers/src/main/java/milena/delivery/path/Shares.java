package milena.delivery.path;

/**
 * How much of a limit that several sites share this worker may use. Sites of one provider belong to
 * several workers, of which each opens connections: they divide such a limit by shares whose sum is
 * never above it. Must be safe for use by several threads, and must not block.
 */
@FunctionalInterface
public interface Shares {

  /** For the only worker there is. */
  Shares ALL = (_, most) -> most;

  /**
   * Returns this worker's share; it may be another at each call. What is open beyond a share that
   * became smaller is closed when it is idle or after its message.
   *
   * @param key which limit: its kind, what it is counted for and which of them, as in {@code
   *     connections provider google}
   * @param most what the policy allows to all workers together, at one time or in its length of
   *     time
   * @return from 0 to {@code most}
   */
  int share(String key, int most);
}
