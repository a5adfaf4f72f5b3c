package io.mirai.transport.host.certificates;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    static String notIssued(Throwable cause) {
        return "no certificate can be made: " + cause.getMessage();
    }

    static String noAuthority() {
        return "this is no authority of a listener, or it was altered: delete the file, and give daemons the secret that"
                + " the next host prints";
    }

    static String noFile(String what, String path, Throwable cause) {
        return "the " + what + " cannot be read from " + path + " ("
                + cause.getClass().getSimpleName() + "): give the path of a PEM file, or its text";
    }

    static String noPem(String what, String where) {
        return "there is no " + what + " in " + where + ": it has to be in PEM, with a line -----BEGIN";
    }

    static String badPem(String what, String where) {
        return "the " + what + " in " + where + " is malformed, or of an unknown kind";
    }

    static String otherKey(String key, String certificate) {
        return "the key in " + key + " is not that of the first certificate in " + certificate
                + ": the certificate of this host comes first, those that vouch for it follow";
    }

    static String noPassword(String where) {
        return "the key in " + where + " is encrypted: give its password";
    }

    static String wrongPassword(String where) {
        return "the key in " + where + " cannot be decrypted: is the password right?";
    }
}
