package io.mirai.daemon.end;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The end of this process, and what its host is told of it:
 *
 * <pre>
 *   what ends it              what is said, and where                 what does it
 *   ─────────────────────────────────────────────────────────────────────────────────────────────
 *   it cannot start           a line on standard error                halt(ExitCode, String)
 *   an error of its own       its stack there, a line in the file     halt(Throwable)
 *   too little memory         a line in the file                      haltForMemory(), for MemoryReserve
 *   System.exit, a signal     a line in the file, or two              ShutdownHook
 *   it leaves, the link ends  a line in the file                      tell(String), then the Watchdog
 *   the host goes             nothing, as nobody reads it             the Watchdog
 * </pre>
 *
 * <p>The file is that of {@link LastWords}; for a daemon of the command line it is standard error. The methods stand in the order of a daemon's life.
 */
public final class DaemonEnd {

    private DaemonEnd() {}

    /** Loads all that the others need: when they are called, no descriptor may be left to read a class. */
    public static void prepare() {
        ExitCode.BROKEN.status();
        LastWords.prepare();
    }

    /** Ends the process, which cannot start, with a line on standard error. */
    public static void halt(ExitCode code, String why) {
        LastWords.print(Texts.ours(why));
        code.halt();
    }

    /** Says on standard error what becomes of a daemon that nobody has launched; of others nobody reads it. */
    public static void say(String what) {
        LastWords.print(Texts.ours(what));
    }

    /** Opens the file that tells the host why the process has ended. */
    public static void openFile(Path file) throws IOException {
        LastWords.open(file);
    }

    /** The host has admitted this daemon and reads the file from now on: standard error leads nowhere. */
    public static void leaveStandardError() {
        LastWords.leaveStandardError();
    }

    /** Tells the host by the file why the process ends; what is told last counts. */
    public static void tell(String why) {
        LastWords.leave(why);
    }

    /** Ends the process since it has no memory left. */
    public static void haltForMemory() {
        LastWords.leaveNoMemory();
        ExitCode.OUT_OF_MEMORY.halt();
    }

    /** Ends the process for an error that nobody else can be told of. */
    public static void halt(Throwable error) {
        try {
            if (error instanceof OutOfMemoryError) {
                haltForMemory();
            }
            LastWords.leave(error);
        } catch (OutOfMemoryError e) {
            // Then without words.
        } finally {
            ExitCode.BROKEN.halt();
        }
    }
}
