package milena.standalone;

import java.util.ArrayList;
import milena.ingest.IngestConfig;
import milena.ingest.accept.AcceptanceRules;

/** From the settings of a process to what its doors take. */
final class IntakeSettings {
  private IntakeSettings() {}

  static IngestConfig of(IngestConfig defaults, MilenaConfig.Intake intake) {
    var rules = defaults.rules();
    var listeners = new ArrayList<>(defaults.listen().listeners());
    listeners.addAll(intake.listeners());
    return new IngestConfig(
        defaults.listen().withListeners(listeners),
        intake.tls(),
        new AcceptanceRules(
            intake.tenant(),
            intake.hostname(),
            intake.relayNetworks(),
            intake.messageSize().bytes(),
            intake.recipientsMax(),
            rules.maxHeaderBytes(),
            rules.maxLine(),
            intake.notices()),
        defaults.log(),
        intake.reports());
  }
}
