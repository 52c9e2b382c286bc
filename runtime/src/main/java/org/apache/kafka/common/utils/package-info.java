/**
 * A package of Kafka's clients, in which one class stands in the place of Kafka's own ({@link
 * org.apache.kafka.common.utils.SystemTime}); nothing else belongs here.
 *
 * <p>What comes in is Kafka's question for the time, and what goes out is the time of the process.
 * What may fail: Kafka's jar comes first on the class path, or a later Kafka asks in another way;
 * then the machine's clock rules, a start says so and a test fails. Where next: {@link
 * milena.runtime.clock}, which has the time.
 */
@NullMarked
package org.apache.kafka.common.utils;

import org.jspecify.annotations.NullMarked;
