package milena.runtime.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A configuration file: one flat YAML mapping. Only the node tree is built, never an object, so
 * that values keep the form in which they were written (25:00 stays text) and know their line.
 */
final class YamlFile {

  private static final long LARGEST = 1L << 20;

  /** A key of the file, its value and the line of the key, from 1. */
  record Entry(String key, Raw value, int line) {}

  /** What the file holds, and what could not be read of it. */
  record Content(List<Entry> entries, List<ConfigProblem> problems) {}

  private YamlFile() {}

  static Content read(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        return failed(file.toString(), "is larger than " + new Size(LARGEST));
      }
      var options = new LoaderOptions();
      options.setMaxAliasesForCollections(0);
      options.setNestingDepthLimit(8);
      var root =
          new Yaml(new SafeConstructor(options)).compose(new StringReader(Files.readString(file)));
      return content(file, root);
    } catch (MarkedYAMLException wrong) {
      var line = wrong.getProblemMark() == null ? 1 : wrong.getProblemMark().getLine() + 1;
      return failed(file + ":" + line, "is not YAML: " + wrong.getProblem());
    } catch (YAMLException wrong) {
      return failed(file.toString(), "is not YAML: " + wrong.getMessage());
    } catch (CharacterCodingException wrong) {
      return failed(file.toString(), "is not UTF-8 text");
    } catch (IOException wrong) {
      return failed(file.toString(), "cannot be read (" + wrong.getClass().getSimpleName() + ")");
    }
  }

  private static Content failed(String place, String reason) {
    return new Content(List.of(), List.of(new ConfigProblem(place, reason)));
  }

  private static Content content(Path file, @Nullable Node root) {
    if (root == null) {
      return new Content(List.of(), List.of());
    }
    if (!(root instanceof MappingNode mapping)) {
      return failed(file + ":" + line(root), "is not a list of lines such as smtp: 127.0.0.1:2525");
    }
    var entries = new ArrayList<Entry>();
    for (var pair : mapping.getValue()) {
      entries.add(
          new Entry(text(pair.getKeyNode()), raw(pair.getValueNode()), line(pair.getKeyNode())));
    }
    return new Content(entries, List.of());
  }

  private static Raw raw(Node node) {
    return switch (node) {
      case SequenceNode list -> new Raw.Items(list.getValue().stream().map(YamlFile::raw).toList());
      case MappingNode mapping -> {
        var fields = new LinkedHashMap<String, Raw>();
        mapping
            .getValue()
            .forEach(pair -> fields.put(text(pair.getKeyNode()), raw(pair.getValueNode())));
        yield new Raw.Fields(fields);
      }
      default -> new Raw.Text(text(node));
    };
  }

  private static String text(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private static int line(Node node) {
    return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
  }
}
