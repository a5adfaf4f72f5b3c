package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import io.mirai.TaskFunction;
import io.mirai.provided.UserCharsets;
import io.mirai.provided.UserLogging;
import io.mirai.provided.UserZones;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.spi.FileSystemProvider;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.logging.LogManager;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What the JDK finds by the system class loader, or by that of a thread: user code, as on the host. */
@Tag("jdk")
class SystemLookupsTest {

    private static final String SELF = SystemLookupsTest.class.getName();

    @SuppressWarnings("NullAway.Init") // before all
    private static Daemons daemons;

    @BeforeAll
    static void start(@TempDir Path more) throws IOException {
        // For these daemons alone: the JDK keeps what it finds for as long as a JVM lives.
        Path services = Files.createDirectories(more.resolve("META-INF/services"));
        Files.writeString(services.resolve(ZoneRulesProvider.class.getName()), UserZones.class.getName());
        DaemonOptions options = DaemonOptions.none()
                .classPath(more.toString())
                .jvmArgs("-Djava.util.logging.config.class=" + UserLogging.class.getName());
        daemons = Daemons.builder().n(1).daemon(options).start();
    }

    @AfterAll
    static void close() {
        daemons.close();
    }

    @Test
    void systemClassLoader_findsClassesAndResourcesOfTheUser() {
        assertThat(daemons.mirai(() -> Class.forName(SELF, true, ClassLoader.getSystemClassLoader())
                                .equals(SystemLookupsTest.class))
                        .collect())
                .isTrue();
        assertThat(daemons.mirai(() -> ClassLoader.getSystemResource("logback-test.xml") != null)
                        .collect())
                .isTrue();
        assertThat(daemons.mirai(() -> Collections.list(ClassLoader.getSystemResources("logback-test.xml"))
                                .size())
                        .collect())
                .isEqualTo(1);
        assertThat(daemons.mirai(() -> {
                            try (InputStream in = ClassLoader.getSystemResourceAsStream("logback-test.xml")) {
                                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                            }
                        })
                        .collect())
                .contains("<configuration>");
    }

    @Test
    void systemClassLoader_hidesTheDaemonsOwnLibraries_asTheSessionDoes() {
        assertThat(daemons.mirai(() -> ClassLoader.getSystemClassLoader() == SystemLookupsTest.class.getClassLoader())
                        .collect())
                .isTrue();
        assertThat(daemons.mirai(() -> Class.forName("org.slf4j.Logger", false, ClassLoader.getSystemClassLoader())
                                == org.slf4j.Logger.class)
                        .collect())
                .isTrue();
    }

    @Test
    void serviceLoader_withoutALoader_findsServicesOfTheUser() {
        assertThat(daemons.mirai(() -> ServiceLoader.load(FileSystemProvider.class, null).stream()
                                .anyMatch(provider -> provider.type().getName().contains("jimfs")))
                        .collect())
                .isTrue();
    }

    @Test
    void fileSystems_ofTheUsersLibrary_areOpenedAndFound() {
        assertThat(daemons.mirai(SystemLookupsTest::readInMemory).collect()).isEqualTo("hello");
        assertThat(daemons.mirai(() -> FileSystemProvider.installedProviders().stream()
                                .map(FileSystemProvider::getScheme)
                                .toList())
                        .collect())
                .contains("file", "jar", "jimfs");
    }

    private static String readInMemory() throws IOException {
        try (FileSystem memory = Jimfs.newFileSystem("of-a-task", Configuration.unix())) {
            Files.writeString(memory.getPath("/f"), "hello");
            return Files.readString(Path.of(URI.create("jimfs://of-a-task/f")));
        }
    }

    @Test
    void charsets_ofTheUser_areFound() {
        assertThat(daemons.mirai(() -> new String(new byte[] {(byte) 0xE9}, Charset.forName(UserCharsets.NAME)))
                        .collect())
                .isEqualTo("é");
    }

