package io.keyferry.model.testing;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What holds for the packages of every module. */
public abstract class PackageRules {

  private final PackageDrawing packages;
  private final Path repository;

  /**
   * The rules for one module.
   *
   * @param base the package that all others are in
   * @param repository relative to the module's folder
   */
  protected PackageRules(String module, String base, String repository) {
    this.packages = PackageDrawing.of(module, base);
    this.repository = Path.of(repository);
  }

  @Test
  final void packagesAreAsDrawn() throws IOException {
    packages.isAsDrawn(repository);
  }

  @Test
  final void packagesHaveNoCircle() {
    packages.hasNoCircle();
  }

  @Test
  final void packagesHaveAtMost35Files() throws IOException {
    packages.hasNoCrowdedPackage();
  }
}
