package io.mirai.issues;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mirai.Daemons;
import io.mirai.MiraiNotSerializable;
import io.mirai.SerialConfig;
import io.mirai.TaskFunction;
import io.mirai.TaskOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Objects of a real library that only functions of the user's carry: a search index of Lucene's, and queries. */
@Timeout(120)
class SerialConfigTest {

    private static Daemons daemons;

    @BeforeAll
    static void start() {
        daemons = Daemons.local(1);
    }

    @AfterAll
    static void close() {
        daemons.close();
    }

    private static ByteBuffersDirectory index(String... colours) throws IOException {
        ByteBuffersDirectory directory = new ByteBuffersDirectory();
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
            for (String colour : colours) {
                Document document = new Document();
                document.add(new StringField("colour", colour, Field.Store.YES));
                writer.addDocument(document);
            }
        }
        return directory;
    }

    private static int count(Directory directory, Query query) throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            return new IndexSearcher(reader).count(query);
        }
    }

    /** The files of an index, one after the other: name, length, contents. */
    private static byte[] filesOf(Directory directory) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (String name : directory.listAll()) {
            try (IndexInput in = directory.openInput(name, IOContext.DEFAULT)) {
                byte[] content = new byte[(int) in.length()];
                in.readBytes(content, 0, content.length);
                out.writeUTF(name);
                out.writeInt(content.length);
                out.write(content);
            }
        }
        return bytes.toByteArray();
    }

    private static ByteBuffersDirectory ofFiles(byte[] bytes) throws IOException {
        ByteBuffersDirectory directory = new ByteBuffersDirectory();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        while (in.available() > 0) {
            String name = in.readUTF();
            byte[] content = in.readNBytes(in.readInt());
            try (IndexOutput out = directory.createOutput(name, IOContext.DEFAULT)) {
                out.writeBytes(content, content.length);
            }
        }
        return directory;
    }

    private static final SerialConfig<ByteBuffersDirectory> INDEX =
            SerialConfig.of(ByteBuffersDirectory.class, SerialConfigTest::filesOf, SerialConfigTest::ofFiles);

    /** Of terms alone, of which one must be there: a line with the field and one with the text of each. */
    private static final SerialConfig<Query> QUERIES = SerialConfig.of(
            Query.class,
            query -> {
                StringBuilder text = new StringBuilder();
                for (BooleanClause clause : ((BooleanQuery) query).clauses()) {
                    Term term = ((TermQuery) clause.getQuery()).getTerm();
                    text.append(term.field()).append('\n').append(term.text()).append('\n');
                }
                return text.toString().getBytes(UTF_8);
            },
            bytes -> {
                BooleanQuery.Builder query = new BooleanQuery.Builder();
                List<String> lines = new String(bytes, UTF_8).lines().toList();
                for (int i = 0; i < lines.size(); i += 2) {
                    Term term = new Term(lines.get(i), lines.get(i + 1));
                    query.add(new TermQuery(term), BooleanClause.Occur.SHOULD);
                }
                return query.build();
            });

    @Test
    void anIndexAndItsQueries_goToDaemonsAndBack() throws Exception {
        ByteBuffersDirectory colours = index("red", "green", "red");
        Query reds = new BooleanQuery.Builder()
                .add(new TermQuery(new Term("colour", "red")), BooleanClause.Occur.SHOULD)
                .build();
        assertThatExceptionOfType(MiraiNotSerializable.class)
                .as("before")
                .isThrownBy(() -> daemons.mirai(() -> count(colours, reds)));

        assertThat(daemons.everywhere(INDEX, QUERIES).collect()).hasSize(1);
        assertThat(daemons.mirai(() -> count(colours, reds)).collect()).isEqualTo(2);
        assertThat(count(daemons.mirai(() -> index("red", "blue")).collect(), reds))
                .isEqualTo(1);
        TaskFunction<Query, Integer> counting = query -> count(colours, query);
        assertThat(daemons.map(List.of(reds, reds), counting).collect()).containsExactly(2, 2);

        daemons.launchLocal(1);
        assertThat(daemons.everywhere(() -> count(colours, reds), TaskOptions.none(), 2)
                        .collect())
                .as("on the daemon that joined, too")
                .containsExactly(2, 2);

        daemons.everywhere(new SerialConfig<?>[0]).collect();
        assertThatExceptionOfType(MiraiNotSerializable.class)
                .as("when it is removed")
                .isThrownBy(() -> daemons.mirai(() -> count(colours, reds)));
    }

    @Test
    void builder_setsItForTheFirstTask() throws Exception {
        ByteBuffersDirectory colours = index("red", "green");
        try (Daemons own = Daemons.builder().n(1).serial(INDEX).start()) {
            assertThat(own.mirai(() -> colours.listAll().length).collect()).isPositive();
        }
    }
}
