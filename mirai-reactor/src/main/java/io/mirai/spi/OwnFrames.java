package io.mirai.spi;

import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells frames of our own classes from those of users: a class of ours has a package of ours and comes out of one of our jars, or
 * out of a jar that ours were put into. Immutable.
 */
public final class OwnFrames {

    private static final String OUR_PACKAGES = "io.mirai.";

    private final ClassLoader loader;
    private final Set<Object> sources;

    /** Those of the jars that these classes come from. */
    public OwnFrames(Class<?>... ours) {
        this.loader = ours[0].getClassLoader();
        this.sources = Arrays.stream(ours).map(OwnFrames::source).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the frame is of a class of ours. */
    public boolean contains(StackTraceElement frame) {
        return frame.getClassName().startsWith(OUR_PACKAGES)
                && Objects.equals(frame.getClassLoaderName(), loader.getName())
                && isFromOurs(frame.getClassName());
    }

    private boolean isFromOurs(String className) {
        try {
            return sources.contains(source(Class.forName(className, false, loader)));
        } catch (ClassNotFoundException | LinkageError e) { // a hidden class, as lambdas have, or one of another loader
            return false;
        }
    }

    private static Object source(Class<?> type) {
        ProtectionDomain domain = type.getProtectionDomain();
        @Nullable CodeSource source = domain == null ? null : domain.getCodeSource();
        return source == null ? "" : source;
    }
}
