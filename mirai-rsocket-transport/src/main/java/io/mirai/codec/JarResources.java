package io.mirai.codec;

import io.mirai.spi.Parts;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Resources that daemons of other machines may have: those of the jars on the user's class path. Secrets lie in directories, and where
 * an executable jar or a war keeps the application's own files (an application.yml, a keystore); these stay here.
 *
 * <pre>
 *   jar:file:/lib/x.jar!/a.txt                           yes
 *   jar:nested:/app.jar/!BOOT-INF/lib/x.jar!/a.txt       yes
 *   jar:file:/app.jar!/BOOT-INF/lib/x.jar!/a.txt         yes
 *   jar:nested:/app.jar/!BOOT-INF/classes/!/a.txt        no
 *   jar:file:/app.jar!/BOOT-INF/classes/a.txt            no
 *   file:/app/classes/a.txt, jrt:/java.base/a.txt        no
 * </pre>
 */
final class JarResources {

    private static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final String END_OF_JAR = "!/";

    private static final Pattern JAR = Pattern.compile("jar:file:[^!]*");
    private static final Pattern NESTED_JAR =
            Pattern.compile("jar:(file|nested):[^!]*(!/|/!)(BOOT-INF/lib|WEB-INF/lib(-provided)?)/[^!/]*\\.jar");

    private static final List<String> CLOSED = List.of("BOOT-INF/", "WEB-INF/", "META-INF/services/", "io/mirai/");

    /** A class of each of our jars. A jar that has several of them is an application's that holds all in one. */
    private static final List<String> OURS =
            List.of("io/mirai/spi/Codec.class", "io/mirai/codec/HostCodec.class", "io/mirai/daemon/DaemonMain.class");

    private JarResources() {}

    /**
     * The resources of a name, all of them, as {@link Parts} has them; null if there are none.
     *
     * @param name what a daemon says the name is; it leads straight to a file
     * @throws IOException if they cannot be read, or are too long
     */
    static byte @Nullable [] find(List<ClassLoader> loaders, String name) throws IOException {
        if (name.contains(END_OF_JAR)) {
            return null;
        }
        List<URL> files = ResourceUrls.find(loaders, name, (file, loader) -> isOpen(file) && !isOurs(file, loader));
        List<byte[]> parts = new ArrayList<>();
        int left = MAX_BYTES;
        for (URL file : files) {
            try (InputStream in = open(file)) {
                byte[] part = in.readNBytes(left + 1);
                if (part.length > left) {
                    throw new IOException(Texts.resourcesTooLarge(name, MAX_BYTES));
                }
                left -= part.length;
                parts.add(part);
            }
        }
        return parts.isEmpty() ? null : Parts.join(parts);
    }

    /** Not through the JDK's cache, which would keep the jar open. */
    private static InputStream open(URL file) throws IOException {
        URLConnection connection = file.openConnection();
        connection.setUseCaches(false);
        return connection.getInputStream();
    }

    private static boolean isOpen(URL file) {
        String jar = jarOf(file);
        String entry = file.toString().substring(jar.length());
        return (JAR.matcher(jar).matches() || NESTED_JAR.matcher(jar).matches())
                && entry.startsWith(END_OF_JAR)
                && CLOSED.stream().noneMatch(entry.substring(END_OF_JAR.length())::startsWith);
    }

    /** Everything before the path inside of the innermost jar. */
    private static String jarOf(URL file) {
        String text = file.toString();
        return text.substring(0, Math.max(0, text.lastIndexOf(END_OF_JAR)));
    }

    private static boolean isOurs(URL file, ClassLoader loader) {
        String jar = jarOf(file);
        return OURS.stream()
                        .map(loader::getResource)
                        .filter(ours -> ours != null && jarOf(ours).equals(jar))
                        .count()
                == 1;
    }
}
