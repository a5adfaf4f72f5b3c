package io.mirai.wire;

/** Says which rule of the protocol some bytes break. Its text never holds a secret. */
public final class ProtocolException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what is wrong, readable by the one who runs the other side. */
    public ProtocolException(String message) {
        super(message);
    }
}
