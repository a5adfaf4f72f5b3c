package io.mirai.issues;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/from-r.md} says of tests: each row has one, or says why not, and each is there. */
class FromRTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`(?: \\((\\w+)\\))?");

    @Test
    void everyRow_namesATestThatIsThere() throws IOException {
        List<String> rows = Files.readAllLines(ROOT.resolve("docs/from-r.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| R |"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(80);
        List<String> missing = new ArrayList<>();
        for (String row : rows) {
            List<String> cells = Stream.of(row.split("\\|")).map(String::strip).toList();
            Matcher tests = NAMED.matcher(cells.get(3));
            boolean named = false;
            while (tests.find()) {
                named = true;
                if (!isThere(tests.group(1), tests.group(2), tests.group(3))) {
                    missing.add(tests.group());
                }
            }
            if (!named
                    && !cells.get(2).contains("network issue")
                    && !cells.get(2).startsWith("needless, because ")) {
                missing.add(row);
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean isThere(String type, String method, String module) throws IOException {
        String directory =
                switch (module == null ? "" : module) {
                    case "reactor" -> "mirai-reactor";
                    case "transport" -> "mirai-rsocket-transport";
                    default -> "mirai-daemon";
                };
        try (Stream<Path> sources = Files.walk(ROOT.resolve(directory).resolve("src/test"))) {
            for (Path source :
                    sources.filter(file -> file.endsWith(type + ".java")).toList()) {
                if (Files.readString(source).contains("void " + method + "(")) {
                    return true;
                }
            }
            return false;
        }
    }
}
