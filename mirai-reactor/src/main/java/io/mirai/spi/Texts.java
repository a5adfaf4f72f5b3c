package io.mirai.spi;

/** Every message of this package that a user may read. */
final class Texts {

    private Texts() {}

    static String libraryTooOld(String artifact, String found, String least, String location) {
        return "Mirai needs " + artifact + " " + least + " or newer, but the class path has " + artifact + " " + found
                + (location.isEmpty() ? "" : " (" + location + ")")
                + ": raise its version in your build, where a BOM or another dependency may have chosen it";
    }
}
