package io.mirai.daemon.output;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The standard streams of user code: {@code System.in} is empty, {@code System.out} and {@code System.err} lead to
 * the host, or nowhere. No task can close them; where one has replaced them by its own, ours come back when no
 * task runs any more.
 */
public final class StandardStreams {

    private final InputStream in = new NoInput();
    private final PrintStream out;
    private final PrintStream err;
    private final List<PrintedStream> printed;
    private final Runnable passOn;
    private final Runnable clear;
    private final LongSupplier lineMoves;
    private int running; // guarded by this

    private StandardStreams(
            OutputStream out,
            OutputStream err,
            List<PrintedStream> printed,
            Runnable passOn,
            Runnable clear,
            LongSupplier lineMoves) {
        this.out = new OpenPrintStream(out);
        this.err = new OpenPrintStream(err);
        this.printed = printed;
        this.passOn = passOn;
        this.clear = clear;
        this.lineMoves = lineMoves;
    }

    /** Streams whose lines go nowhere. */
    public static StandardStreams toNowhere() {
        OutputStream nowhere = OutputStream.nullOutputStream();
        return new StandardStreams(nowhere, nowhere, List.of(), () -> {}, () -> {}, () -> 0);
    }

    /** Streams whose lines go there. */
    public static StandardStreams to(OutputLines lines) {
        PrintedStream out = new PrintedStream(lines, false);
        PrintedStream err = new PrintedStream(lines, true);
        return new StandardStreams(out, err, List.of(out, err), lines::passOn, lines::clear, lines::moves);
    }

    /** How often a line has come, from any thread, or was handed over to the link. */
    public long lineMoves() {
        return lineMoves.getAsLong();
    }

    /** Replaces the JVM's own by them, and those of tasks. */
    public void install() {
        if (System.in != in) { // a task has replaced it, which is rare; to set one is a call into the JVM
            System.setIn(in);
        }
        if (System.out != out) {
            System.setOut(out);
        }
        if (System.err != err) {
            System.setErr(err);
        }
    }

    /** The calling thread is a worker. */
    public void adopt() {
        printed.forEach(PrintedStream::adopt);
    }

    /** The calling thread is a worker no more. */
    public void release() {
        printed.forEach(PrintedStream::release);
    }

    /** The calling worker has left its task's code: what that printed goes before its reply. */
    public void endLines() {
        printed.forEach(PrintedStream::endLine);
        passOn.run();
    }

    /** The calling thread begins with a task. */
    public void enter() {
        printed.forEach(PrintedStream::beginLine);
        countIn();
    }

    private synchronized void countIn() {
        running++;
    }

    /** The host has gone: another that comes is not to have what tasks of this one have printed, or still print. */
    public void onHostGone() {
        printed.forEach(PrintedStream::mute);
        clear.run();
    }

    /** The calling thread is done with user code. */
    public synchronized void leave() {
        if (--running == 0) {
            install();
        }
    }

    /** For {@link System#in}: at its end from the start, and still so when it was closed. */
    private static final class NoInput extends InputStream {

        @Override
        public int read() {
            return -1;
        }

        @Override
        public int read(byte[] into, int from, int count) {
            return count == 0 ? 0 : -1;
        }
    }

    /** Later tasks print to it too. */
    private static final class OpenPrintStream extends PrintStream {

        OpenPrintStream(OutputStream out) {
            super(out, false, StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            flush();
        }
    }
}
