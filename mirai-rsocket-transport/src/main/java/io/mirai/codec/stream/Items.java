package io.mirai.codec.stream;

/**
 * What a part of an object consists of. Each item begins with its kind:
 *
 * <pre>
 *   0                    the end of the part
 *   1 length bytes       primitive data; what belongs together may be cut anywhere
 *   2 object             as anywhere in the graph
 *   3 values             of the serializable fields, in the order of the part's header
 * </pre>
 */
final class Items {

    static final int END = 0;
    static final int BLOCK = 1;
    static final int OBJECT = 2;
    static final int FIELDS = 3;

    private Items() {}
}
