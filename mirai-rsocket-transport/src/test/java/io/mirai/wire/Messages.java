package io.mirai.wire;

import io.netty.buffer.ByteBufUtil;
import java.util.List;

/** One well-formed message of each kind, in hex. */
final class Messages {

    static final String SETUP = "4d495241 0001 0011 0001 0004 00000002 00000003 0000000000001267";
    static final String TASK = "01 00 0002 0000000000000007 0000000000000009 0006 0000000000000005"
            + "0000000000000003 0001 66 0000000000000002 6869";

    /** All but SETUP, whose first byte is no type. */
    static final List<String> TYPED = List.of(
            TASK,
            "02 01 000004d2 0000000000000002 6869",
            "02 01 000004d2 0000000000040001",
            "03 01 0000000000000007",
            "04 00000000 00000001 00001388 00003a98 0000000000000001 0000"
                    + "00000001 00000002 00000003 00000004 00000005 00000006 "
                    + "abababababababababababababababababababababababababababababababab",
            "05 01",
            "06 01 0000000000000007 0001 68",
            "07 0000000000000007",
            "09 0000000000000005",
            "0a 0001 61 abababababababababababababababababababababababababababababababab",
            "0b 0001 61 abababababababababababababababababababababababababababababababab",
            "0d 0000000000000007",
            "0e fffffffffffffffd 0000000000000002 6869",
            "0f 0000000000000005",
            "14",
            "0c 00",
            "0c 02",
            "13 0001 61 abababababababababababababababababababababababababababababababab",
            "10 abababababababababababababababababababababababababababababababab",
            "11 abababababababababababababababababababababababababababababababab"
                    + "abababababababababababababababababababababababababababababababab",
            "0c 01 ffffffffffffffff 0000000000000002 6869");

    private Messages() {}

    static byte[] bytes(String hex) {
        return ByteBufUtil.decodeHexDump(hex.replace(" ", ""));
    }
}
