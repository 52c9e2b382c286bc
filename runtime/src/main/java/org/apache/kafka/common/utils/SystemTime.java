package org.apache.kafka.common.utils;

import milena.runtime.clock.SteadyTime;

/**
 * In the place of Kafka's class of this name, which reads the machine's clock. With Kafka's own, a
 * clock that is set back keeps every client from renewing its metadata, from connecting again and
 * from sending a heartbeat until the old time is reached; one that is set forwards times out
 * whatever is under way, and lets an embedded broker delete by age.
 *
 * <p>Kafka has no other way in: all of its code goes by {@link Time#SYSTEM}, which asks {@link
 * #getSystemTime}. See docs/decisions/0012.
 */
final class SystemTime extends SteadyTime {
  private static final SystemTime INSTANCE = new SystemTime();

  private SystemTime() {}

  /** What {@link Time#SYSTEM} is. */
  static SystemTime getSystemTime() {
    return INSTANCE;
  }
}
