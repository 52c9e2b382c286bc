/**
 * The registry over HTTP: the part of Confluent's REST API that serializers and tools use. A
 * request comes in, a JSON answer goes out.
 *
 * <p>{@link milena.registry.serve.RegistryServer} takes connections, checks who asks and bounds
 * what is sent, {@link milena.registry.serve.WebPages} keeps browsers out; {@link
 * milena.registry.serve.Api} is the table of requests; reading is answered from the ledger alone,
 * changing goes to the {@link milena.registry.write.Writer} or, when another process writes, on to
 * that one. What fails is answered with the API's own codes, and nothing that a client sends ends
 * more than its own request. This is the last step.
 */
@NullMarked
package milena.registry.serve;

import org.jspecify.annotations.NullMarked;
