package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mirai.Task;
import io.mirai.testing.NeedsRunnableJar;
import io.mirai.testing.Relay;
import io.mirai.transport.host.DaemonLink;
import io.mirai.wire.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tasks with libraries of some 1,400 classes on a machine that has the runnable jar and a JRE, and none of them. */
@NeedsRunnableJar
class DistantLibrariesIT {

    private static final int MOST_QUESTIONS = 80;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    /** What goes over the link of one daemon. */
    private record Traffic(int questions, long bytes) {}

    @Test
    void libraries_comeInFewAnswers_andOnceToAMachine() throws Exception {
        Traffic first = runOnADaemon();
        assertThat(first.questions).isLessThan(MOST_QUESTIONS);
        assertThat(first.bytes).isGreaterThan(1_000_000);
        Traffic second = runOnADaemon();
        assertThat(second.questions).isLessThanOrEqualTo(first.questions);
        // Where threads of a task ask at once, chance decides what is in whose answer, and some come again.
        assertThat(second.bytes).isLessThan(first.bytes / 2);
    }

    private Traffic runOnADaemon() throws Exception {
        Path socket = scratch.resolve("host");
        Path far = scratch.resolve("far");
        try (AnyHost host = new AnyHost("unix://" + socket, Token.random());
                Relay relay = new Relay(far, socket, Long.MAX_VALUE);
                RunnableJar daemon = RunnableJar.start(scratch, Map.of(), host.secret(), "daemon", "unix://" + far)) {
            DaemonLink link = host.next();
            assertThat(host.call(link, Libraries.json())).isEqualTo("{\"title\":\"Walden\",\"years\":[1854]}");
            assertThat(host.call(link, Libraries.log())).isEqualTo("a task logs a line");
            assertThat(host.call(link, Libraries.search())).isEqualTo(10);
            assertThat(host.call(link, Libraries.resource())).isEqualTo("jackson-databind");
            assertThat(host.call(link, Libraries.missing())).isEqualTo("no.such.Type");
            Traffic traffic = new Traffic(
                    relay.toListener().requestResponses(), relay.toDialler().bytes());
            link.close();
            daemon.end();
            return traffic;
        } finally {
            Files.deleteIfExists(far);
        }
    }

    /** The tasks, apart from what only the host can have. */
    static final class Libraries {

        private Libraries() {}

        /** What the JSON is read into. */
        public record Book(String title, List<Integer> years) {}

        static Task<String> json() {
            return () -> {
                ObjectMapper mapper = new ObjectMapper();
                Book book = mapper.readValue("{\"years\": [1854], \"title\": \"Walden\"}", Book.class);
                return mapper.writeValueAsString(book);
            };
        }

        static Task<String> log() {
            return () -> {
                LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
                ListAppender<ILoggingEvent> lines = new ListAppender<>();
                lines.setContext(logback);
                lines.start();
                logback.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(lines);
                LoggerFactory.getLogger(Libraries.class).warn("a task logs {} line", "a");
                return lines.list.get(0).getFormattedMessage();
            };
        }

        static Task<Integer> search() {
            return Libraries::indexAndFind;
        }

        static Task<String> resource() {
            return () -> {
                Properties pom = new Properties();
                pom.load(ObjectMapper.class.getResourceAsStream(
                        "/META-INF/maven/com.fasterxml.jackson.core/jackson-databind/pom.properties"));
                return pom.getProperty("artifactId");
            };
        }

        /** Brings the message of the exception. */
        static Task<String> missing() {
            return () -> {
                try {
                    return Class.forName("no.such.Type").getName() + " is there";
                } catch (ClassNotFoundException e) {
                    return e.getMessage();
                }
            };
        }

        private static int indexAndFind() throws IOException {
            try (Directory directory = new ByteBuffersDirectory()) {
                try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
                    for (int i = 0; i < 10; i++) {
                        Document document = new Document();
                        document.add(new TextField("text", "a book of number " + i, Field.Store.YES));
                        writer.addDocument(document);
                    }
                }
                try (DirectoryReader reader = DirectoryReader.open(directory)) {
                    return new IndexSearcher(reader).count(new TermQuery(new Term("text", "book")));
                }
            }
        }
    }
}
