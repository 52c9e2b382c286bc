package milena.standalone;

import java.util.List;
import milena.ingest.header.HeaderChecks;
import milena.ingest.header.HeaderChecks.Anonymity;
import milena.ingest.header.HeaderChecks.Breach;
import milena.ingest.header.HeaderChecks.Lack;
import milena.runtime.config.EffectiveConfig;
import milena.runtime.config.Setting;
import milena.runtime.config.ValueTypes;

/** The settings of what the header of a message must be like. */
final class CheckSettings {

  static final Setting<Lack> MISSING_FIELDS =
      Setting.of(
          "missing-fields",
          ValueTypes.oneOf(Lack.class),
          HeaderChecks.DEFAULTS.missingFields(),
          """
          What happens to a message without Date or Message-ID: `fix` adds what is missing, `refuse` answers
          `554 5.6.0` and names it. It holds for every door; what the HTTP API makes of parts lacks nothing.
          A tenant may have its own (`milena tenant set`), as of all these checks.
          """);

  static final Setting<Anonymity> MISSING_FROM =
      Setting.of(
          "missing-from",
          ValueTypes.oneOf(Anonymity.class),
          HeaderChecks.DEFAULTS.missingFrom(),
          """
          What happens to a message without From (RFC 5322 §3.6 demands one): `accept`, `refuse`
          (`554 5.6.0`), or `refuse-submitted`: refused where the client has logged in or writes to an
          outbox, taken from the machines of `relay-networks`. Over HTTP it is always refused.
          """);

  static final Setting<Breach> REPEATED_FIELDS =
      Setting.of(
          "repeated-fields",
          ValueTypes.oneOf(Breach.class),
          HeaderChecks.DEFAULTS.repeatedFields(),
          """
          What happens to a message that has a field twice of which there may be one (RFC 5322 §3.6), such
          as From: `refuse` (`554 5.6.0`, with the field's name) or `accept`. Of two, receivers may check
          the one and show the other.
          """);

  static final Setting<Integer> RECEIVED_MAX =
      Setting.of(
          "received-max",
          ValueTypes.integer(HeaderChecks.LEAST_RECEIVED, HeaderChecks.MOST_RECEIVED),
          HeaderChecks.DEFAULTS.maxReceived(),
          """
          A message with more Received fields than this runs in a circle and is refused with
          `554 5.4.6`.
          """);

  static final List<Setting<?>> ALL =
      List.of(MISSING_FIELDS, MISSING_FROM, REPEATED_FIELDS, RECEIVED_MAX);

  private CheckSettings() {}

  static HeaderChecks of(EffectiveConfig config) {
    return new HeaderChecks(
        config.get(MISSING_FIELDS),
        config.get(MISSING_FROM),
        config.get(REPEATED_FIELDS),
        config.get(RECEIVED_MAX));
  }
}
