package com.example;

import io.mirai.Daemons;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;

/** Asks a daemon for what it finds of this program, one fact a line; a file that is named as argument gets them. */
public class Facts {

    /** What comes back as this very class. */
    public record Fit(double slope, List<String> notes) {}

    interface Attempt {
        Object call() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        StringBuilder facts = new StringBuilder();
        int x = 5;
        Fit given = new Fit(0.5, List.of("given"));
        try (Daemons daemons = Daemons.local(1)) {
            say(facts, "value", () -> daemons.mirai(() -> x * 10).collect());
            say(facts, "map", () -> daemons.map(List.of(1L, 2L, 3L), y -> y * y).collect());
            say(facts, "class", () -> {
                Fit fit = daemons.mirai(() -> new Fit(given.slope() * x, given.notes())).collect();
                return fit.slope() + " " + fit.notes();
            });
            say(facts, "resource", () -> daemons.mirai(() -> text("/greeting.txt")).collect());
            say(facts, "resource of the context", () -> daemons.mirai(() ->
                            Thread.currentThread().getContextClassLoader().getResource("greeting.txt") != null)
                    .collect());
            say(facts, "bundle", () -> daemons.mirai(() ->
                            ResourceBundle.getBundle("words", Locale.GERMAN).getString("yes"))
                    .collect());
            say(facts, "service", () -> daemons.mirai(() -> ServiceLoader.load(Supplier.class).stream()
                            .map(provider -> String.valueOf(provider.get().get()))
                            .collect(Collectors.joining(",")))
                    .collect());
            say(facts, "library", () -> daemons.mirai(() ->
                            new DateTime(0L, DateTimeZone.forID("Europe/Prague")).toString())
                    .collect());
            say(facts, "library's object", () -> daemons.mirai(() -> Duration.ofHours(x)).collect());
            say(facts, "error", () -> daemons.mirai(() -> {
                        throw new Broken("on purpose");
                    })
                    .collect());
        }
        if (args.length > 0) {
            Files.writeString(Path.of(args[0]), facts);
        } else {
            new PrintStream(System.out, true, StandardCharsets.UTF_8).print(facts);
        }
    }

    static class Broken extends RuntimeException {
        Broken(String message) {
            super(message);
        }
    }

    /** Of a package of this program. */
    record Duration(long hours) {
        static Duration ofHours(long hours) {
            return new Duration(hours);
        }
    }

    static String text(String name) throws Exception {
        try (InputStream in = Facts.class.getResourceAsStream(name)) {
            return in == null ? "none" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static void say(StringBuilder facts, String what, Attempt attempt) {
        String said;
        try {
            said = String.valueOf(attempt.call());
        } catch (Exception | LinkageError e) {
            said = e.getClass().getSimpleName() + " because of " + e.getCause();
        }
        facts.append(what).append(": ").append(said).append('\n');
    }
}
