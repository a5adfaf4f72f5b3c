package io.mirai.codec;

import java.util.List;

/** The classes that user code shares with a daemon: each daemon has its own, and asks its host for none of them. */
public final class SharedClasses {

    private static final String API = "io.mirai.";

    /** The classes that a daemon rebuilds tasks of. */
    private static final String FORMS = "io.mirai.form.";

    private static final List<String> LIBRARIES =
            List.of("org.reactivestreams.", "reactor.core.", "reactor.util.", "reactor.adapter.");

    private SharedClasses() {}

    /** Whether the class with this name is one of them. */
    public static boolean contains(String name) {
        if (name.startsWith(API)) {
            // Of the packages below the API all others are ours alone, or the user's.
            return name.indexOf('.', API.length()) < 0 || name.startsWith(FORMS);
        }
        return LIBRARIES.stream().anyMatch(name::startsWith);
    }
}
