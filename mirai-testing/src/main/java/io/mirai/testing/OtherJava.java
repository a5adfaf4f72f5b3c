package io.mirai.testing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Assumptions;

/** The Java of another version that this machine may have: 25 where this is 17, and the reverse. */
public final class OtherJava {

    private static final String PLACE_OF_DEBIAN = "/usr/lib/jvm";
    private static final int OLD = 17;
    private static final int NEW = 25;

    private OtherJava() {}

    /** Returns its command; skips the test where there is none. */
    public static Path find() throws IOException {
        int wanted = Runtime.version().feature() == OLD ? NEW : OLD;
        for (Path home : homes()) {
            Path java = home.resolve("bin/java");
            if (Files.isExecutable(java) && feature(home) == wanted) {
                return java;
            }
        }
        String why = "no JDK " + wanted + " in $JDK_" + wanted + " and " + PLACE_OF_DEBIAN;
        System.out.println("skipped: " + why);
        Assumptions.abort(why);
        throw new IllegalStateException("skipped");
    }

    private static List<Path> homes() throws IOException {
        List<Path> homes = new ArrayList<>();
        for (int version : new int[] {OLD, NEW}) {
            String named = System.getenv("JDK_" + version);
            if (named != null) {
                homes.add(Path.of(named));
            }
        }
        Path place = Path.of(PLACE_OF_DEBIAN);
        if (Files.isDirectory(place)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(place)) {
                found.forEach(homes::add);
            }
        }
        return homes;
    }

    /** By the file that says it; 0 if there is none. */
    private static int feature(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.exists(release)) {
            return 0;
        }
        Properties lines = new Properties();
        try (var in = Files.newInputStream(release)) {
            lines.load(in);
        }
        String version = lines.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return Runtime.Version.parse(version).feature();
    }
}
