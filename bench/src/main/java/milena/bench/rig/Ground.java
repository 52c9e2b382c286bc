package milena.bench.rig;

import java.nio.file.Path;
import milena.bench.result.Scenario;

/**
 * What a side is started for and with.
 *
 * @param folder where its data may lie; not there yet
 * @param scenario what it is going to meet
 * @param destinations where its mail is to go
 */
public record Ground(Path folder, Scenario scenario, Destinations destinations) {}
