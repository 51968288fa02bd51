package io.keyferry.agent;

import io.keyferry.model.testing.PackageRules;

class PackagesTest extends PackageRules {

  PackagesTest() {
    super("onprem-agent", "io.keyferry.agent", "..");
  }
}
