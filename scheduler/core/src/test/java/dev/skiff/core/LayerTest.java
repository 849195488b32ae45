package dev.skiff.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.skiff.core", importOptions = ImportOption.DoNotIncludeTests.class)
class LayerTest {
  /// No I/O, no threads, no logging, no JSON: contracts and the plain parts of the JDK are enough.
  @ArchTest
  static final ArchRule PURE =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.skiff.core..",
              "dev.skiff.contracts..",
              "java.lang..",
              "java.math",
              "java.nio.charset",
              "java.util",
              "java.util.function",
              "java.util.regex",
              "java.util.stream",
              "org.jspecify.annotations");

  @ArchTest
  static final ArchRule NO_CLOCK =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("java.time..");

  @ArchTest
  static final ArchRule MACHINE_KNOWS_NO_OWNER =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.skiff.core.cell..", "dev.skiff.core.placement..", "dev.skiff.core.log..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.skiff.core.owner..");
}
