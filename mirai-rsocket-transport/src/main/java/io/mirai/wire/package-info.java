/**
 * The bytes of the protocol: one class for each message, as docs/protocol.md draws it, decoded strictly.
 * Nothing here knows RSocket or a socket; a message that breaks a rule is a {@link
 * io.mirai.wire.ProtocolException}.
 */
@NullMarked
package io.mirai.wire;

import org.jspecify.annotations.NullMarked;
