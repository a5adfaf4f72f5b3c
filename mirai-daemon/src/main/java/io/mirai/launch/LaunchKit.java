package io.mirai.launch;

import io.mirai.Task;
import io.mirai.codec.HostCodec;
import io.mirai.launch.FleetDirectory.DaemonFiles;
import io.mirai.launch.jvm.ClassArchive;
import io.mirai.launch.jvm.ClassArchives;
import io.mirai.launch.jvm.JarCache;
import io.mirai.launch.jvm.JarCopies;
import io.mirai.launch.jvm.JavaProgram;
import io.mirai.launch.jvm.JvmCommand;
import io.mirai.launch.jvm.SessionClassPath;
import io.mirai.spi.DaemonSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a fleet starts its daemons with: the command line, and the list of the user's class path. Made once, and again where
 * copies of jars have been deleted, or tasks have brought loaders with class paths of their own. On the fleet's thread alone.
 */
final class LaunchKit {

    private final FleetDirectory directory;
    private final HostCodec codec;
    private final @Nullable JavaProgram java;
    private final JarCopies copies;
    private final ClassArchives archives = ClassArchives.ofUser();
    private final Set<ClassLoader> listed = Collections.newSetFromMap(new WeakHashMap<>());
    private JvmCommand.@Nullable Host host;

    /**
     * With what is given in place of this JVM's own.
     *
     * @param host what another fleet's daemons have of this JVM; null for what it has now
     */
    LaunchKit(FleetDirectory directory, HostCodec codec, @Nullable JavaProgram java, JvmCommand.@Nullable Host host) {
        this.directory = directory;
        this.codec = codec;
        this.java = java;
        this.host = host;
        this.copies = new JarCopies(() -> JarCache.open(directory.path()));
    }

    /** The archive of classes that the daemon may start from, which may not be there yet. */
    Optional<ClassArchive> archive(DaemonSpec daemon) throws IOException {
        return archives.of(java(daemon), host(), daemon.jvmArgs());
    }

    /** Makes the command of a daemon, with the options that have it start from an archive. */
    JvmCommand command(DaemonSpec daemon, int sharing, DaemonFiles files, List<String> archive) throws IOException {
        return JvmCommand.of(
                java(daemon), sharing, files.crash(), host(), archive, directory.properties(), daemon.jvmArgs());
    }

    /** Takes a while, so that it is called before a daemon waits for it. */
    JvmCommand.Host host() throws IOException {
        JvmCommand.Host found = host;
        if (found != null && !found.isWhole()) {
            listed.clear(); // what was copied for them may have gone too
            found = null;
        }
        if (found == null) {
            found = JvmCommand.Host.ofThisJvm(copies);
            host = found;
        }
        return found;
    }

    /** Writes the list of the user's class path, for a daemon that has more than the others in a file of its own. */
    Path session(DaemonSpec daemon, DaemonFiles files) throws IOException {
        Path session = session();
        if (daemon.classPath().isEmpty()) {
            return session;
        }
        SessionClassPath.extend(session, daemon.classPath(), files.session());
        return files.session();
    }

    /** Writes the list unless it stands there. */
    Path session() throws IOException {
        List<ClassLoader> loaders = new ArrayList<>(codec.userLoaders());
        loaders.add(Task.class.getClassLoader()); // the context of the thread that starts a profile may be anything
        if (!listed.containsAll(loaders) || !Files.exists(directory.session())) {
            SessionClassPath.writeTo(directory.session(), loaders, copies);
            listed.addAll(loaders);
        }
        return directory.session();
    }

    private JavaProgram java(DaemonSpec daemon) {
        if (!daemon.java().isEmpty()) {
            return JavaProgram.at(daemon.java());
        }
        return java != null ? java : JavaProgram.ofHost();
    }
}
