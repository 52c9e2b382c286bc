/**
 * Tests of how requests are read. Bodies are written by hand. What is refused is tested over the
 * wire, where its answer is seen.
 */
@NullMarked
package milena.http.request;

import org.jspecify.annotations.NullMarked;
