package io.mirai.daemon;

import java.util.Locale;
import java.util.Map;

/**
 * Completes the default locales that the host has put on the command line. A JVM takes an empty
 * {@code user.extensions.format} for one that is missing, and gives the category the extensions of the default locale.
 */
final class Locales {

    private static final Map<String, Locale.Category> EXTENSIONS = Map.of(
            "user.extensions.display", Locale.Category.DISPLAY, "user.extensions.format", Locale.Category.FORMAT);

    private Locales() {}

    static void complete() {
        EXTENSIONS.forEach((name, category) -> {
            if ("".equals(System.getProperty(name))) {
                Locale.setDefault(category, Locale.getDefault(category).stripExtensions());
            }
        });
    }
}
