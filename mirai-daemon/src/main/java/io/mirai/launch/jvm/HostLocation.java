package io.mirai.launch.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Language, time zone, encodings and whether there is a screen: as they are in this JVM now, as system properties for a
 * daemon's command line. All parts of a locale are named, since what is not named would come from the environment.
 */
final class HostLocation {

    private static final List<String> ENCODINGS = List.of("file.encoding", "stdout.encoding", "stderr.encoding");
    private static final String HEADLESS = "java.awt.headless";
    private static final String TIME_ZONE = "user.timezone";
    private static final List<String> LOCALE =
            List.of("user.language", "user.script", "user.country", "user.variant", "user.extensions");

    private HostLocation() {}

    /** Whether this option says what {@link #options} say. */
    static boolean isSaidBy(String option) {
        return Stream.of(LOCALE, ENCODINGS, List.of(HEADLESS, TIME_ZONE, "user.region"))
                .flatMap(List::stream)
                .anyMatch(name -> option.startsWith("-D" + name));
    }

    static List<String> options() {
        List<String> options = new ArrayList<>();
        Stream.concat(ENCODINGS.stream(), Stream.of(HEADLESS)).forEach(name -> {
            String value = System.getProperty(name);
            if (value != null) {
                options.add("-D" + name + "=" + value);
            }
        });
        options.add("-D" + TIME_ZONE + "=" + TimeZone.getDefault().getID());
        Locale base = Locale.getDefault();
        addLocale(options, "", base);
        addCategory(options, ".display", Locale.getDefault(Locale.Category.DISPLAY), base);
        addCategory(options, ".format", Locale.getDefault(Locale.Category.FORMAT), base);
        return options;
    }

    private static void addCategory(List<String> options, String suffix, Locale locale, Locale base) {
        if (!locale.equals(base)) {
            addLocale(options, suffix, locale);
        }
    }

    private static void addLocale(List<String> options, String suffix, Locale locale) {
        List<String> parts = List.of(
                locale.getLanguage(), locale.getScript(), locale.getCountry(), locale.getVariant(), extensions(locale));
        for (int i = 0; i < parts.size(); i++) {
            options.add("-D" + LOCALE.get(i) + suffix + "=" + parts.get(i));
        }
    }

    /** In the form of a language tag, where private use comes last. */
    private static String extensions(Locale locale) {
        return locale.getExtensionKeys().stream()
                .sorted((one, other) ->
                        Boolean.compare(one == Locale.PRIVATE_USE_EXTENSION, other == Locale.PRIVATE_USE_EXTENSION))
                .map(key -> key + "-" + locale.getExtension(key))
                .collect(Collectors.joining("-"));
    }
}
