package io.mirai.launch.remote;

import io.mirai.machine.OwnFiles;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The file to which a process and all that it starts say what they say. It has a name only until the process is there, and is emptied
 * when it is long; of much that was said at once only the first and the last is read. It is no pipe, since the JDK closes that with the
 * process, and what goes on without it may have more to say. Not thread-safe.
 */
final class SaidFile {

    /** So much of what was said at once is read. */
    private static final long MOST_BYTES = 64 * 1024;

    /** So long may the file be: seldom reached, since what is said while it is emptied is lost. */
    private static final long LONGEST = 16 * 1024 * 1024;

    private final Path path;
    private final FileChannel channel;
    private final SaidLines said = new SaidLines();
    private final ByteBuffer buffer = ByteBuffer.allocate(4096);
    private boolean much;

    private SaidFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static SaidFile make() throws IOException {
        Path path = OwnFiles.createTempFile(Path.of(System.getProperty("java.io.tmpdir")), "mirai-launch-");
        return new SaidFile(path, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** The file, for a process that appends to it. */
    File file() {
        return path.toFile();
    }

    /** Nobody else is to open it. */
    void hide() throws IOException {
        Files.deleteIfExists(path);
    }

    /** Reads on; returns the lines that have ended. */
    List<String> read() {
        List<String> ended = new ArrayList<>();
        if (!channel.isOpen()) {
            return ended;
        }
        try {
            long size = channel.size(); // what is said from here on is for the next time
            much = size - channel.position() > MOST_BYTES;
            if (much) {
                readTo(channel.position() + MOST_BYTES / 2, ended);
                channel.position(size - MOST_BYTES / 2);
                said.skip();
            }
            readTo(size, ended);
            if (size > LONGEST) {
                channel.truncate(0);
                said.skip(); // what was said at this moment is left out, and may have ended within a line
            }
        } catch (IOException e) {
            // Then there is nothing more to be read.
        }
        return ended;
    }

    private void readTo(long end, List<String> ended) throws IOException {
        while (channel.position() < end) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - channel.position()));
            if (channel.read(buffer) <= 0) {
                return;
            }
            ended.addAll(said.add(buffer.flip()));
        }
    }

    /** Whether it was long already when it was read. */
    boolean isMuch() {
        return much;
    }

    /** The first and the last lines. */
    List<String> lines() {
        return said.lines();
    }

    void close() {
        try {
            channel.close();
            Files.deleteIfExists(path); // where it could not be before, as it was open
        } catch (IOException e) {
            // It goes with the directory of temporary files.
        }
    }
}
