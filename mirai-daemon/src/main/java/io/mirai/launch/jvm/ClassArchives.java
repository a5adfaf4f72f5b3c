package io.mirai.launch.jvm;

import io.mirai.daemon.shared.HashedFiles;
import io.mirai.wire.Lookup;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says which archive of classes a daemon may start from. All hosts of the user share the archives, in the user's own cache; where
 * there is none that will do, daemons start without. An archive suits one JVM, one list of jars, and the flags that decide what of
 * the JDK is open. Its name is a hash of these:
 *
 * <pre>
 *   JVM, flags, jars ──► key ──► key-checksum.jsa    what a daemon of the host with this key starts from
 *                                key-none.jsa        that JVM makes no archive; asked again after a day
 * </pre>
 */
public final class ClassArchives {

    /** The system property of the host that turns them off, by {@code false}. */
    private static final String PROPERTY = "mirai.archive";

    private static final String SUFFIX = ".jsa";
    private static final long MAX_BYTES = 256L << 20;
    private static final int KEY_DIGITS = 32;

    /**
     * With one of these a JVM refuses an archive that was made without it, and some JVMs then use none at all, not even that
     * of the JDK. The last names an archive.
     */
    private static final Pattern UNFIT = Pattern.compile("(--|@|-agent|-javaagent:|-Xrun|-Xbootclasspath"
            + "|-XX:Flags=|-XX:VMOptionsFile=|-XX:[+-]?UseCompressed|-Xshare|-XX:[+-]?[A-Za-z]*(Share|Archive|AOT)).*");

    private final @Nullable HashedFiles files; // null for none at all

    ClassArchives(Optional<Path> directory) {
        this.files = directory
                .filter(path ->
                        !path.toString().contains(File.pathSeparator)) // between two archives in the JVM's option
                .map(path -> new HashedFiles(path, SUFFIX, MAX_BYTES))
                .orElse(null);
    }

    /** Opens those of the user, unless they are turned off. */
    public static ClassArchives ofUser() {
        boolean isOff = "false".equals(System.getProperty(PROPERTY));
        return new ClassArchives(isOff ? Optional.empty() : HashedFiles.userDirectory());
    }

    /**
     * The one for a daemon, which may have to be made. Empty if there can be none: no JVM archives classes of directories, and
     * what the user wants of the JVM may not fit.
     *
     * @param arguments what the user wants of the daemon's JVM
     */
    public Optional<ClassArchive> of(JavaProgram java, JvmCommand.Host host, List<String> arguments) {
        if (files == null
                || JvmCommand.nameCollector(arguments)
                || arguments.stream().anyMatch(ClassArchives::isUnfit)) {
            return Optional.empty();
        }
        HashedFiles kept = files;
        return java.identity()
                .flatMap(jvm -> jars(host.classPath())
                        .map(jars -> hash(List.of(
                                jvm,
                                host.options().passed().toString(),
                                host.opened().toString(),
                                jars))))
                .map(key -> new ClassArchive(kept, key, java.feature()));
    }

    private static boolean isUnfit(String argument) {
        return UNFIT.matcher(argument).matches();
    }

    /** As the JVM tells them from others; empty if one is none. */
    private static Optional<String> jars(List<Path> classPath) {
        StringBuilder jars = new StringBuilder();
        try {
            for (Path jar : classPath) {
                if (!Files.isRegularFile(jar)) {
                    return Optional.empty();
                }
                jars.append(jar)
                        .append(' ')
                        .append(Files.size(jar))
                        .append(' ')
                        .append(Files.getLastModifiedTime(jar).toMillis())
                        .append('\n');
            }
            return Optional.of(jars.toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String hash(List<String> parts) {
        return Lookup.hash(String.join("\n", parts).getBytes(StandardCharsets.UTF_8))
                .substring(0, KEY_DIGITS);
    }
}
