package io.mirai.issues;

import io.mirai.Daemons;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs that are hosts. What they have to say goes to a file, since not all of them have a standard output. */
final class HostOfEveryKind {

    private static final String TEXT = "žluťoučký kůň, 馬";

    private HostOfEveryKind() {}

    public static void main(String[] args) throws Exception {
        Path answer = Path.of(args[1]);
        switch (args[0]) {
            case "plain" -> say(answer, work());
            case "without-directory" -> {
                Files.delete(Path.of("").toAbsolutePath());
                say(answer, work());
            }
            case "again-and-again" -> {
                int sum = 0;
                for (int i = 0; i < 2; i++) {
                    sum += work().equals("ok") ? 1 : 0;
                }
                say(answer, sum == 2 ? "ok" : "not each time");
            }
            case "in-a-hook" -> Runtime.getRuntime().addShutdownHook(new Thread(() -> say(answer, work())));
            case "closed-in-a-hook" -> {
                Daemons daemons = Daemons.local(1);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    daemons.close();
                    say(answer, "ok");
                }));
                System.exit(0);
            }
            case "exit" -> {
                Daemons daemons = Daemons.local(1);
                say(answer, daemons.mirai(() -> "ok").collect());
                daemons.mirai(() -> Thread.sleep(600_000));
                System.exit(0);
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static String work() {
        String text = TEXT;
        try (Daemons daemons = Daemons.local(1)) {
            List<String> back = daemons.mirai(() -> List.of(text, text.toUpperCase(java.util.Locale.ROOT)))
                    .collect();
            return back.equals(List.of(TEXT, TEXT.toUpperCase(java.util.Locale.ROOT))) ? "ok" : back.toString();
        }
    }

    private static void say(Path answer, String what) {
        try {
            Files.write(answer, what.getBytes(StandardCharsets.UTF_8));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
