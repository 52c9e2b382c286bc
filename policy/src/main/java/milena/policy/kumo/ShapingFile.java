package milena.policy.kumo;

/**
 * One of KumoMTA's shaping files.
 *
 * @param name by which what is said of it names it
 * @param text in TOML
 */
public record ShapingFile(String name, String text) {}
