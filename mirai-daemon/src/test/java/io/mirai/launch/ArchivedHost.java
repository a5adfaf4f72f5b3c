package io.mirai.launch;

import io.mirai.DaemonOptions;
import io.mirai.Daemons;
import java.io.IOException;

/** A host of one daemon that lives until the end of its standard input. Takes the file for the daemon's log of classes, and its java. */
final class ArchivedHost {

    private ArchivedHost() {}

    public static void main(String[] args) throws IOException {
        DaemonOptions options = DaemonOptions.none().jvmArgs("-Xlog:class+load:file=" + args[0]);
        if (args.length > 1) {
            options = options.java(args[1]);
        }
        try (Daemons daemons = Daemons.builder().n(1).daemon(options).start()) {
            System.out.println(daemons.mirai(() -> 42).collect());
            while (System.in.read() >= 0) {}
        }
    }
}
