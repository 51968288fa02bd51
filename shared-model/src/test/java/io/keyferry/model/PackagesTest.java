package io.keyferry.model;

import io.keyferry.model.testing.PackageRules;

class PackagesTest extends PackageRules {

  PackagesTest() {
    super("shared-model", "io.keyferry.model", "..");
  }
}
