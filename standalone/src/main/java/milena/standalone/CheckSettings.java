package milena.standalone;

import java.util.List;
import milena.ingest.header.HeaderChecks;
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
          What happens to a message without Date or Message-ID, over SMTP and from the outbox: `fix` adds
          what is missing, `refuse` answers `554 5.6.0` and names it.
          """);

  static final Setting<Breach> MISSING_FROM =
      Setting.of(
          "missing-from",
          ValueTypes.oneOf(Breach.class),
          HeaderChecks.DEFAULTS.missingFrom(),
          """
          What happens to a message without From, over SMTP and from the outbox: `accept` or `refuse`
          (`554 5.6.0`). Many receivers refuse such mail. Nobody but its author can put it right.
          """);

  static final Setting<Breach> REPEATED_FIELDS =
      Setting.of(
          "repeated-fields",
          ValueTypes.oneOf(Breach.class),
          HeaderChecks.DEFAULTS.repeatedFields(),
          """
          What happens to a message that has a field twice of which there may be one (RFC 5322 §3.6), such
          as From, over SMTP and from the outbox: `refuse` (`554 5.6.0`, with the field's name) or
          `accept`. Of two, receivers may check the one and show the other.
          """);

  static final Setting<Integer> RECEIVED_MAX =
      Setting.of(
          "received-max",
          ValueTypes.integer(HeaderChecks.LEAST_RECEIVED, HeaderChecks.MOST_RECEIVED),
          HeaderChecks.DEFAULTS.maxReceived(),
          """
          A message with more Received fields than this runs in a circle and is refused with `554 5.4.6`,
          over SMTP and from the outbox.
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
