package io.keyferry.cloud;

import io.keyferry.model.testing.PackageRules;

class PackagesTest extends PackageRules {

  PackagesTest() {
    super("cloud-lambda", "io.keyferry.cloud", "..");
  }
}
