package io.mirai.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mirai.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;

/** User code of some 1,400 classes: it reads JSON with Jackson, and indexes and finds it with Lucene. */
final class Application {

    private Application() {}

    /** What the JSON is read into. */
    public static final class Book {
        public String title = "";
        public int year;
        public List<String> tags = new ArrayList<>();
    }

    /** A task that only returns the number of books. */
    static Task<Integer> nothing(int books) {
        return () -> books;
    }

    /** A task that returns how many of the books are found: all of them. */
    static Task<Integer> search(int books) {
        return () -> run(books);
    }

    private static int run(int books) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Book book = mapper.readValue("{\"title\":\"a book\",\"year\":2026,\"tags\":[\"a\",\"b\"]}", Book.class);
        try (Directory directory = new ByteBuffersDirectory()) {
            try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
                for (int i = 0; i < books; i++) {
                    Document document = new Document();
                    document.add(new TextField("text", mapper.writeValueAsString(book), Field.Store.YES));
                    document.add(new NumericDocValuesField("year", book.year));
                    writer.addDocument(document);
                }
            }
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                return new IndexSearcher(reader).count(new TermQuery(new Term("text", "book")));
            }
        }
    }
}
