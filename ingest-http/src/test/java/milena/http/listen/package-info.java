/**
 * Tests of what is borne of clients. What they see of it is tested over the wire, in the package
 * above; here is what would take many of them to see.
 */
@NullMarked
package milena.http.listen;

import org.jspecify.annotations.NullMarked;
