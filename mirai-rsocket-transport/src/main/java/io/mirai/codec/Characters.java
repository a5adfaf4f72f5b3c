package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.rules.Refusal;
import java.nio.charset.StandardCharsets;

/** A string on the wire: its length, doubled, plus one if it needs two bytes a character; then the characters. */
final class Characters {

    private Characters() {}

    static void write(Output to, String text) {
        int length = text.length();
        boolean wide = false;
        for (int i = 0; i < length && !wide; i++) {
            wide = text.charAt(i) > 0xFF;
        }
        to.writeVarLong(((long) length << 1) | (wide ? 1 : 0), true);
        if (wide) {
            for (int i = 0; i < length; i++) {
                to.writeChar(text.charAt(i));
            }
        } else {
            to.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /**
     * Reads one.
     *
     * @param graphLength how many bytes the graph has, of which some have been read
     */
    static String read(Input from, long graphLength) {
        long header = from.readVarLong(true);
        long length = header >>> 1;
        boolean wide = (header & 1) != 0;
        long left = graphLength - from.total();
        if (length > (wide ? left / 2 : left)) {
            throw new Refusal(null, Texts.lengthOverBytes(length, left), null);
        }
        return wide
                ? new String(from.readChars((int) length))
                : new String(from.readBytes((int) length), StandardCharsets.ISO_8859_1);
    }
}
