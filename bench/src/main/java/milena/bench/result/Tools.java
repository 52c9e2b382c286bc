package milena.bench.result;

/** Whose load generator and sink are used. */
public enum Tools {
  /** Milena's, within the process that measures. */
  OWN,
  /** Postfix's smtp-source and smtp-sink: nobody's judgement but the rival's. */
  POSTFIX
}
