/**
 * Tests of certificates, their files and the handshake, in virtual time where time matters.
 *
 * <p>What comes in are certificates made here or by openssl. What goes out is a choice, a session
 * or a closed channel. Over real sockets it is tested in {@code milena.ingest}.
 */
@NullMarked
package milena.ingest.secure;

import org.jspecify.annotations.NullMarked;
