package dev.skiff.agent.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.skiff.agent", importOptions = ImportOption.DoNotIncludeTests.class)
class AgentLayersTest {
  @ArchTest
  static final ArchRule THE_CORE_KNOWS_ONLY_THE_CONTRACTS =
      classes()
          .that()
          .resideInAPackage("dev.skiff.agent.core")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.skiff.agent.core",
              "dev.skiff.contracts..",
              "java.lang",
              "java.lang.runtime",
              "java.lang.invoke",
              "java.util",
              "java.util.function",
              "java.util.stream",
              "org.jspecify..");

  @ArchTest
  static final ArchRule THE_CORE_READS_NO_CLOCK_AND_STARTS_NO_THREAD =
      noClasses()
          .that()
          .resideInAPackage("dev.skiff.agent.core")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class);
}
