package dev.skiff.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;

/// Dependencies point one way: apps → core → contracts. Only this module knows all apps.
@AnalyzeClasses(packages = "dev.skiff", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
  private static final String[] APPS = {
    "dev.skiff.scheduler..", "dev.skiff.agent..", "dev.skiff.gateway..", "dev.skiff.cli.."
  };

  @ArchTest static final ArchRule SCHEDULER_ALONE = knowsNoOther("dev.skiff.scheduler..");

  @ArchTest static final ArchRule AGENT_ALONE = knowsNoOther("dev.skiff.agent..");

  @ArchTest static final ArchRule GATEWAY_ALONE = knowsNoOther("dev.skiff.gateway..");

  @ArchTest static final ArchRule CLI_ALONE = knowsNoOther("dev.skiff.cli..");

  /// The command line is a client of the HTTP API and of nothing else of ours.
  @ArchTest
  static final ArchRule CLI_IS_A_CLIENT =
      noClasses()
          .that()
          .resideInAPackage("dev.skiff.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.skiff.contracts..",
              "dev.skiff.core..",
              "dev.skiff.kafka..",
              "dev.skiff.broker..");

  @ArchTest
  static final ArchRule CONTRACTS_KNOW_JSON_ONLY =
      noClasses()
          .that()
          .resideInAPackage("dev.skiff.contracts..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..", "io.vertx..", "com.hazelcast..", "org.slf4j..", "java.net..");

  @ArchTest
  static final ArchRule KAFKA_SETTINGS_IN_ONE_ROOM =
      noClasses()
          .that()
          .resideInAnyPackage("dev.skiff.scheduler..", "dev.skiff.agent..", "dev.skiff.gateway..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka.clients..");

  @ArchTest
  static final ArchRule CORE_WITHOUT_CYCLES =
      slices().matching("dev.skiff.core.(*)..").should().beFreeOfCycles();

  private static ArchRule knowsNoOther(String app) {
    String[] others =
        Arrays.stream(APPS).filter(other -> !other.equals(app)).toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(app)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }
}
