package milena.registry.fold;

/**
 * Why a request was not granted, as the REST API says it.
 *
 * @param code the API's error code; its first three digits are the HTTP status
 * @param message for people
 */
public record Refusal(int code, String message) {

  /** The HTTP status that goes with the code. */
  public int status() {
    return code >= 1000 ? code / 100 : code;
  }

  /** No version of that subject. */
  public static Refusal subjectNotFound(String subject) {
    return new Refusal(40401, "Subject '" + subject + "' not found.");
  }

  /** The subject has fewer versions. */
  public static Refusal versionNotFound(String version) {
    return new Refusal(40402, "Version " + version + " not found.");
  }

  /** No schema of that id, or not under that subject. */
  public static Refusal schemaNotFound(String which) {
    return new Refusal(40403, "Schema " + which + " not found");
  }

  /** No level was set for the subject itself. */
  public static Refusal noLevelOfItsOwn(String subject) {
    return new Refusal(
        40408, "Subject '" + subject + "' does not have subject-level compatibility configured");
  }

  /** The subject's level forbids the change. */
  public static Refusal incompatible(String subject, java.util.List<String> messages) {
    return new Refusal(
        409,
        "Schema being registered is incompatible with an earlier schema for subject \""
            + subject
            + "\", details: "
            + messages);
  }

  /** The text is no Avro schema, or uses something that is not there. */
  public static Refusal invalidSchema(String why) {
    return new Refusal(42201, "Invalid schema: " + why);
  }

  /** Neither a number from 1 nor "latest". */
  public static Refusal invalidVersion(String version) {
    return new Refusal(
        42202,
        "The specified version '"
            + version
            + "' is not a valid version id. Allowed values are between [1, 2^31-1] and the string"
            + " \"latest\"");
  }

  /** No such compatibility level. */
  public static Refusal invalidLevel(String level) {
    return new Refusal(42203, "Invalid compatibility level: " + level);
  }

  /** The log did not take or did not give back what was written. */
  public static Refusal logFailed(String why) {
    return new Refusal(50001, "Error in the backend data store: " + why);
  }

  /** It took too long; whether it happened, the next request will tell. */
  public static Refusal timedOut() {
    return new Refusal(50002, "Operation timed out");
  }

  /** The one that writes could not be asked. */
  public static Refusal noLeader(String why) {
    return new Refusal(50003, "Error while forwarding the request to the leader: " + why);
  }
}
