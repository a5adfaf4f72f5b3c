package io.mirai.samples;

import io.mirai.CollectOption;
import io.mirai.Daemons;
import io.mirai.MiraiMap;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.DeflaterOutputStream;

/** Draws the Mandelbrot set: each row is a task, and is in the file as soon as it and all above it are there. */
public final class Mandelbrot {

    /** Takes the PNG file and its size in pixels; without them it is a new temporary file, and 1,500. */
    public static void main(String[] args) throws IOException {
        Path file = args.length > 0 ? Path.of(args[0]) : Files.createTempFile("mandelbrot", ".png");
        int size = args.length > 1 ? Integer.parseInt(args[1]) : 1_500;
        try (Daemons daemons = Daemons.local(Runtime.getRuntime().availableProcessors());
                DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            Png png = Png.start(out, size);
            MiraiMap<byte[]> rows = daemons.map(IntStream.range(0, size).boxed().toList(), y -> row(y, size));
            CompletableFuture<?> bar = CompletableFuture.runAsync(() -> rows.collect(CollectOption.PROGRESS));
            for (byte[] row : rows.toIterable()) {
                png.write(row);
            }
            png.end();
            bar.join();
        }
        System.out.println("drawn: " + file.toAbsolutePath());
    }

    /** Runs on a daemon: red, green and blue of each pixel, after a byte that tells PNG that they are not filtered. */
    private static byte[] row(int y, int size) {
        byte[] row = new byte[1 + 3 * size];
        for (int x = 0; x < size; x++) {
            double steps = stepsToLeave(3.0 * x / size - 2.25, 3.0 * y / size - 1.5);
            for (int colour = 1; colour <= 3; colour++) {
                row[3 * x + colour] = (byte) (127.5 - 127.5 * Math.cos(steps * colour / 12));
            }
        }
        return row;
    }

    /** How many steps of z = z² + c it takes to get far away, as a smooth number; 0 where that never happens. */
    private static double stepsToLeave(double re, double im) {
        double x = re;
        double y = im;
        int steps = 1;
        while (x * x + y * y < 1e6 && ++steps < 1_000) {
            double next = x * x - y * y + re;
            y = 2 * x * y + im;
            x = next;
        }
        return steps == 1_000 ? 0 : steps + 2.8 - Math.log(Math.log(x * x + y * y)) / Math.log(2);
    }

    /** Writes a PNG file row by row; {@code ImageIO} wants the whole picture first. */
    private record Png(DataOutputStream file, ByteArrayOutputStream deflated, DeflaterOutputStream pixels) {

        static Png start(DataOutputStream file, int size) throws IOException {
            ByteArrayOutputStream deflated = new ByteArrayOutputStream();
            Png png = new Png(file, deflated, new DeflaterOutputStream(deflated, true));
            file.writeLong(0x89_50_4E_47_0D_0A_1A_0AL);
            ByteBuffer header = ByteBuffer.allocate(13).putInt(size).putInt(size);
            png.chunk("IHDR", header.putShort((short) 0x08_02).array()); // 8 bits each of three colours
            return png;
        }

        void write(byte[] row) throws IOException {
            pixels.write(row);
            pixels.flush();
            chunk("IDAT", deflated.toByteArray());
            deflated.reset();
        }

        void end() throws IOException {
            pixels.finish();
            chunk("IDAT", deflated.toByteArray());
            chunk("IEND", new byte[0]);
        }

        private void chunk(String type, byte[] data) throws IOException {
            file.writeInt(data.length);
            CheckedOutputStream checked = new CheckedOutputStream(file, new CRC32());
            checked.write(type.getBytes(StandardCharsets.US_ASCII));
            checked.write(data);
            file.writeInt((int) checked.getChecksum().getValue());
        }
    }
}
