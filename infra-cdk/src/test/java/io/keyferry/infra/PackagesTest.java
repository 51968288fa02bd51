package io.keyferry.infra;

import io.keyferry.model.testing.PackageRules;

class PackagesTest extends PackageRules {

  PackagesTest() {
    super("infra-cdk", "io.keyferry.infra", "..");
  }
}
