package io.mirai.launch.jvm;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where code lies, as a URL says it. Jars inside of jars have many spellings:
 *
 * <pre>
 *   file:/app/lib.jar                                      /app/lib.jar
 *   jar:file:/app/lib.jar!/                                /app/lib.jar
 *   jar:file:/app.jar!/BOOT-INF/lib/x.jar!/                /app.jar      BOOT-INF/lib/x.jar
 *   jar:nested:/app.jar/!BOOT-INF/lib/x.jar!/              /app.jar      BOOT-INF/lib/x.jar
 *   jar:nested:/app.jar/!BOOT-INF/classes/!/               /app.jar      BOOT-INF/classes/
 * </pre>
 *
 * @param file a jar or a directory
 * @param inside the way from there to a jar or a directory inside of that jar, one step for each jar; empty for the file
 */
record CodeLocation(Path file, List<String> inside) {

    private static final String JAR = "jar:";
    private static final String FILE = "file:";

    /** As Spring Boot's loader has it; the mark between the file and what is in it is one of its own. */
    private static final String NESTED = "nested:";

    private static final String NESTED_MARK = "/!";
    private static final String MARK = "!/";

    /** Reads the URL of a jar or a directory; empty if it is of another kind. */
    static Optional<CodeLocation> of(String url) {
        boolean isJar = url.startsWith(JAR);
        String text = isJar ? url.substring(JAR.length()) : url;
        boolean isNested = text.startsWith(NESTED);
        if (!isNested && !text.startsWith(FILE)) {
            return Optional.empty();
        }
        String path = text.substring(text.indexOf(':') + 1);
        if (isNested && path.contains(NESTED_MARK)) {
            path = path.replaceFirst(NESTED_MARK, MARK);
        }
        String[] steps = isJar || isNested ? path.split(MARK, 0) : new String[] {path};
        try {
            List<String> inside = Arrays.stream(steps)
                    .skip(1)
                    .filter(step -> !step.isEmpty())
                    .map(CodeLocation::decoded)
                    .toList();
            return Optional.of(new CodeLocation(file(steps[0]), inside));
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty(); // it names no file, for one a server
        }
    }

    /** Some loaders make URLs of paths without escaping what is special in URLs. */
    private static Path file(String path) {
        try {
            Path decoded = Path.of(new URI(FILE + path));
            if (Files.exists(decoded) || !path.contains("%")) {
                return decoded;
            }
            Path literal = Path.of(path);
            return Files.exists(literal) ? literal : decoded;
        } catch (URISyntaxException e) {
            return Path.of(path);
        }
    }

    private static String decoded(String entry) {
        try {
            String path = new URI(FILE + "/" + entry).getPath();
            return path.substring(1);
        } catch (URISyntaxException e) {
            return entry;
        }
    }
}
