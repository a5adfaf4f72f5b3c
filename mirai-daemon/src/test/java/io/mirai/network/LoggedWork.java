package io.mirai.network;

import io.mirai.Daemons;
import io.mirai.testing.PastedDaemon;

/** Tasks of a host whose log is searched. */
public final class LoggedWork {

    private LoggedWork() {}

    /** Has a daemon that a printed line starts carry a text, and returns the line. */
    public static String over(String url, String text) throws Exception {
        try (Daemons daemons = Daemons.builder().url(url).start()) {
            String line = daemons.launchCommands(1).get(0);
            try (PastedDaemon daemon = PastedDaemon.paste(line)) {
                daemons.mirai(() -> text + "!").block(DialInTest.DEADLINE);
                String much = text.repeat(50_000);
                daemons.mirai(() -> much + "!").block(DialInTest.DEADLINE);
                daemon.process().destroyForcibly();
            }
            return line;
        }
    }
}
