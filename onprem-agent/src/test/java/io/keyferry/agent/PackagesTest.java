package io.keyferry.agent;

import io.keyferry.model.testing.PackageDrawing;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PackagesTest {

  private final PackageDrawing packages = PackageDrawing.of("onprem-agent", "io.keyferry.agent");

  @Test
  void areAsDrawn() throws IOException {
    packages.isAsDrawn(Path.of(".."));
  }

  @Test
  void haveNoCircle() {
    packages.hasNoCircle();
  }

  @Test
  void haveAtMost35Files() throws IOException {
    packages.hasNoCrowdedPackage();
  }
}
