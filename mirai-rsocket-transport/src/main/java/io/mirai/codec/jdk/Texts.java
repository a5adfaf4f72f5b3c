package io.mirai.codec.jdk;

import java.util.regex.Pattern;

/** Every message of this package that a user may read: why a value is not carried, and what to do. */
final class Texts {

    /** A part that prints as its class and an identity hash. */
    private static final Pattern IDENTITY = Pattern.compile("(?:\\w+\\.)+(?:\\w+\\$)*(\\w+)@[0-9a-f]+");

    private Texts() {}

    static String enumWithoutConstants() {
        return "its enum has no constants, so nothing tells which enum it is";
    }

    static String formatterHidesItself(String formatter) {
        return "the formatter " + IDENTITY.matcher(formatter).replaceAll("$1")
                + " cannot be read: what a builder took by parseDefaulting, appendText with a map and the like, no formatter"
                + " tells; capture the pattern, and build the formatter inside the task";
    }

    static String changedZone(String id) {
        return "the time zone " + id
                + " is not the one that goes by this ID; capture its ID and offset, and make it inside" + " the task";
    }

    static String customImage() {
        return "only images of a predefined type can be carried; draw it into one of TYPE_INT_ARGB first";
    }

    static String imageWithoutPixels(int width, int height) {
        return "an image of " + width + " × " + height + " came without its pixels";
    }

    static String lambdaOfJdk(String capturingClass, String method) {
        return "the lambda " + method + " of " + capturingClass
                + " lies inside the JDK, which keeps it closed; write the lambda yourself";
    }

    static String pathOfOtherFileSystem() {
        return "only paths of the default file system can be carried; capture its URI and open it inside the task";
    }

    static String pendingGaussian() {
        return "its pending Gaussian number is too far back; call nextGaussian() once before it is carried";
    }

    static String clockHidesItsBase() {
        return "a clock of this kind hides what it stands on; make it inside the task";
    }

    static String unknownConstant(Object constant) {
        return constant + " is none of the constants that this version knows; make it inside the task";
    }
}
