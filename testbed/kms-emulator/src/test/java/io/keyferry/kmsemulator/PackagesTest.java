package io.keyferry.kmsemulator;

import io.keyferry.model.testing.PackageRules;

class PackagesTest extends PackageRules {

  PackagesTest() {
    super("kms-emulator", "io.keyferry.kmsemulator", "../..");
  }
}
