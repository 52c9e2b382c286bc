package milena.policy.document;

/** A document as its operator wrote it. */
public record PolicyText(String text, Notation notation) {}
