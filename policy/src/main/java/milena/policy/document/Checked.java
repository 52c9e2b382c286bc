package milena.policy.document;

import java.util.List;
import java.util.Optional;
import milena.policy.Policy;

/**
 * What became of a document.
 *
 * @param policy there when nothing is wrong with it; without a version's number
 * @param findings what is wrong and what has no effect, by line
 */
public record Checked(Optional<Policy> policy, List<Finding> findings) {

  /** Copies. */
  public Checked {
    findings = List.copyOf(findings);
  }

  /** What is wrong. */
  public List<Finding> errors() {
    return findings.stream().filter(Finding::isError).toList();
  }

  /** What has no effect. */
  public List<Finding> withoutEffect() {
    return findings.stream().filter(finding -> !finding.isError()).toList();
  }
}
