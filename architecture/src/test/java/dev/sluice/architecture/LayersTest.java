package dev.sluice.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may depend on whom. */
class LayersTest {
    private static final String SPI = "dev.sluice.spi..";
    private static final String FORMATS = "dev.sluice.formats..";
    private static final String ENGINE = "dev.sluice.engine..";
    private static final String CONNECTORS = "dev.sluice.connectors..";
    private static final String JDBC = "dev.sluice.connectors.jdbc..";
    private static final String STORAGE = "dev.sluice.connectors.storage..";
    private static final String RUNNERS = "dev.sluice.runners..";
    private static final String CLI = "dev.sluice.cli..";
    private static final String TESTKIT = "dev.sluice.testkit..";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sluice");

    private static final DescribedPredicate<JavaClass> OURS = resideInAPackage("dev.sluice..");

    @ParameterizedTest
    @ValueSource(
            strings = {
                SPI,
                FORMATS,
                ENGINE,
                RUNNERS,
                CLI,
                TESTKIT,
                JDBC,
                STORAGE,
                "dev.sluice.connectors.postgresql..",
                "dev.sluice.connectors.mysql..",
                "dev.sluice.connectors.mssql..",
                "dev.sluice.connectors.oracle..",
                "dev.sluice.connectors.sqlite..",
                "dev.sluice.connectors.file..",
                "dev.sluice.connectors.s3.."
            })
    void everyPackageOfTheRulesExists(String packages) {
        assertThat(CLASSES.that(resideInAPackage(packages))).isNotEmpty();
    }

    @Test
    void theSpiKnowsNothingButTheJdk() {
        classes()
                .that()
                .resideInAPackage(SPI)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(SPI, "java..")
                .check(CLASSES);
    }

    @Test
    void formatsKnowTheSpiAlone() {
        ours(FORMATS, SPI, FORMATS);
    }

    @Test
    void theEngineKnowsTheSpiAlone() {
        ours(ENGINE, SPI, ENGINE);
    }

    @Test
    void runnersKnowTheEngineAndTheSpi() {
        ours(RUNNERS, SPI, ENGINE, RUNNERS);
    }

    @Test
    void nobodyButItsRunnerKnowsSpark() {
        noClasses()
                .that(OURS)
                .and()
                .resideOutsideOfPackage(RUNNERS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(RUNNERS, "org.apache.spark..", "scala..")
                .check(CLASSES);
    }

    @Test
    void theJdbcBaseKnowsTheSpiAlone() {
        ours(JDBC, SPI, JDBC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.sluice.connectors.postgresql..",
                "dev.sluice.connectors.mysql..",
                "dev.sluice.connectors.mssql..",
                "dev.sluice.connectors.oracle..",
                "dev.sluice.connectors.sqlite.."
            })
    void aDatabaseConnectorKnowsTheSpiAndTheJdbcBase(String connector) {
        ours(connector, SPI, JDBC, connector);
    }

    @Test
    void theStorageBaseKnowsTheSpiAndTheFormats() {
        ours(STORAGE, SPI, FORMATS, STORAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.sluice.connectors.file..", "dev.sluice.connectors.s3.."})
    void aFileConnectorKnowsTheSpiTheFormatsAndTheStorageBase(String connector) {
        ours(connector, SPI, FORMATS, STORAGE, connector);
    }

    @Test
    void theCommandLineReachesConnectorsOnlyThroughTheRegistry() {
        noClasses()
                .that()
                .resideInAPackage(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CONNECTORS, FORMATS)
                .check(CLASSES);
    }

    @Test
    void modulesAreFreeOfCycles() {
        slices().matching("dev.sluice.(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching("dev.sluice.connectors.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLineWritesToTheTerminal() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES.that(not(resideInAPackage(CLI))));
    }

    @Test
    void loggingGoesThroughThePlatformsLogger() {
        noClasses()
                .that(OURS)
                .and()
                // the program decides what of it reaches the terminal
                .doNotHaveFullyQualifiedName("dev.sluice.cli.LogLines")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.slf4j..")
                .check(CLASSES);
    }

    @Test
    void internalPackagesStayInTheirModule() {
        classes().that(OURS).should(useOnlyTheirOwnInternals()).check(CLASSES);
    }

    private static void ours(String from, String... allowed) {
        classes()
                .that()
                .resideInAPackage(from)
                .should()
                .onlyDependOnClassesThat(not(OURS).or(resideInAnyPackage(allowed)))
                .check(CLASSES);
    }

    private static ArchCondition<JavaClass> useOnlyTheirOwnInternals() {
        return new ArchCondition<>("use only internal packages of their own module") {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                    String used = dependency.getTargetClass().getPackageName();
                    List<String> parts = List.of(used.split("\\."));
                    int internal = parts.indexOf("internal");
                    String owner = internal < 0 ? "" : String.join(".", parts.subList(0, internal));
                    if (internal > 0
                            && used.startsWith("dev.sluice")
                            && !user.getPackageName().startsWith(owner)) {
                        events.add(SimpleConditionEvent.violated(user, dependency.getDescription()));
                    }
                }
            }
        };
    }
}
