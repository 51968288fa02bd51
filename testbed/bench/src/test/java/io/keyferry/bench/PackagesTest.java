package io.keyferry.bench;

import io.keyferry.model.testing.PackageRules;

class PackagesTest extends PackageRules {

  PackagesTest() {
    super("bench", "io.keyferry.bench", "../..");
  }
}
