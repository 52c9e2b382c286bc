package milena.bench.sink;

import java.util.Optional;
import milena.bench.measure.BenchStamp;

/**
 * What the sink keeps of a message whose final dot has come.
 *
 * @param messageId with its angle brackets, or empty
 * @param stamp the load generator's, when there is one
 * @param bytes octets between DATA and the final dot
 * @param epochNanos when the final dot came, in nanoseconds since 1970
 */
record ReceivedMessage(String messageId, Optional<BenchStamp> stamp, long bytes, long epochNanos) {}
