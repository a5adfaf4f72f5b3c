package io.mirai;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may know whom inside the module of the API and the dispatcher. */
class ArchitectureTest {

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
                        "io.mirai.dispatch",
                        "io.mirai.drain",
                        "io.mirai.machine",
                        "io.mirai.random",
                        "io.mirai.spi",
                        "io.mirai.terminal",
                        "java..",
                        "org.jspecify.annotations",
                        "org.reactivestreams",
                        "org.slf4j",
                        "reactor.core..",
                        "reactor.util.."))
                .check(MODULE);
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.net..", "java.nio.channels.."))
                .check(MODULE);
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
