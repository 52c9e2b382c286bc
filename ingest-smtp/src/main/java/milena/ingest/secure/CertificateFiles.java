package milena.ingest.secure;

import java.nio.file.Path;

/**
 * Where a certificate and its key are; both are PEM.
 *
 * @param chain our certificate first, then those that lead to its CA
 * @param key its private key, RSA or EC, unencrypted; PKCS#8, PKCS#1 or SEC 1
 */
public record CertificateFiles(Path chain, Path key) {}
