package io.mirai.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.mirai.network.LoggedWork;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.Link;
import io.mirai.transport.link.Secret;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/**
 * A host whose Logback logs everything. Prints whether rsocket-java's own log of frames shows what a task carried, then where
 * else that is found, and where a token is.
 */
final class LoggingHost {

    private static final String FRAMES = "io.rsocket.FrameLogger";
    private static final String CARRIED = "open sesame";
    private static final Pattern DUMPED = Pattern.compile("\\|((?: [0-9a-f]{2})+) *\\|");

    private record Line(String logger, String text) {}

    private LoggingHost() {}

    /** With the program that starts daemons, and the file to which that writes what standard input brings; or with a url. */
    public static void main(String[] args) throws Exception {
        Log log = new Log();
        log.start();
        Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("ROOT");
        root.detachAndStopAllAppenders();
        root.setLevel(Level.TRACE);
        root.addAppender(log);
        Secret secret = args.length == 1 ? workElsewhere(args[0]) : workHere(Path.of(args[0]), Path.of(args[1]));
        root.detachAppender(log);
        String carried = HexFormat.of().formatHex(CARRIED.getBytes(StandardCharsets.UTF_8));
        System.out.println(
                log.lines.stream().anyMatch(line -> line.logger.equals(FRAMES) && shows(line.text, carried)));
        TreeSet<String> hits = new TreeSet<>();
        for (Line line : log.lines) {
            if (shows(line.text, secret.token().toHex()) || line.text.contains(secret.text())) {
                hits.add("token in " + line.logger);
            }
            if (!line.logger.equals(FRAMES) && shows(line.text, carried)) {
                hits.add("body in " + line.logger);
            }
        }
        System.out.println(hits);
    }

    private static Secret workElsewhere(String url) throws Exception {
        return Secret.parse(LoggedWork.over(url, CARRIED).replaceFirst(".*printf %s (\\S+) .*", "$1"));
    }

    private static Secret workHere(Path java, Path config) throws Exception {
        work(java);
        return Files.readAllLines(config).stream()
                .filter(line -> line.startsWith("secret="))
                .map(line -> Secret.parse(line.substring("secret=".length())))
                .findFirst()
                .orElseThrow();
    }

    private static void work(Path java) throws Exception {
        String carried = CARRIED;
        try (TestFleet fleet = TestFleet.open(java, TestFleet.DEADLINE, DaemonSpec.DEFAULT)) {
            Link link = fleet.launch(0);
            fleet.call(link, () -> carried + "!");
            String much = carried.repeat(50_000);
            fleet.call(link, () -> much + "!");
            fleet.call(link, () -> (Serializable) List.of(carried));
            fleet.send(link, () -> {
                        throw new IllegalStateException(carried);
                    })
                    .failure();
            link.kill();
            fleet.next(fleet.ends);
        }
    }

    /** As text, in hexadecimal, or in a dump of bytes. */
    private static boolean shows(String text, String hex) {
        String plain = new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
        return text.contains(plain) || text.contains(hex) || undumped(text).contains(hex);
    }

    private static String undumped(String text) {
        StringBuilder bytes = new StringBuilder();
        Matcher matcher = DUMPED.matcher(text);
        while (matcher.find()) {
            bytes.append(matcher.group(1).replace(" ", ""));
        }
        return bytes.toString();
    }

    private static final class Log extends AppenderBase<ILoggingEvent> {

        final Queue<Line> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            String thrown =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.add(new Line(event.getLoggerName(), event.getFormattedMessage() + thrown));
        }
    }
}
