package io.mirai.launch;

/** A host of its own that cannot start a daemon. Prints why. */
final class BareProgram {

    private BareProgram() {}

    public static void main(String[] args) throws Exception {
        try (TestFleet daemons = TestFleet.open()) {
            daemons.begin(0);
            System.out.println(daemons.next(daemons.failures).message());
        }
    }
}
