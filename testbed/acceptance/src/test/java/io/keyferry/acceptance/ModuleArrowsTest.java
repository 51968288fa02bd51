package io.keyferry.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the modules, and the few rules that no compiler knows. */
@AnalyzeClasses(packages = "io.keyferry", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleArrowsTest {

  @ArchTest
  static final ArchRule sharedModelKnowsNobody =
      noClasses()
          .that()
          .resideInAPackage("io.keyferry.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.keyferry.cloud..",
              "io.keyferry.agent..",
              "io.keyferry.local..",
              "io.keyferry.infra..",
              "software.amazon..",
              "io.micronaut..");

  @ArchTest
  static final ArchRule theHalvesNeverSeeEachOther =
      noClasses()
          .that()
          .resideInAPackage("io.keyferry.cloud..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.keyferry.agent..", "io.keyferry.local..", "io.micronaut..");

  @ArchTest
  static final ArchRule theAgentKnowsNeitherCloudNorKms =
      noClasses()
          .that()
          .resideInAPackage("io.keyferry.agent..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.keyferry.cloud..",
              "io.keyferry.local..",
              "software.amazon.awssdk.services.kms..",
              "software.amazon.awssdk.services.dynamodb..");

  @ArchTest
  static final ArchRule localCloudRunsTheHalvesAsPackaged =
      noClasses()
          .that()
          .resideInAPackage("io.keyferry.local..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.keyferry.cloud..", "io.keyferry.agent..");

  @ArchTest
  static final ArchRule onlyTheHsmPackageSpeaksPkcs11 =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.keyferry.agent.hsm..")
          // It is what the agent is measured against.
          .and()
          .haveNameNotMatching("io\\.keyferry\\.local\\.bench\\.Raw(Loop|Templates)")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("sun.security..");

  @ArchTest
  static final ArchRule onlyOneClassKnowsElasticMq =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.keyferry.local.sqs.LocalSqs")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.elasticmq..", "org.apache.pekko..", "scala..");

  @ArchTest
  static final ArchRule noPackageCycles =
      slices().matching("io.keyferry.(*).(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule everyPackageIsInOurNamespace =
      classes().should().resideInAPackage("io.keyferry..");
}
