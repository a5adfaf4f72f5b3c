/** The API, and the door to whatever runs the tasks. */
@SuppressWarnings("module") // the module named here comes later in the build
module io.mirai {
    requires transitive org.reactivestreams;
    requires transitive reactor.core;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports io.mirai;
    exports io.mirai.machine to
            io.mirai.transport,
            io.mirai.daemon;
    exports io.mirai.random;
    exports io.mirai.spi;

    // The codec carries a few objects of ours.
    opens io.mirai to
            io.mirai.transport;
    opens io.mirai.form to
            io.mirai.transport;

    uses io.mirai.spi.Backend;
}
