package io.keyferry.evidence;

import io.keyferry.model.testing.PackageRules;

class PackagesTest extends PackageRules {

  PackagesTest() {
    super("evidence", "io.keyferry.evidence", "..");
  }
}
