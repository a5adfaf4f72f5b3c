package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/** Images of the JDK's predefined layouts, pixel by pixel as they lie in memory. */
final class ImageValues {

    static final JdkTable TABLE = new JdkTable().add(BufferedImage.class, ImageValues::take, ImageValues::make);

    private static final int MAX_PALETTE_BITS = 8;

    private ImageValues() {}

    private static boolean isIndexed(int type) {
        return type == BufferedImage.TYPE_BYTE_INDEXED || type == BufferedImage.TYPE_BYTE_BINARY;
    }

    private static @Nullable Object[] take(BufferedImage image) {
        int type = image.getType();
        if (type == BufferedImage.TYPE_CUSTOM) {
            throw new NotCarried(Texts.customImage());
        }
        int[] palette = null;
        int bits = 0;
        int transparent = -1;
        if (isIndexed(type)) {
            IndexColorModel colors = (IndexColorModel) image.getColorModel();
            palette = new int[colors.getMapSize()];
            colors.getRGBs(palette);
            bits = colors.getPixelSize();
            transparent = colors.getTransparentPixel();
        }
        Object pixels = image.getRaster().getDataElements(0, 0, image.getWidth(), image.getHeight(), null);
        return parts(type, image.getWidth(), image.getHeight(), pixels, palette, bits, transparent);
    }

    private static Object make(Object[] p) {
        int type = (int) p[0];
        int width = (int) p[1];
        int height = (int) p[2];
        // The pixels are here: a stranger cannot ask for a larger image than it has sent.
        if (width <= 0 || height <= 0 || (long) width * height > Array.getLength(p[3])) {
            throw new NotCarried(Texts.imageWithoutPixels(width, height));
        }
        BufferedImage image = isIndexed(type)
                ? new BufferedImage(width, height, type, palette(p))
                : new BufferedImage(width, height, type);
        image.getRaster().setDataElements(0, 0, width, height, p[3]);
        return image;
    }

    private static IndexColorModel palette(Object[] p) {
        int[] colors = (int[]) p[4];
        int bits = (int) p[5];
        if (bits > MAX_PALETTE_BITS) { // the model makes room for as many colours as the bits can tell apart
            throw new NotCarried(Texts.customImage());
        }
        return new IndexColorModel(
                bits, colors.length, colors, 0, true, (int) p[6], java.awt.image.DataBuffer.TYPE_BYTE);
    }
}
