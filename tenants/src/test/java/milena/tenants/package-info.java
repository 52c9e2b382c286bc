/**
 * Logins as a door sees them. The roster is made by hand, time is virtual, and passwords are really
 * computed. What comes out of a real log is tested in the book.
 */
@NullMarked
package milena.tenants;

import org.jspecify.annotations.NullMarked;
