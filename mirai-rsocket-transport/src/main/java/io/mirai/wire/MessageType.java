package io.mirai.wire;

import io.netty.buffer.ByteBuf;

/** What a message is: its first byte. */
public enum MessageType {
    /** A task for the daemon. */
    TASK(0x01),
    /** The one ending of a task. */
    REPLY(0x02),
    /** Asks that tasks end. */
    STOP(0x03),
    /** Opens the stream of the daemon's events. */
    CONTROL(0x04),
    /** Event: the daemon leaves. */
    DRAINING(0x05),
    /** Event: a line that a task printed. */
    OUTPUT(0x06),
    /** Asks for a body that was too long to travel inside its message. */
    BODY(0x07),
    /** A part of such a body. */
    CHUNK(0x08),
    /** Asks for a shared function. */
    FUNCTION(0x09),
    /** Asks for the bytes of a class. */
    CLASS(0x0A),
    /** Asks for the providers of a service. */
    SERVICES(0x0B),
    /** Answers what asks for code. */
    ANSWER(0x0C),
    /** Asks for the values of a task that streams. */
    VALUES(0x0D),
    /** One of them. */
    ITEM(0x0E),
    /** Says that a shared function is applied no more. */
    FORGET(0x0F),
    /** Asks a daemon to prove that it knows its token. */
    CHALLENGE(0x10),
    /** Its proof. */
    PROOF(0x11),
    /** Asks for resources. */
    RESOURCES(0x12),
    /** Asks for the bytes of a class, and of those that it will need next. */
    CLASSES(0x13),
    /** Tells a daemon to leave for good. */
    DISMISS(0x14),
    /** Asks for the shape of lambdas. */
    SHAPE(0x15),
    /** Asks a daemon to leave when its tasks have ended. */
    DRAIN(0x16);

    private static final MessageType[] BY_CODE = new MessageType[0x17];

    static {
        for (MessageType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;

    MessageType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /**
     * The type of the message in this buffer, which is not moved.
     *
     * @throws ProtocolException if it is empty or of no known type
     */
    public static MessageType of(ByteBuf message) {
        if (!message.isReadable()) {
            throw new ProtocolException(Texts.empty());
        }
        int code = message.getUnsignedByte(message.readerIndex());
        MessageType type = code < BY_CODE.length ? BY_CODE[code] : null;
        if (type == null) {
            throw new ProtocolException(Texts.unknownType(code));
        }
        return type;
    }
}
