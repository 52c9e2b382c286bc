/**
 * The HTTP door as its clients and the router see it. Real sockets go in, a log in memory or a real
 * broker takes what comes out, and the tests read both sides. Bodies are written by hand.
 */
@NullMarked
package milena.http;

import org.jspecify.annotations.NullMarked;
