/**
 * Names the site that a set of mail exchangers makes up.
 *
 * <p>What comes in is a set of host names; what goes out is one stable, readable string, so that
 * all domains hosted by one provider are shaped together. Nothing here can fail: any set of names
 * has a site name, and hostile ones only get a shortened one. Next, the router keys the queue by
 * it.
 */
@NullMarked
package milena.mail.route.site;

import org.jspecify.annotations.NullMarked;
