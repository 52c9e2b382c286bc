/** The REST API, judged by Confluent's own clients. */
@NullMarked
package milena.registry.serve;

import org.jspecify.annotations.NullMarked;
