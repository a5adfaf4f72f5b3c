package io.mirai.launch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import io.mirai.spi.Link;
import io.mirai.spi.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.SLF4JServiceProvider;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Tasks use the libraries of the user's class path, which the daemon itself uses too or does not have at all. */
@Tag("jdk")
class UserLibrariesTest {

    @SuppressWarnings("NullAway.Init") // before each test
    private TestFleet daemons;

    @BeforeEach
    void open() {
        daemons = TestFleet.open();
    }

    @AfterEach
    void close() {
        daemons.close();
    }

    @Test
    void task_withLogback_logsThroughIt() throws Exception {
        Link link = daemons.launch(0);
        assertThat(daemons.call(link, () -> {
                    var logger = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("user");
                    ListAppender<ILoggingEvent> events = new ListAppender<>();
                    events.start();
                    logger.addAppender(events);
                    logger.warn("{} of {}", 1, 2);
                    return events.list.get(0).getFormattedMessage();
                }))
                .isEqualTo("1 of 2");
        assertThat(daemons.directory().resolve("0-1.err")).isEmptyFile();
    }

    @Test
    void task_withReactorNettysHttpClient_fetches() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            int port = server.getAddress().getPort();
            Link link = daemons.launch(0);
            assertThat(daemons.call(link, () -> HttpClient.create()
                            .get()
                            .uri("http://127.0.0.1:" + port + "/")
                            .responseContent()
                            .aggregate()
                            .asString()
                            .block()))
                    .isEqualTo("hello");
            assertThat(daemons.directory().resolve("0-1.err")).isEmptyFile();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void task_withServiceLoader_findsTheUsersProviders() throws Exception {
        Link link = daemons.launch(0);
        assertThat(daemons.call(link, () -> ServiceLoader.load(SLF4JServiceProvider.class).stream()
                        .map(provider -> provider.type().getName())
                        .collect(Collectors.joining())))
                .isEqualTo("ch.qos.logback.classic.spi.LogbackServiceProvider");
    }

    @Test
    void task_stoppedInTheMiddleOfClassLoading_harmsNoLaterOne() throws Exception {
        Link link = daemons.launch(0);
        int all = (Integer) Objects.requireNonNull(daemons.call(link, UserLibrariesTest::classesOfByteBuddy));
        assertThat(all).isGreaterThan(1000);
        int cutShort = 0;
        for (int round = 0; round < 20; round++) {
            // A part of the classes that no round before has loaded.
            int part = round;
            TestFleet.Sent loading = daemons.send(link, () -> loadClasses(part, 20));
            TimeUnit.MILLISECONDS.sleep(round % 7);
            link.stop(loading.id, true);
            cutShort += loading.reply().kind() == Reply.Kind.VALUE ? 0 : 1;
        }
        assertThat(cutShort).isPositive();
        for (int round = 0; round < 20; round++) {
            int part = round;
            assertThat((Integer) daemons.call(link, () -> loadClasses(part, 20)))
                    .isPositive();
        }
    }

    @Test
    void task_withReactor_sharesItWithTheApi() throws Exception {
        Link link = daemons.launch(0);
        assertThat(daemons.call(link, () -> Flux.range(1, 4)
                        .flatMap(x -> Mono.just(x * x))
                        .reduce(Integer::sum)
                        .block()))
                .isEqualTo(30);
    }

    private static int classesOfByteBuddy() throws IOException {
        return namesOfByteBuddy().size();
    }

    /** Loads every n-th class of a library that the daemon meets here first; ends early when it is interrupted. */
    private static int loadClasses(int first, int step) throws Exception {
        List<String> names = namesOfByteBuddy();
        ClassLoader loader = UserLibrariesTest.class.getClassLoader();
        int loaded = 0;
        for (int i = first; i < names.size(); i += step) {
            loader.loadClass(names.get(i));
            loaded++;
            if (Thread.currentThread().isInterrupted()) {
                // Some more with the flag set: reading them must not mind.
                loader.loadClass(names.get(Math.min(i + step, names.size() - 1)));
                throw new InterruptedException();
            }
        }
        return loaded;
    }

    private static List<String> namesOfByteBuddy() throws IOException {
        URL home = ByteBuddy.class.getProtectionDomain().getCodeSource().getLocation();
        try (JarFile jar = new JarFile(home.getPath())) {
            return jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.startsWith("net/bytebuddy/description/")
                            || name.startsWith("net/bytebuddy/implementation/"))
                    .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
                    .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }
}
