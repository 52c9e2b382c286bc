package milena.policy.document;

import java.io.StringReader;
import java.util.Optional;
import milena.policy.Place;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads YAML's own tree of nodes; never makes an object of them. */
final class YamlNodes {

  private YamlNodes() {}

  /** Returns what it says; empty where that is nothing, or no YAML, which is noted. */
  static Optional<Node> read(String text, Findings findings) {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(PolicyReader.DEEPEST);
    try {
      return Optional.ofNullable(
              new Yaml(new SafeConstructor(options)).compose(new StringReader(text)))
          .map(YamlNodes::node);
    } catch (MarkedYAMLException wrong) {
      var mark = wrong.getProblemMark();
      findings.error(
          new Place("", mark == null ? 1 : mark.getLine() + 1),
          "is not YAML: " + wrong.getProblem());
    } catch (YAMLException wrong) {
      findings.error(PolicyReader.TOP, "is not YAML that is taken here: " + wrong.getMessage());
    }
    return Optional.empty();
  }

  private static Node node(org.yaml.snakeyaml.nodes.Node node) {
    return switch (node) {
      case SequenceNode sequence ->
          new Node.Listing(sequence.getValue().stream().map(YamlNodes::node).toList(), line(node));
      case MappingNode mapping ->
          new Node.Mapping(mapping.getValue().stream().map(YamlNodes::entry).toList(), line(node));
      case ScalarNode scalar ->
          new Node.Scalar(scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue(), line(node));
      default -> new Node.Scalar("", line(node));
    };
  }

  private static Node.Entry entry(NodeTuple pair) {
    var key = pair.getKeyNode();
    return new Node.Entry(
        key instanceof ScalarNode scalar ? scalar.getValue() : "",
        line(key),
        node(pair.getValueNode()));
  }

  private static int line(org.yaml.snakeyaml.nodes.Node node) {
    return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
  }
}
