/** Tests of what is kept of domains. */
@NullMarked
package milena.router.site;

import org.jspecify.annotations.NullMarked;