    @Test
    void urls_ofTheUsersProtocol_areOpened() {
        assertThat(daemons.mirai(() -> {
                            try (InputStream in = new URL("text:of the user").openStream()) {
                                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                            }
                        })
                        .collect())
                .isEqualTo("of the user");
    }

    @Test
    void timeZones_ofTheUser_areFound() {
        assertThat(daemons.mirai(() -> Instant.EPOCH
                                .atZone(ZoneId.of(UserZones.name()))
                                .getHour())
                        .collect())
                .isEqualTo(13);
    }

    @Test
    void configurationOfLogging_byAClassOfTheUser_isRead() {
        assertThat(daemons.mirai(() -> {
                            LogManager.getLogManager().getLogger("");
                            return System.getProperty("io.mirai.provided.logging");
                        })
                        .collect())
                .isEqualTo("SessionClassLoader");
    }

    @Test
    void databaseDriver_isFoundByItsUrl_alsoByLaterTasks() {
        for (int i = 0; i < 2; i++) {
            assertThat(daemons.mirai(SystemLookupsTest::sum).collect()).isEqualTo(42);
        }
    }

    @Test
    void databaseDriver_isFoundByEachTask_whereUserClassesAreReloaded() {
        try (Daemons reloading =
                Daemons.builder().n(1).daemon(DaemonOptions.none().cleanup(2)).start()) {
            for (int i = 0; i < 3; i++) {
                assertThat(reloading.mirai(SystemLookupsTest::sum).collect()).isEqualTo(42);
                assertThat(reloading.mirai(SystemLookupsTest::foreignDrivers).collect())
                        .isZero();
                assertThat(reloading
                                .mirai(() ->
                                        ClassLoader.getSystemClassLoader() == SystemLookupsTest.class.getClassLoader())
                                .collect())
                        .isTrue();
                assertThat(reloading
                                .mirai(() -> {
                                    Scheduler parallel = Schedulers.parallel();
                                    return Mono.fromCallable(SystemLookupsTest::isFound)
                                            .subscribeOn(parallel)
                                            .repeat(16)
                                            .all(found -> found)
                                            .block();
                                })
                                .collect())
                        .isTrue();
            }
        }
    }

    private static int sum() throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:h2:mem:");
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("select 40 + 2")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static long foreignDrivers() {
        return DriverManager.drivers()
                .filter(driver -> driver.getClass().getClassLoader() != SystemLookupsTest.class.getClassLoader())
                .count();
    }

    /** Whether the thread finds user code by its own loader and by the system's. */
    private static boolean isFound() {
        try {
            return Class.forName(SELF, false, Thread.currentThread().getContextClassLoader())
                            .equals(SystemLookupsTest.class)
                    && Class.forName(SELF, false, ClassLoader.getSystemClassLoader())
                            .equals(SystemLookupsTest.class);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Test
    void threads_thatUserCodeStartsOrShares_findUserCode() {
        List<TaskFunction<Integer, Boolean>> ways = List.of(
                n -> IntStream.range(0, 64).parallel().allMatch(i -> isFound()),
                n -> CompletableFuture.supplyAsync(SystemLookupsTest::isFound).get(),
                n -> {
                    boolean[] found = new boolean[1];
                    Thread thread = new Thread(() -> found[0] = isFound());
                    thread.start();
                    thread.join();
                    return found[0];
                },
                n -> {
                    var pool = Executors.newSingleThreadExecutor();
                    try {
                        return pool.submit(SystemLookupsTest::isFound).get();
                    } finally {
                        pool.shutdown();
                    }
                },
                n -> Mono.fromCallable(SystemLookupsTest::isFound)
                        .subscribeOn(Schedulers.parallel())
                        .block(),
                n -> Mono.fromCallable(SystemLookupsTest::isFound)
                        .subscribeOn(Schedulers.boundedElastic())
                        .block(),
                n -> Mono.fromCallable(SystemLookupsTest::isFound)
                        .subscribeOn(Schedulers.single())
                        .block());
        for (TaskFunction<Integer, Boolean> way : ways) {
            assertThat(daemons.mirai(() -> way.apply(0)).collect()).isTrue();
        }
    }
}
