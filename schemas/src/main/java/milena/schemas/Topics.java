package milena.schemas;

import static milena.schemas.TopicSpec.Flush.BEFORE_ACK;
import static milena.schemas.TopicSpec.Flush.DERIVED;
import static milena.schemas.TopicSpec.Flush.HALF_SECOND;
import static milena.schemas.TopicSpec.Kept.AUDIT_HORIZON;
import static milena.schemas.TopicSpec.Kept.COMPACTED;
import static milena.schemas.TopicSpec.Kept.COMPACTED_DAYS;
import static milena.schemas.TopicSpec.Kept.DAYS;
import static milena.schemas.TopicSpec.Kept.FACTS_WHILE_NEEDED;
import static milena.schemas.TopicSpec.Kept.HOUR;
import static milena.schemas.TopicSpec.Kept.WHILE_NEEDED;
import static milena.schemas.TopicSpec.Partitions.INTAKE;
import static milena.schemas.TopicSpec.Partitions.ONE;
import static milena.schemas.TopicSpec.Partitions.SITES;

import java.util.List;

/** The catalogue: every topic, in the order in which a message meets them. */
public final class Topics {

  /** Accepted transactions. */
  public static final String SUBMISSIONS = "mail.submissions";

  /** Recipients of transactions with more than one, each under its own key. */
  public static final String RECIPIENTS = "mail.recipients";

  /** Chunks of large messages. */
  public static final String CONTENT = "mail.content";

  /** Submissions, one for each recipient, in their site shard's queue. */
  public static final String QUEUE = "mail.queue";

  /** What every shaper partition must know. */
  public static final String CONTROL = "mail.control";

  /** Permissions to make one attempt. */
  public static final String DISPATCH = "mail.dispatch";

  /** Results of attempts, and claims. */
  public static final String ATTEMPTS = "mail.attempts";

  /** Public facts. */
  public static final String EVENTS = "mail.events";

  /** What came back. */
  public static final String INBOUND = "mail.inbound";

  /** Addresses that mail no longer goes to. */
  public static final String SUPPRESSIONS = "mail.suppressions";

  /** What is known of domains. */
  public static final String SITES_TABLE = "mail.sites";

  /** Policy documents. */
  public static final String POLICY = "mail.policy";

  /** Tenants, and what their clients prove who they are with. */
  public static final String CREDENTIALS = "mail.credentials";

  /** Requests that their clients may repeat, and their answers. */
  public static final String IDEMPOTENCY = "mail.idempotency";

  /** What processes want of limits that they share. */
  public static final String DEMAND = "mail.demand";

  /** What they get of them. */
  public static final String GRANTS = "mail.grants";

  /** Operators' commands. */
  public static final String COMMANDS = "mail.commands";

  /** Changelog of the router's store: parked submissions and repeatable ids. */
  public static final String PARKED = "mail.parked";

  /** Changelog of the shaper's store. */
  public static final String SHAPER_STATE = "mail.shaper-state";

  /** What could not be read. */
  public static final String DEAD_LETTERS = "mail.dead-letters";

  /** The built-in registry's own log. */
  public static final String SCHEMAS = "mail.schemas";

  /** Prefix of the topics that tenants' own producers write to. */
  public static final String OUTBOX_PREFIX = "mail.outbox.";

  /** A chunk of content holds at most this many bytes. */
  public static final int MAX_CHUNK_BYTES = 128 * 1024;

  /** No record, and no batch of records, is larger than this. */
  public static final int MAX_RECORD_BYTES = 4 * 1024 * 1024;

  /** Header with the submission's (or message's) id: an unreadable record still gets its ending. */
  public static final String HEADER_ID = "milena-id";

  /** Header with the tenant. */
  public static final String HEADER_TENANT = "milena-tenant";

