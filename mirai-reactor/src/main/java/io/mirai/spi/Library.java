package io.mirai.spi;

import java.lang.module.ModuleDescriptor.Version;
import java.security.CodeSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/**
 * Names a library that Mirai runs on, the oldest version of it that works, and a class of it.
 *
 * @param artifact its name in Maven's repositories
 * @param least the oldest version that works
 * @param sample one of its classes, found where the library is
 */
public record Library(String artifact, String least, Class<?> sample) {

    /** The one that the API is made of. */
    public static final Library REACTOR = new Library("reactor-core", "3.4.24", Mono.class);

    /**
     * Which version of it is there, by the name of its jar. Empty if the name does not tell, as where several libraries
     * were packed into one jar; the version in its manifest would be the application's.
     */
    public Optional<String> version() {
        Matcher name = Pattern.compile("(?:^|[/.])" + Pattern.quote(artifact) + "-([0-9][^/!]*)\\.jar")
                .matcher(location());
        return name.find() ? Optional.of(name.group(1)) : Optional.empty();
    }

    private String location() {
        CodeSource source = sample.getProtectionDomain().getCodeSource();
        return source == null ? "" : String.valueOf(source.getLocation());
    }

    /** Refuses a version that is known to be too old. */
    public void check() {
        version().filter(this::isTooOld).ifPresent(found -> {
            throw new IllegalStateException(Texts.libraryTooOld(artifact, found, least, location()));
        });
    }

    private boolean isTooOld(String found) {
        try {
            return Version.parse(found).compareTo(Version.parse(least)) < 0;
        } catch (IllegalArgumentException e) { // a version that the user has made
            return false;
        }
    }
}
