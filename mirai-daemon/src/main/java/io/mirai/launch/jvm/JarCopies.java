package io.mirai.launch.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Gives code that lies inside of a jar a file of its own: no JVM can have it on its class path where it is. A jar is copied; of a
 * directory, as an application's own classes are, a jar is made, with the manifest of the jar that it is in, where the loader of the
 * packaging looks for the versions of its packages. In one JVM each is looked at once.
 */
public final class JarCopies {

    private static final Map<CodeLocation, Path> MADE = new ConcurrentHashMap<>();
    private static final Set<String> SERVERS = Set.of("http", "https", "ftp");
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private final Supplier<JarCache> opening;
    private @Nullable JarCache cache;

    /** The cache is opened when something is to be copied. */
    public JarCopies(Supplier<JarCache> opening) {
        this.opening = opening;
    }

    private JarCache cache() {
        JarCache opened = cache;
        if (opened == null) {
            opened = opening.get();
            cache = opened;
        }
        return opened;
    }

    /** The file or directory itself, or the copy; empty if it is of a kind that cannot be copied, or on a server. */
    Optional<Path> onDisk(URL url) throws IOException {
        Optional<CodeLocation> location = CodeLocation.of(url.toString());
        if (location.isPresent()) {
            return Optional.of(onDisk(location.get()));
        }
        if (SERVERS.contains(url.getProtocol())) {
            return Optional.empty();
        }
        return onDiskFromItsStream(url.toString());
    }

    /** Packagings with URLs of their own have them open what they name. */
    private Optional<Path> onDiskFromItsStream(String url) throws IOException {
        String name = url.endsWith("!/") ? url.substring(0, url.length() - 2) : url;
        boolean isNested = name.contains("!/");
        URL jar;
        try {
            jar = new URL(!isNested && name.startsWith("jar:") ? name.substring("jar:".length()) : name);
            try (InputStream in = jar.openStream()) {
                if (in.read() != 'P' || in.read() != 'K') {
                    return Optional.empty();
                }
            }
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // a directory, or what only its loader can open
        }
        return Optional.of(cache().get(out -> {
            try (InputStream in = jar.openStream()) {
                in.transferTo(out);
            }
        }));
    }

    private Path onDisk(CodeLocation location) throws IOException {
        if (location.inside().isEmpty()) {
            return location.file();
        }
        Path known = MADE.get(location);
        if (known != null && cache().holds(known)) {
            return known;
        }
        List<String> way = location.inside();
        int last = way.size() - 1;
        Path copy = copy(onDisk(new CodeLocation(location.file(), way.subList(0, last))), way.get(last));
        MADE.put(location, copy);
        return copy;
    }

    private Path copy(Path outer, String name) throws IOException {
        try (ZipFile zip = new ZipFile(outer.toFile())) {
            ZipEntry entry = zip.getEntry(name);
            if (entry != null && !entry.isDirectory()) {
                return cache().get(out -> copy(zip, entry, out));
            }
            String directory = name.endsWith("/") ? name : name + "/";
            List<? extends ZipEntry> entries = zip.stream()
                    .filter(one -> one.getName().startsWith(directory)
                            && !one.getName().equals(directory))
                    .toList();
            if (entries.isEmpty()) {
                throw new IOException("there is no " + name + " in " + outer);
            }
            return cache().get(out -> jar(zip, directory, entries, out));
        } catch (IOException e) {
            throw new IOException(outer + ", " + name + ": " + e.getMessage(), e);
        }
    }

    private static void jar(ZipFile zip, String directory, List<? extends ZipEntry> entries, OutputStream out)
            throws IOException {
        ZipOutputStream jar = new ZipOutputStream(out);
        jar.setMethod(ZipOutputStream.STORED); // it is read often, and written once
        ZipEntry manifest = zip.getEntry(directory + MANIFEST);
        add(zip, manifest != null ? manifest : zip.getEntry(MANIFEST), MANIFEST, jar);
        for (ZipEntry entry : entries) {
            String name = entry.getName().substring(directory.length());
            if (!name.equals(MANIFEST)) {
                add(zip, entry, name, jar);
            }
        }
        jar.finish();
    }

    private static void add(ZipFile zip, @Nullable ZipEntry from, String name, ZipOutputStream jar) throws IOException {
        if (from == null) {
            return;
        }
        byte[] bytes =
                from.isDirectory() ? new byte[0] : zip.getInputStream(from).readAllBytes();
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(from.getTime());
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        jar.putNextEntry(entry);
        jar.write(bytes);
        jar.closeEntry();
    }

    private static void copy(ZipFile zip, ZipEntry entry, OutputStream out) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            in.transferTo(out);
        }
    }
}
