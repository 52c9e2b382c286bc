package milena.policy.versions;

import java.util.List;
import milena.policy.document.Finding;

/** What became of an order to put a version. */
public sealed interface Put {

  /** It is in force, acknowledged by all replicas and read back. */
  record Done(Version version) implements Put {}

  /**
   * Nothing was put: another version is in force than was expected.
   *
   * @param inForce which; 0 for none
   */
  record Overtaken(int inForce) implements Put {}

  /** Nothing was put: the document is wrong. */
  record Wrong(List<Finding> findings) implements Put {
    /** Copies. */
    public Wrong {
      findings = List.copyOf(findings);
    }
  }

  /** Nothing was put: there is no such version to go back to. */
  record NoSuchVersion(int number) implements Put {}
}
