package milena.ingest.log;

/**
 * Whether what keeps the mail has room for more; the name is that of the reply 452 in RFC 5321
 * §4.2.3. Asked on the threads of the connections, for every message: it must not block.
 */
@FunctionalInterface
public interface SystemStorage {

  /** There always is, or others see to it, as those who run a cluster do. */
  SystemStorage AMPLE = () -> true;

  /** Whether more may be taken in. */
  boolean isSufficient();
}
