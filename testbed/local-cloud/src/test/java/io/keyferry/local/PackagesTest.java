package io.keyferry.local;

import io.keyferry.model.testing.PackageRules;

class PackagesTest extends PackageRules {

  PackagesTest() {
    super("local-cloud", "io.keyferry.local", "../..");
  }
}
