/**
 * Securing: the TLS of a connection, before its conversation or within it.
 *
 * <p>What comes in is a channel and what is to happen when it is safe; what goes out is a {@link
 * milena.ingest.accept.TlsSession}, which tells protocol, cipher, the name that the client asked
 * for, its certificate and what a login may be bound to. {@link
 * milena.ingest.secure.CertificateStore} follows the files of our certificates, {@link
 * milena.ingest.secure.SniChoice} chooses one of them, and {@link
 * milena.ingest.secure.HandshakeWatch} sees the handshake through; {@link
 * milena.ingest.secure.TlsEngine} says who does the cryptography. {@link
 * milena.ingest.secure.Certificates} has all of it for one door, which need not be one for SMTP.
 * What may fail is the client, whose connection is closed then, and a certificate, which is refused
 * while the old one stays. Where next: {@link milena.ingest.converse}, which begins, or goes on as
 * if it had just begun.
 */
@NullMarked
package milena.ingest.secure;

import org.jspecify.annotations.NullMarked;
