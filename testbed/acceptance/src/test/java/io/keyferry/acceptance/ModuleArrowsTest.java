package io.keyferry.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Dependencies between the modules, and the few rules that no compiler checks. Each module's {@code
 * PackagesTest} checks its packages.
 */
@AnalyzeClasses(packages = "io.keyferry", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleArrowsTest {

  private static final String MODEL = "io.keyferry.model..";
  private static final String EVIDENCE = "io.keyferry.evidence..";
  private static final String CLOUD = "io.keyferry.cloud..";
  private static final String AGENT = "io.keyferry.agent..";
  private static final String INFRA = "io.keyferry.infra..";
  private static final String EMULATOR = "io.keyferry.kmsemulator..";
  private static final String LOCAL = "io.keyferry.local..";
  private static final String BENCH = "io.keyferry.bench..";
  private static final String AWS = "software.amazon..";
  private static final String MICRONAUT = "io.micronaut..";

  @ArchTest
  static final ArchRule sharedModelKnowsNobody =
      dependsOnNoneOf(MODEL, EVIDENCE, CLOUD, AGENT, INFRA, EMULATOR, LOCAL, BENCH, AWS, MICRONAUT);

  @ArchTest
  static final ArchRule evidenceNeedsNeitherHsmNorAwsNorFramework =
      dependsOnNoneOf(
          EVIDENCE, CLOUD, AGENT, INFRA, EMULATOR, LOCAL, BENCH, AWS, MICRONAUT, "sun.security..");

  @ArchTest
  static final ArchRule theCloudHalfNeverSeesTheAgent =
      dependsOnNoneOf(CLOUD, EVIDENCE, AGENT, INFRA, EMULATOR, LOCAL, BENCH, MICRONAUT);

  @ArchTest
  static final ArchRule theAgentKnowsNeitherCloudNorKms =
      dependsOnNoneOf(
          AGENT,
          CLOUD,
          INFRA,
          EMULATOR,
          LOCAL,
          BENCH,
          "software.amazon.awssdk.services.kms..",
          "software.amazon.awssdk.services.dynamodb..");

  @ArchTest
  static final ArchRule theEmulatorSharesNoCodeWithWhatItJudges =
      dependsOnNoneOf(EMULATOR, MODEL, EVIDENCE, CLOUD, AGENT, INFRA, LOCAL, BENCH);

  @ArchTest
  static final ArchRule localCloudRunsTheHalvesAsPackaged =
      dependsOnNoneOf(LOCAL, EVIDENCE, CLOUD, AGENT, INFRA, BENCH);

  @ArchTest
  static final ArchRule onlyTheHsmPackageSpeaksPkcs11 =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.keyferry.agent.hsm..")
          // The agent's benchmark compares the agent with this class.
          .and()
          .haveNameNotMatching("io\\.keyferry\\.bench\\.Raw(Loop|Templates)")
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
  static final ArchRule everyPackageIsInOurNamespace =
      classes().should().resideInAPackage("io.keyferry..");

  private static ArchRule dependsOnNoneOf(String module, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }
}
