package io.mirai.map;

/** Every message of this package that a user may read. */
final class Texts {

    private Texts() {}

    static String numberOfNames(int names, int elements) {
        return "there are " + names + " names for " + elements + " elements; each element needs one";
    }

    static String lazyMapHasNoNames() {
        return "the elements of a Publisher cannot be named: map them to pairs, or map a list";
    }

    static String minOutOfRange(int min) {
        return "everywhere: min must not be negative, but is " + min;
    }

    static String mapCanceled() {
        return "the map was stopped before this element of it was sent";
    }

    static String mapNotEncoded(Throwable why) {
        return "this element of a map was never encoded: " + why;
    }

    static String otherType(int index, Class<?> found, Class<?> wanted) {
        return "the result of element " + index + " has a " + found.getTypeName() + ", where collectFlat was asked for "
                + wanted.getTypeName() + " only";
    }

    static String watcherFailed() {
        return "somebody who looked at a map could not be told of its progress";
    }
}
