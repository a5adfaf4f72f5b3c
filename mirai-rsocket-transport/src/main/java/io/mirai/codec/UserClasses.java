package io.mirai.codec;

import io.mirai.codec.jdk.Instances;
import io.mirai.codec.rules.Carried;
import io.mirai.codec.rules.ClassList;
import io.mirai.codec.rules.ListedClasses;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.snippet.SnippetCode;
import io.mirai.spi.Parts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The user's classes as the host knows them: one loader from the start, and those, held weakly, whose classes
 * tasks have carried since (jshell's, a script's). Finds the classes of results, and the code that daemons lack.
 */
final class UserClasses extends ClassLoader implements Carried {

    static {
        registerAsParallelCapable();
    }

    /** What does not appear in a part of a binary name, or would lead elsewhere in a path. */
    private static final String NOT_IN_NAMES = "/\\;[:%?#\0";

    private static final String IN_THE_JDK = "jrt";

    private final ClassLoader first;
    private final ListedClasses listed;
    private final Set<ClassLoader> met = Collections.newSetFromMap(new WeakHashMap<>()); // guarded by itself

    UserClasses(ClassLoader first, ListedClasses listed) {
        super(first);
        this.first = first;
        this.listed = listed;
    }

    @Override
    public void object(Class<?> type) {
        listed.ship(type);
        ClassLoader loader = type.getClassLoader();
        if (loader == first || Instances.isPlatform(type)) {
            return;
        }
        synchronized (met) {
            met.add(loader);
        }
    }

    @Override
    public void named(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        if (!element.isPrimitive() && !Instances.isPlatform(element)) {
            checkFile(element.getClassLoader(), element.getName());
        }
    }

    @Override
    public void lambda(Class<?> lambda, String capturingClass) {
        if (!Instances.isPlatform(lambda)) {
            checkFile(lambda.getClassLoader(), capturingClass);
        }
        listed.ship(capturingClass);
    }

    /** Whether this loader is the one from the start, or one that it asks. */
    boolean sees(ClassLoader home) {
        for (ClassLoader loader = first; loader != null; loader = loader.getParent()) {
            if (loader == home) {
                return true;
            }
        }
        return false;
    }

    private static void checkFile(ClassLoader loader, String name) {
        String path = ClassList.pathOf(name);
        if (loader.getResource(path) != null) {
            return;
        }
        try (InputStream in = loader.getResourceAsStream(path)) {
            if (in == null) {
                throw new Refusal(name, Texts.inMemoryOnly(loader), null);
            }
        } catch (IOException e) {
            throw new Refusal(name, Texts.inMemoryOnly(loader), e);
        }
    }

    List<ClassLoader> loaders() {
        List<ClassLoader> loaders = new ArrayList<>();
        loaders.add(first);
        synchronized (met) {
            loaders.addAll(met);
        }
        return loaders;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        for (ClassLoader loader : loaders()) {
            try {
                return loader.loadClass(name);
            } catch (ClassNotFoundException e) {
                // The next one may know it.
            }
        }
        throw new ClassNotFoundException(name);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        for (ClassLoader loader : loaders()) {
            URL resource = isBelow(loader) ? null : loader.getResource(name);
            if (resource != null) {
                return resource;
            }
        }
        return null;
    }

    /** Whether a loader asks this one: what was typed into jshell is loaded so where tasks run in this JVM. */
    private boolean isBelow(ClassLoader loader) {
        ClassLoader above = loader;
        while (above != null && above != this) {
            above = above.getParent();
        }
        return above == this;
    }

    /** The bytes of a class; null if daemons may not have it or it is not there. */
    byte @Nullable [] classFile(String name) throws IOException {
        if (!isServed(name)) {
            return null;
        }
        String path = ClassList.pathOf(name);
        for (ClassLoader loader : loaders()) {
            if (isOfTheJdk(loader.getResource(path))) {
                return null;
            }
            byte[] file = read(loader, path);
            if (file != null) {
                return file;
            }
        }
        return null;
    }

    /**
     * The bytes of a class of the loader from the start, which stays what it is, as a snippet does not; null too if daemons
     * have it themselves.
     */
    byte @Nullable [] lastingClassFile(String name) throws IOException {
        if (!isServed(name) || SharedClasses.contains(name) || SnippetCode.isSnippet(name)) {
            return null;
        }
        String path = ClassList.pathOf(name);
        return isOfTheJdk(first.getResource(path)) ? null : read(first, path);
    }

    private static boolean isServed(String name) {
        return isBinaryName(name) && !ClassList.isInner(name);
    }

    private static byte @Nullable [] read(ClassLoader loader, String path) throws IOException {
        try (InputStream in = loader.getResourceAsStream(path)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    /** The provider files of a service, one after the other, and what modules provide; null if there is nothing. */
    byte @Nullable [] services(String name) throws IOException {
        if (!isServed(name)) {
            return null;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (URL file : ofTheUser("META-INF/services/" + name)) {
            try (InputStream in = file.openStream()) {
                in.transferTo(all);
                all.write('\n');
            }
        }
        for (String provider : ModuleServices.providers(name)) {
            all.writeBytes((provider + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return all.size() == 0 ? null : all.toByteArray();
    }

    /**
     * The resources of a name, all of them: of the class path and of the loaders whose classes tasks have carried. Null if
     * there are none. Daemons run as this user, on this machine.
     */
    byte @Nullable [] resourceFiles(String name) throws IOException {
        if (!isResourceName(name)) {
            return null;
        }
        List<byte[]> parts = new ArrayList<>();
        for (URL file : ofTheUser(name)) {
            try (InputStream in = file.openStream()) {
                parts.add(in.readAllBytes());
            }
        }
        return parts.isEmpty() ? null : Parts.join(parts);
    }

    private List<URL> ofTheUser(String name) throws IOException {
        return ResourceUrls.find(loaders(), name, (file, loader) -> !isOfTheJdk(file));
    }

    /** Whether it names a file below the root of a loader, by the straight way. */
    static boolean isResourceName(String name) {
        return name.indexOf('\\') < 0
                && name.indexOf('\0') < 0
                && Stream.of(name.split("/", -1))
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }

    private static boolean isOfTheJdk(@Nullable URL resource) {
        return resource != null && resource.getProtocol().equals(IN_THE_JDK);
    }

    private static boolean isBinaryName(String name) {
        for (String part : name.split("\\.", -1)) {
            if (part.isEmpty() || part.chars().anyMatch(c -> NOT_IN_NAMES.indexOf(c) >= 0)) {
                return false;
            }
        }
        return true;
    }
}
