package io.keyferry.agent.config;

import io.keyferry.evidence.file.DiskFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML in which every plain value is text: {@code 012345670123} is an account, not an octal number.
 */
public final class YamlFile {

  private static final int MAX_BYTES = 1024 * 1024;

  private YamlFile() {}

  /**
   * Reads a file that holds one mapping.
   *
   * @throws ConfigurationException if it cannot be read or holds anything else
   */
  public static Map<?, ?> read(Path file) throws ConfigurationException {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(GivenFile.read(file, MAX_BYTES)))
              .toString();
    } catch (NoSuchFileException e) {
      throw fault(file, "expected the agent's configuration, found no such file");
    } catch (CharacterCodingException e) {
      throw fault(file, "expected UTF-8 text, found other bytes");
    } catch (IOException e) {
      throw fault(
          file,
          "expected the agent's configuration with the sections cloud, token, agent and policy, found "
              + DiskFault.words(e));
    }
    try {
      Object root = Optional.<Object>ofNullable(yaml().load(text)).orElse("");
      if (root instanceof Map<?, ?> map) {
        return map;
      }
      throw fault(file, "expected the sections cloud, token, agent and policy, found none");
    } catch (MarkedYAMLException e) {
      throw fault(
          file,
          "line %d: expected YAML, found that %s"
              .formatted(e.getProblemMark().getLine() + 1, e.getProblem()));
    } catch (YAMLException e) {
      throw fault(file, "expected YAML, found that " + e.getMessage());
    }
  }

  private static ConfigurationException fault(Path file, String fault) {
    return new ConfigurationException(file, List.of(fault));
  }

  private static Yaml yaml() {
    LoaderOptions loading = new LoaderOptions();
    loading.setAllowDuplicateKeys(false);
    DumperOptions dumping = new DumperOptions();
    return new Yaml(
        new SafeConstructor(loading), new Representer(dumping), dumping, loading, new TextOnly());
  }

  private static final class TextOnly extends Resolver {

    @Override
    protected void addImplicitResolvers() {
      // None: no plain value is a number, a date, a boolean or null.
    }
  }
}
