package io.keyferry.agent.config;

import io.keyferry.evidence.file.DiskFault;
import io.keyferry.model.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML as JSON, by the core schema of YAML 1.2. Numbers stay as written: {@code 012345670123} is an
 * account, not an octal number.
 */
public final class YamlFile {

  private static final int MAX_BYTES = 1024 * 1024;
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+");
  private static final Pattern TRUE_OR_FALSE = Pattern.compile("true|false");
  private static final Pattern NOTHING = Pattern.compile("|~|null|Null|NULL");

  private final Map<Node, Json> values = new HashMap<>();
  private final Set<Node> begun = new HashSet<>();

  private YamlFile() {}

  /**
   * Reads a file with one mapping.
   *
   * @throws ConfigurationException if it cannot be read or contains anything else
   */
  public static Json.Obj read(Path file) throws ConfigurationException {
    try {
      byte[] bytes = GivenFile.read(file, MAX_BYTES);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      Node root = yaml().compose(new StringReader(text));
      if (root instanceof MappingNode && new YamlFile().json(root) instanceof Json.Obj all) {
        return all;
      }
      throw violation(
          file, "expected the sections of agent.yml, such as token and audit, found none");
    } catch (NoSuchFileException e) {
      throw violation(file, "expected the agent's configuration, found no such file");
    } catch (CharacterCodingException e) {
      throw violation(file, "expected UTF-8 text, found other bytes");
    } catch (IOException e) {
      throw violation(
          file,
          "expected the agent's configuration with the sections of agent.yml, such as token and audit, found "
              + DiskFault.words(e));
    } catch (MarkedYAMLException e) {
      throw violation(
          file,
          "line %d: expected YAML, found text that the parser refuses: %s"
              .formatted(e.getProblemMark().getLine() + 1, e.getProblem()));
    } catch (YAMLException e) {
      throw violation(file, "expected YAML, found that " + e.getMessage());
    }
  }

  private Json json(Node node) {
    // An alias shares the node of its anchor.
    Json known = values.get(node);
    if (known != null) {
      return known;
    }
    if (!begun.add(node)) {
      throw refused(node, "a value contains itself");
    }
    Json value =
        switch (node) {
          case ScalarNode scalar when scalar.getTag().equals(Tag.STR) ->
              new Json.Text(scalar.getValue());
          case ScalarNode scalar when is(scalar, Tag.FLOAT, NUMBER) ->
              new Json.Num(scalar.getValue());
          case ScalarNode scalar when is(scalar, Tag.BOOL, TRUE_OR_FALSE) ->
              new Json.Bool(scalar.getValue().equals("true"));
          case ScalarNode scalar when is(scalar, Tag.NULL, NOTHING) -> new Json.Null();
          case SequenceNode list when list.getTag().equals(Tag.SEQ) ->
              new Json.Arr(list.getValue().stream().map(this::json).toList());
          case MappingNode map when map.getTag().equals(Tag.MAP) -> fields(map);
          default -> throw refused(node, "a value has the tag " + node.getTag());
        };
    values.put(node, value);
    return value;
  }

  /** An explicit tag may precede any text. */
  private static boolean is(ScalarNode scalar, Tag tag, Pattern form) {
    return scalar.getTag().equals(tag) && form.matcher(scalar.getValue()).matches();
  }

  private Json.Obj fields(MappingNode map) {
    Map<String, Json> fields = new LinkedHashMap<>();
    List<String> duplicates = new ArrayList<>();
    for (NodeTuple field : map.getValue()) {
      if (!(field.getKeyNode() instanceof ScalarNode name)) {
        throw refused(field.getKeyNode(), "a name is not text");
      }
      if (fields.putIfAbsent(name.getValue(), json(field.getValueNode())) != null) {
        duplicates.add(name.getValue());
      }
    }
    return new Json.Obj(fields, duplicates);
  }

  private static YAMLException refused(Node node, String found) {
    return new YAMLException("in line %d %s".formatted(node.getStartMark().getLine() + 1, found));
  }

  private static ConfigurationException violation(Path file, String sentence) {
    return new ConfigurationException(file, List.of(sentence));
  }

  private static Yaml yaml() {
    LoaderOptions loading = new LoaderOptions();
    DumperOptions dumping = new DumperOptions();
    return new Yaml(
        new SafeConstructor(loading), new Representer(dumping), dumping, loading, new CoreSchema());
  }

  private static final class CoreSchema extends Resolver {

    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.NULL, NOTHING, null);
      addImplicitResolver(Tag.BOOL, TRUE_OR_FALSE, null);
      addImplicitResolver(Tag.FLOAT, NUMBER, null);
    }
  }
}
