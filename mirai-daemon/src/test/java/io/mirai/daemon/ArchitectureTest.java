package io.mirai.daemon;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Date;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may know whom across the modules: a dependency never points up. */
class ArchitectureTest {

    private static final DescribedPredicate<JavaClass> REACTOR_MODULE = resideInAnyPackage(
            "io.mirai",
            "io.mirai.cluster..",
            "io.mirai.dispatch..",
            "io.mirai.drain..",
            "io.mirai.form..",
            "io.mirai.machine..",
            "io.mirai.map..",
            "io.mirai.promise..",
            "io.mirai.random..",
            "io.mirai.spi..",
            "io.mirai.task..",
            "io.mirai.terminal..");
    private static final DescribedPredicate<JavaClass> TRANSPORT_MODULE =
            resideInAnyPackage("io.mirai.wire..", "io.mirai.transport..", "io.mirai.codec..");
    private static final DescribedPredicate<JavaClass> DAEMON_MODULE =
            resideInAnyPackage("io.mirai.daemon..", "io.mirai.launch..");

    /** Names one class of each library, to find its jar. */
    private static final DescribedPredicate<JavaClass> LISTS_LIBRARIES =
            simpleName("DaemonClassPath").or(simpleName("Libraries"));

    /** They keep files that others delete by their age, which a file system counts by the wall clock. */
    private static final DescribedPredicate<JavaClass> DATES_FILES =
            simpleName("FleetDirectory").or(simpleName("HashedFiles"));

    /** A certificate says from when until when it holds. */
    private static final DescribedPredicate<JavaClass> DATES_CERTIFICATES =
            simpleName("Issue").or(simpleName("Expiry"));

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("mirai-testing"))
            .importPackages("io.mirai");

    @BeforeAll
    static void everyModuleIsSeen() {
        for (String door : new String[] {
            "io.mirai.Mirai", "io.mirai.spi.Backend", "io.mirai.transport.host.DaemonListener",
            "io.mirai.codec.HostCodec", "io.mirai.wire.Setup", "io.mirai.daemon.DaemonMain"
        }) {
            ALL.get(door);
        }
    }

    @Test
    void modules_any_dependDownwardsOnly() {
        forbid(REACTOR_MODULE, TRANSPORT_MODULE.or(DAEMON_MODULE));
        forbid(TRANSPORT_MODULE, DAEMON_MODULE);
    }

    @Test
    void packages_any_belongToAModule() {
        noClasses()
                .should()
                .resideOutsideOfPackages(
                        "io.mirai",
                        "io.mirai.cluster..",
                        "io.mirai.dispatch..",
                        "io.mirai.drain..",
                        "io.mirai.form..",
                        "io.mirai.machine..",
                        "io.mirai.map..",
                        "io.mirai.promise..",
                        "io.mirai.random..",
                        "io.mirai.spi..",
                        "io.mirai.task..",
                        "io.mirai.terminal..",
                        "io.mirai.wire..",
                        "io.mirai.transport..",
                        "io.mirai.codec..",
                        "io.mirai.daemon..",
                        "io.mirai.launch..")
                .check(ALL);
    }

    @Test
    void internalsOfTheApi_any_areKnownToItsModuleOnly() {
        forbid(
                TRANSPORT_MODULE.or(DAEMON_MODULE),
                resideInAnyPackage(
                        "io.mirai.cluster..",
                        "io.mirai.dispatch..",
                        "io.mirai.drain..",
                        "io.mirai.form..",
                        "io.mirai.map..",
                        "io.mirai.promise..",
                        "io.mirai.task..",
                        "io.mirai.terminal.."));
    }

    @Test
    void codecAndTransport_any_meetThroughTheSpiOnly() {
        forbid(resideInAPackage("io.mirai.codec.."), resideInAnyPackage("io.mirai.transport..", "io.mirai.wire.."));
        forbid(resideInAnyPackage("io.mirai.transport..", "io.mirai.wire.."), resideInAPackage("io.mirai.codec.."));
    }

    /** What runs in the host, what runs in a daemon, and what both need, which knows neither. */
    @Test
    void sidesOfTheTransport_any_knowOnlyWhatBothNeed() {
        forbid(resideInAPackage("io.mirai.transport.host.."), resideInAPackage("io.mirai.transport.daemon.."));
        forbid(resideInAPackage("io.mirai.transport.daemon.."), resideInAPackage("io.mirai.transport.host.."));
        forbid(
                resideInAPackage("io.mirai.transport.link.."),
                resideInAnyPackage("io.mirai.transport.host..", "io.mirai.transport.daemon.."));
    }

    @Test
    void packages_anyBelowTheApi_haveNoCycles() {
        slices().matching("io.mirai.(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void kryo_any_isKnownToTheCodecOnly() {
        forbid(
                resideOutsideOfPackage("io.mirai.codec..").and(not(LISTS_LIBRARIES)),
                resideInAPackage("com.esotericsoftware.."));
    }

    @Test
    void rsocket_any_isKnownToTheTransportOnly() {
        forbid(
                resideOutsideOfPackage("io.mirai.transport..").and(not(LISTS_LIBRARIES)),
                resideInAPackage("io.rsocket.."));
    }

    /** Applications have no such library. */
    @Test
    void picocli_any_isKnownToTheCommandOnly() {
        forbid(resideOutsideOfPackage("io.mirai.daemon.command.."), resideInAPackage("picocli.."));
    }

    /** A daemon has no such library. */
    @Test
    void bouncyCastle_any_isKnownToTheHostsCertificatesOnly() {
        forbid(
                resideOutsideOfPackage("io.mirai.transport.host.certificates.."),
                resideInAPackage("org.bouncycastle.."));
    }

    /** The wall clock may be set at any time: what has to do with durations reads {@code System.nanoTime}. */
    @Test
    void wallClock_any_isReadByNobody() {
        noClasses()
                .that(not(DATES_FILES.or(DATES_CERTIFICATES)))
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callConstructor(Date.class)
                .check(ALL);
    }

    private static void forbid(DescribedPredicate<JavaClass> from, DescribedPredicate<JavaClass> to) {
        noClasses().that(from).should().dependOnClassesThat(to).check(ALL);
    }
}