  private static final List<TopicSpec> ALL =
      List.of(
          new TopicSpec(
              SUBMISSIONS,
              INTAKE,
              WHILE_NEEDED,
              BEFORE_ACK,
              "recipient hash; message id when there are several, or when it is repeatable",
              "Submission",
              "ingest → router, workers, audit"),
          new TopicSpec(
              CONTENT,
              INTAKE,
              WHILE_NEEDED,
              BEFORE_ACK,
              "content id",
              "ContentChunk",
              "ingest → workers"),
          new TopicSpec(
              RECIPIENTS,
              INTAKE,
              WHILE_NEEDED,
              DERIVED,
              "recipient hash",
              "RoutedSubmission",
              "router → router, audit"),
          new TopicSpec(
              QUEUE,
              SITES,
              WHILE_NEEDED,
              DERIVED,
              "submission id",
              "RoutedSubmission",
              "router → shaper, workers, audit"),
          new TopicSpec(
              CONTROL,
              SITES,
              WHILE_NEEDED,
              DERIVED,
              "recipient hash, command id or policy name",
              "ControlEntry",
              "router → shaper"),
          new TopicSpec(
              DISPATCH,
              SITES,
              WHILE_NEEDED,
              DERIVED,
              "submission id",
              "Dispatch",
              "shaper → workers, router, audit"),
          new TopicSpec(
              ATTEMPTS,
              SITES,
              WHILE_NEEDED,
              HALF_SECOND,
              "submission id, or worker for a claim",
              "AttemptEntry",
              "workers → shaper, workers, router"),
          new TopicSpec(
              EVENTS,
              INTAKE,
              FACTS_WHILE_NEEDED,
              DERIVED,
              "message id",
              "MailEvent",
              "ingest, router, shaper → ingest, bounce-processor, anyone"),
          new TopicSpec(
              INBOUND,
              INTAKE,
              DAYS,
              BEFORE_ACK,
              "recipient hash",
              "InboundReport",
              "ingest → nobody yet"),
          new TopicSpec(
              SUPPRESSIONS,
              INTAKE,
              COMPACTED,
              BEFORE_ACK,
              "recipient hash and scope; partitioned by recipient hash",
              "Suppression",
              "bounce-processor, operators → router, operators"),
          new TopicSpec(
              SITES_TABLE,
              ONE,
              COMPACTED_DAYS,
              DERIVED,
              "domain",
              "SiteRecord",
              "router → router, operators"),
          new TopicSpec(
              POLICY,
              ONE,
              COMPACTED,
              BEFORE_ACK,
              "name and version, or name alone for the pointer",
              "PolicyDocument",
              "operators → every stage, operators"),
          new TopicSpec(
              CREDENTIALS,
              ONE,
              COMPACTED,
              BEFORE_ACK,
              "tenant:NAME or credential:ID",
              "CredentialEntry",
              "operators → ingest, operators"),
          new TopicSpec(
              IDEMPOTENCY,
              ONE,
              COMPACTED_DAYS,
              BEFORE_ACK,
              "SHA-256 of the tenant and the key",
              "IdempotencyEntry",
              "ingest → ingest"),
          new TopicSpec(
              DEMAND,
              INTAKE,
              HOUR,
              DERIVED,
              "limit",
              "Demand",
              "ingest, shaper, workers → the limit's owner"),
          new TopicSpec(
              GRANTS,
              ONE,
              HOUR,
              DERIVED,
              "limit",
              "Grant",
              "the limit's owner → ingest, shaper, workers"),
          new TopicSpec(
              COMMANDS,
              ONE,
              AUDIT_HORIZON,
              BEFORE_ACK,
              "command id",
              "Command",
              "ingest → ingest, router"),
          new TopicSpec(
              PARKED,
              INTAKE,
              COMPACTED,
              DERIVED,
              "time and submission id; or i and a repeatable message id",
              "Parked",
              "router → router, audit"),
          new TopicSpec(
              SHAPER_STATE,
              SITES,
              COMPACTED,
              DERIVED,
              "offset in mail.queue; or in-force: and the id of a command or a reaction's effect",
              "ShaperState",
              "shaper → shaper, audit"),
          new TopicSpec(
              DEAD_LETTERS,
              ONE,
              AUDIT_HORIZON,
              DERIVED,
              "topic, partition and offset",
              "DeadLetter",
              "ingest, router, shaper, workers → operators"),
          new TopicSpec(
              SCHEMAS,
              ONE,
              COMPACTED,
              BEFORE_ACK,
              "what is said, and in which writer's epoch",
              "",
              "registry → registry"));

  private Topics() {}

  /** Every topic that is there from the first start on; outboxes come with their tenants. */
  public static List<TopicSpec> all() {
    return ALL;
  }

  /** The topic that the programs of a tenant write their mail to. */
  public static TopicSpec outbox(String tenant) {
    return new TopicSpec(
        OUTBOX_PREFIX + tenant,
        INTAKE,
        DAYS,
        BEFORE_ACK,
        "the tenant's own",
        "OutboundMail",
        "the tenant's programs → ingest");
  }

  /** The row of a topic. */
  public static TopicSpec spec(String name) {
    return ALL.stream()
        .filter(spec -> spec.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such topic in the catalogue: " + name));
  }
}
