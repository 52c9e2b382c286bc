package milena.tenants.verify;

import java.util.function.Function;

/**
 * What one SCRAM exchange goes by.
 *
 * @param plus whether the client chose SCRAM-SHA-256-PLUS
 * @param bindings those of the connection
 * @param verifiers the verifier of a prepared login; a decoy where there is none
 * @param nonce the server's part of the nonce: random, printable ASCII without a comma
 */
public record ScramTerms(
    boolean plus,
    ChannelBindings bindings,
    Function<String, PasswordVerifier> verifiers,
    String nonce) {}
