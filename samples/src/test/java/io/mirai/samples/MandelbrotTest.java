package io.mirai.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MandelbrotTest {

    private static final int BLACK = 0xFF_00_00_00;

    @Test
    void main_fileAndSize_drawsASetWhoseHalvesMirrorEachOther(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("small.png");

        Mandelbrot.main(new String[] {file.toString(), "64"});

        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(64);
        assertThat(image.getHeight()).isEqualTo(64);
        assertThat(image.getRGB(48, 32)).as("the origin never leaves").isEqualTo(BLACK);
        assertThat(image.getRGB(63, 1)).as("a point outside").isNotEqualTo(BLACK);
        for (int y = 1; y < 32; y++) {
            for (int x = 0; x < 64; x++) {
                assertThat(image.getRGB(x, y)).isEqualTo(image.getRGB(x, 64 - y));
            }
        }
    }
}
