package io.mirai.transport.link;

import io.mirai.spi.Body;
import java.nio.file.Path;

/** Every message of this package that a user may read: what failed, on what, and what to do. */
final class Texts {

    private Texts() {}

    static String notVouchedFor(String certificate, Throwable why) {
        return "the authorities do not vouch for the certificate of " + certificate + ": " + why.getMessage();
    }

    static String frameTooLong(long length, int limit) {
        return "a frame has " + length + " bytes, which with its length is more than " + limit;
    }

    static String loopsEnded() {
        return "this end has been closed: it opens no more connections";
    }

    static String tooManyBodies(int max) {
        return "more than " + max + " bodies are fetched at once";
    }

    static String noBody(long id) {
        return "no body " + id + " is kept here: it was fetched, given up, or its task has ended";
    }

    static String bodyLost(String owner, Throwable cause) {
        return "the body of " + owner + " cannot be fetched: " + say(cause);
    }

    static String linkEnded() {
        return "the link ended";
    }

    static String bodyTooLarge(String owner, long length) {
        return "the body of " + owner + " has " + length + " bytes, but at most " + Body.MAX_BYTES
                + " can be carried: send a file's name, or several smaller values";
    }

    static String chunkLength(int length, long expected) {
        return "a chunk has " + length + " bytes where " + expected + " were declared";
    }

    static String bodyShort(long length, long declared) {
        return "a body ended after " + length + " bytes of " + declared;
    }

    static String pathTooLong(Path socket, int length, int max) {
        return "the path of the socket has " + length + " bytes, but a Unix socket's path has at most " + max + ": "
                + socket;
    }

    static String badUrl(String url, String why) {
        return "cannot use the url " + url + ": " + why;
    }

    static String noScheme() {
        return "it has no scheme: " + schemes();
    }

    static String unknownScheme(String scheme) {
        return "its scheme " + scheme + " is not known: " + schemes();
    }

    private static String schemes() {
        return "a url is tcp://host:port, tls+tcp://host:port, ws://host:port/path, wss://host:port/path or"
                + " unix:///path";
    }

    static String query() {
        return "it has a ? or #: nothing comes after its path";
    }

    static String userInUrl() {
        return "it has something before an @: secrets and names do not belong in a url, so leave it out";
    }

    static String relativePath(String path) {
        return "its path " + path + " is not absolute: there are three slashes in unix:///path";
    }

    static String badPath(String path) {
        return "its path " + path + " is malformed: use letters, digits, slashes and -._~, and %20 for a space";
    }

    static String needlessPath(LinkAddress.Scheme scheme, String path) {
        return "its path " + path + " has no meaning for " + scheme + ": leave it out, or use ws or wss";
    }

    static String openBracket(String host) {
        return "its host " + host + " has no closing bracket: an IPv6 address is written as in [::1]:5555";
    }

    static String bareIpv6(String host) {
        return "its host " + host + " has colons: an IPv6 address is written in brackets, as in [::1]:5555";
    }

    static String noHost() {
        return "its host is missing: use a name, an address, 127.0.0.1 for this machine only, or 0.0.0.0 to listen on"
                + " all addresses";
    }

    static String badHost(String host) {
        return "its host " + host + " is neither a name nor an address";
    }

    static String noPort() {
        return "its port is missing: add one, such as :5555, or :0 to listen on any that is free";
    }

    static String badPort(String port) {
        return "its port " + port + " is not a number from 0 to 65535";
    }

    static String unresolvable(String host) {
        return "its host " + host + " cannot be resolved: check the name, or use an address";
    }

    static String noSecret() {
        return "this is no secret of Mirai, which begins with mirai1_: copy the whole text that the host printed";
    }

    static String otherSecret(int version, int known) {
        return "this secret has version " + version + ", but this daemon knows version " + known
                + ": start the daemon with the same version of Mirai as the host";
    }

    static String shortSecret(int letters, int expected) {
        return "this secret was cut off: it has " + letters + " of " + expected
                + " letters after mirai1_; copy the whole text that the host printed";
    }

    static String alteredSecret() {
        return "this secret was altered on its way: its checksum is wrong; copy the whole text that the host printed"
                + " once more";
    }

    static String otherHost() {
        return "the public key of the host is not the one that the secret pins: another host is at this url, or it"
                + " was started again since; use the secret that it prints now";
    }

    static String noAuthorities(String where) {
        return "there is no certificate of an authority in " + where + ": it has to be in PEM, with a line -----BEGIN";
    }

    static String authoritiesNotRead(String where, Throwable cause) {
        return "the certificates of authorities cannot be read from " + where + " ("
                + cause.getClass().getSimpleName() + "): give the path of a PEM file, or its text";
    }

    static String noBinaryMessage() {
        return "what came over WebSocket is no whole binary message";
    }

    private static String say(Throwable cause) {
        String message = cause.getMessage();
        return message != null ? message : cause.getClass().getSimpleName();
    }
}
