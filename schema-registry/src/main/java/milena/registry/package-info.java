/**
 * The built-in schema registry: what Confluent's would do for us, without another program to run.
 * HTTP requests come in, JSON goes out, and all it knows is in the topic {@code mail.schemas}.
 *
 * <p>{@link milena.registry.RegistryService} puts the parts together: {@code serve} takes a
 * request, {@code write} lets one process of a cluster change things, {@code log} is the topic,
 * {@code fold} is what the topic says. Several of them may run on one cluster: each answers what is
 * read, one writes and the others pass changes on to it. What may fail is the log; then reading
 * goes on and changes are refused with a 5xx code, which clients try again.
 */
@NullMarked
package milena.registry;

import org.jspecify.annotations.NullMarked;
