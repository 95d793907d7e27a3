package dev.sluice.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The program is one process. */
class ProgramsTest {
    /**
     * Servers that tests start are the testkit's; a hook runs what the user has written down; {@code --runner spark} hands
     * over to the user's own Spark.
     */
    @Test
    void contract12NoExternalProgramIsStartedButTheUsersOwnHooksAndSpark() {
        noClasses()
                .that(resideInAnyPackage("dev.sluice.."))
                .and()
                .resideOutsideOfPackages("dev.sluice.testkit..", "dev.sluice.engine.hooks..")
                .and()
                .doNotHaveFullyQualifiedName("dev.sluice.cli.command.SparkSubmit")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String[].class)
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.sluice"));
    }
}
