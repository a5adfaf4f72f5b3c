package io.mirai;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.mirai.machine.HostName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know whom inside the module of the API and the dispatcher. */
class ArchitectureTest {

    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final int MAX_LINES = 450;
    private static final int MAX_FILES_OF_THE_API = 45;

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("mirai-testing"))
            .importPackages("io.mirai");

    @Test
    void module_any_knowsReactorAndTheJdkButNoNetwork() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "io.mirai",
                        "io.mirai.cluster",
                        "io.mirai.dispatch",
                        "io.mirai.drain",
                        "io.mirai.form",
                        "io.mirai.machine",
                        "io.mirai.map",
                        "io.mirai.promise",
                        "io.mirai.random",
                        "io.mirai.spi",
                        "io.mirai.task",
                        "io.mirai.terminal",
                        "java..",
                        "org.jspecify.annotations",
                        "org.reactivestreams",
                        "org.slf4j",
                        "reactor.core..",
                        "reactor.util.."))
                .check(MODULE);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(HostName.class.getName()) // looks up what this machine calls itself
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.net..", "java.nio.channels.."))
                .check(MODULE);
    }

    @Test
    void classes_any_haveNoCircleThroughTwoPackages() {
        assertThat(Circles.of(MODULE)).allSatisfy(circle -> assertThat(
                        circle.stream().map(ArchitectureTest::packageOf))
                .as(() -> circle.stream().map(JavaClass::getName).toList().toString())
                .containsOnly(packageOf(circle.get(0))));
    }

    /** The context of a task is handed out by a method of its own type, which the SPI answers. */
    private static String packageOf(JavaClass type) {
        return type.isEquivalentTo(DaemonContext.class) ? "io.mirai.spi" : type.getPackageName();
    }

    @Test
    void files_any_areShortAndThoseOfTheApiAreFew() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readAllLines(file))
                            .as(file.toString())
                            .hasSizeLessThanOrEqualTo(MAX_LINES));
        }
        try (Stream<Path> api = Files.list(SOURCES.resolve("io/mirai"))) {
            assertThat(api.filter(Files::isRegularFile)).hasSizeBetween(2, MAX_FILES_OF_THE_API);
        }
    }

    @Test
    void spi_any_knowsOnlyValueTypes() {
        Set<Class<?>> valueTypes = Set.of(
                DaemonOptions.AutoExit.class,
                DaemonContext.class,
                MiraiReset.Started.class,
                SerialConfig.class,
                Task.class,
                TaskFunction.class);
        DescribedPredicate<JavaClass> ofTheApi = resideInAPackage("io.mirai")
                .and(DescribedPredicate.describe(
                        "are more than values", c -> valueTypes.stream().noneMatch(c::isEquivalentTo)));
        noClasses()
                .that(resideInAPackage("io.mirai.spi"))
                .should()
                .dependOnClassesThat(resideInAPackage("io.mirai.dispatch").or(ofTheApi))
                .check(MODULE);
    }
}
