/** What the policy says of some traffic, asked without a document. */
@NullMarked
package milena.policy;

import org.jspecify.annotations.NullMarked;
