package io.keyferry.model;

import io.keyferry.model.testing.PackageDrawing;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PackagesTest {

  private final PackageDrawing packages = PackageDrawing.of("shared-model", "io.keyferry.model");

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
