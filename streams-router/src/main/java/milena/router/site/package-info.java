/**
 * What was found out about domains, in the log: so that auditors see where mail went and why, and a
 * start need not ask DNS for every domain again.
 *
 * <p>What comes in are routes that DNS gave the router; what goes out are records of {@code
 * mail.sites}, in the transaction in which the router goes on with what it had parked ({@link
 * milena.router.site.SiteRecords}). At a start they are read once, beside the router's work, and
 * those that still hold are remembered ({@link milena.router.site.SiteMemory}). What may fail is
 * the reading: then DNS is asked, as it is for every domain that is not there. Next: {@code
 * milena.router.route} takes the route from what is remembered.
 */
@NullMarked
package milena.router.site;

import org.jspecify.annotations.NullMarked;
