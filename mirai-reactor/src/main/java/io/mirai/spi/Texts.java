package io.mirai.spi;

import java.time.Duration;
import java.util.List;

/** Every message of this package that a user may read. */
final class Texts {

    private Texts() {}

    static String threadsOutOfRange(int threads, int max) {
        return "threads must be between 1 and " + max + ", but is " + threads;
    }

    static String keepAliveOutOfRange(Duration interval, Duration lifetime, Duration shortest, Duration longest) {
        return "keepAlive: the interval must be at least " + shortest.toSeconds()
                + " s, the lifetime longer than the interval" + " and at most " + longest.toSeconds()
                + " s, but they are " + interval + " and " + lifetime;
    }

    static String nowhereToDialIn() {
        return "this profile has no url where daemons of other machines could dial in: start one by"
                + " Daemons.builder().url(Mirais.hostUrl(false, true, 0)).start()";
    }

    static String quoteNotClosed(char quote, String line) {
        return "a " + quote + " is not closed in: " + line;
    }

    static String maxTasksNotPositive(long tasks) {
        return "maxTasks must be at least 1, but is " + tasks;
    }

    static String negativeTimerStart(int tasks) {
        return "timerStart must not be negative, but is " + tasks;
    }

    static String cleanupOutOfRange(int mask, int max) {
        return "cleanup must be between 0 and " + max
                + ", a sum of 1 (globals), 2 (user classes), 4 (settings of the JVM)"
                + " and 8 (garbage collection), but is " + mask;
    }

    static String unknownSignal(String signal, List<String> known) {
        return "autoExit: '" + signal + "' is no signal that ends a daemon; known are SIG"
                + String.join(", SIG", known);
    }

    static String libraryTooOld(String artifact, String found, String least, String location) {
        return "Mirai needs " + artifact + " " + least + " or newer, but the class path has " + artifact + " " + found
                + (location.isEmpty() ? "" : " (" + location + ")")
                + ": raise its version in your build, where a BOM or another dependency may have chosen it";
    }

    static String noClassPathElsewhere() {
        return "classPath: a daemon elsewhere has no files of this machine; it gets the classes of tasks from this host: leave"
                + " classPath(…) out";
    }
}
