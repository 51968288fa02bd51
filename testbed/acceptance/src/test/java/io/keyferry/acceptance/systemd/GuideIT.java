package io.keyferry.acceptance.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import io.keyferry.local.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuideIT {

  private static final String PAGE =
      "onprem-agent/src/main/package/root/usr/share/man/man8/keyferry-agent.8";

  private static List<String> commands(String document) throws Exception {
    return Guide.of(document).commands().stream()
        .map(command -> command.replaceFirst("\\s+#.*", ""))
        .toList();
  }

  @Test
  void manualPageAndDeploymentGuideHaveTheCommandsOfTheReadme() throws Exception {
    Path page = Layout.ofSystemProperty().home().resolve(PAGE);
    List<String> onPage = Files.readString(page).replace("\\-", "-").lines().toList();
    List<String> deploy = commands("docs/deploy.md");

    for (String command : commands("README.md")) {
      if (!command.startsWith("sudo apt") && !command.startsWith("curl")) {
        assertThat(onPage).contains(command);
      }
      if (!command.startsWith("systemctl status")) {
        assertThat(deploy).contains(command);
      }
    }
  }
}
