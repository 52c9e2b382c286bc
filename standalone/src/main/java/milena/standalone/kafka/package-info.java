/**
 * A Kafka broker and its controller in this JVM, so that one process is a whole mail system.
 *
 * <p>What comes in: a folder and an address ({@link
 * milena.standalone.kafka.EmbeddedKafka.Options}). What goes out: bootstrap servers that any Kafka
 * client can use, and data that is still there after the next start. What may fail: the folder is
 * in use, the port is taken, the folder was written by a newer version; and while it runs a disk
 * fault, after which Kafka wants to halt the JVM: that wish becomes a fault of the process, which
 * then ends with the reason. Kafka's classes used here are internal to it and are named nowhere
 * else. Where next: topics are created by the catalogue, and the services connect as to any
 * cluster.
 */
@NullMarked
package milena.standalone.kafka;

import org.jspecify.annotations.NullMarked;
