package milena.ingest.listen;

/** When a listener's connections get TLS. */
public enum TlsMode {
  /** Never. */
  NONE,
  /** When the client asks for it (RFC 3207). */
  STARTTLS,
  /** Before the first word (RFC 8314 §3). */
  IMPLICIT
}
