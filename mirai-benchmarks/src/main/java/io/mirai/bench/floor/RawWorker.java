package io.mirai.bench.floor;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/** The other end of {@link Raw}: answers on the thread that reads. */
final class RawWorker {

    private RawWorker() {}

    public static void main(String[] args) throws IOException {
        try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(args[0]))) {
            RawChannel host = new RawChannel(socket);
            while (true) {
                Message question = host.readMessage();
                switch (question.kind()) {
                    case Message.INCREMENT -> host.write(question.withNumber(question.number() + 1));
                    case Message.PID ->
                        host.write(question.withNumber(ProcessHandle.current().pid()));
                    case Message.FETCH -> host.write(host.read((int) question.number()));
                    default -> throw question.unknown();
                }
            }
        } catch (EOFException e) {
            // The host has gone.
        }
    }
}
