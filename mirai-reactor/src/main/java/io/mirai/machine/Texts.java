package io.mirai.machine;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    static String hostNameUnknown(String name) {
        return "this machine calls itself '" + name
                + "', but that name has no address here: give Builder.url the address at which"
                + " the other machines reach this one";
    }

    static String hostNameIsLoopback(String name, String address) {
        return "the name of this machine, '" + name + "', leads to " + address
                + " here, where no other machine can dial in: give"
                + " Builder.url the address at which the other machines reach this one, as \"tls+tcp://192.168.1.20:0\"";
    }

    static String hostNameIsOfContainer(String name) {
        return "the name of this machine, '" + name
                + "', looks like the id of a container, which other machines do not know: give"
                + " Builder.url the address at which they reach this one, as \"tls+tcp://192.168.1.20:0\"";
    }
}
