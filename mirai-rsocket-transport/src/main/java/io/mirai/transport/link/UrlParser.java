package io.mirai.transport.link;

import io.mirai.transport.link.LinkAddress.Scheme;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one url, and says which part of it is wrong. {@code java.net.URI} only says that something is. */
final class UrlParser {

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9_.-]*[a-z0-9_.])?");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern SCOPE = Pattern.compile("(%[A-Za-z0-9_.-]+)?");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern PATH = Pattern.compile("(/([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*)*");
    private static final int MAX_PORT = 0xFFFF;

    private final String url;

    UrlParser(String url) {
        this.url = url;
    }

    LinkAddress parse() {
        int end = url.indexOf("://");
        if (end < 0) {
            throw wrong(Texts.noScheme());
        }
        String rest = url.substring(end + 3);
        if (url.startsWith(LinkAddress.UNIX)) {
            return unix(rest);
        }
        Scheme scheme =
                Scheme.of(url.substring(0, end)).orElseThrow(() -> wrong(Texts.unknownScheme(url.substring(0, end))));
        if (rest.indexOf('?') >= 0 || rest.indexOf('#') >= 0) {
            throw wrong(Texts.query());
        }
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : rest.substring(slash);
        if (authority.indexOf('@') >= 0) {
            throw wrong(Texts.userInUrl());
        }
        return tcp(scheme, authority, path(scheme, path));
    }

    private LinkAddress unix(String path) {
        if (!path.startsWith("/")) {
            throw wrong(Texts.relativePath(path));
        }
        try {
            return new LinkAddress.Unix(LinkAddress.path(path));
        } catch (InvalidPathException e) {
            throw wrong(Texts.badPath(path));
        }
    }

    private String path(Scheme scheme, String path) {
        if (!scheme.isWebSocket()) {
            if (!path.isEmpty()) {
                throw wrong(Texts.needlessPath(scheme, path));
            }
            return "";
        }
        if (!PATH.matcher(path).matches()) {
            throw wrong(Texts.badPath(path));
        }
        return path.isEmpty() ? "/" : path;
    }

    private LinkAddress tcp(Scheme scheme, String authority, String path) {
        boolean bracket = authority.startsWith("[");
        int end = bracket ? authority.indexOf(']') : authority.lastIndexOf(':');
        if (bracket && end < 0) {
            throw wrong(Texts.openBracket(authority));
        }
        String host;
        String port;
        if (bracket) {
            host = authority.substring(1, end);
            port = authority.substring(end + 1);
            if (!port.startsWith(":")) {
                throw wrong(Texts.noPort());
            }
            port = port.substring(1);
        } else {
            if (end < 0) {
                throw wrong(authority.isEmpty() ? Texts.noHost() : Texts.noPort());
            }
            host = authority.substring(0, end);
            port = authority.substring(end + 1);
        }
        return new LinkAddress.Tcp(scheme, host(host, bracket), port(port), path);
    }

    private String host(String host, boolean bracket) {
        if (host.isEmpty()) {
            throw wrong(Texts.noHost());
        }
        if (!bracket && host.indexOf(':') >= 0) {
            throw wrong(Texts.bareIpv6(host));
        }
        String literal = literal(host);
        if (literal != null && bracket == host.indexOf(':') >= 0) {
            return literal;
        }
        String name = host.toLowerCase(Locale.ROOT);
        if (bracket || NUMBERS.matcher(name).matches() || !NAME.matcher(name).matches()) {
            throw wrong(Texts.badHost(host));
        }
        return name;
    }

    /** The address in its usual form, with the network interface that may come after it; null if it is a name. */
    private static @Nullable String literal(String host) {
        int scope = host.indexOf('%');
        String address = scope < 0 ? host : host.substring(0, scope);
        String suffix = scope < 0 ? "" : host.substring(scope);
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(address);
        return literal == null || !SCOPE.matcher(suffix).matches() ? null : LinkAddress.Tcp.usual(literal) + suffix;
    }

    private int port(String port) {
        if (port.isEmpty()) {
            throw wrong(Texts.noPort());
        }
        int number = PORT.matcher(port).matches() ? Integer.parseInt(port) : -1;
        if (number < 0 || number > MAX_PORT) {
            throw wrong(Texts.badPort(port));
        }
        return number;
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException(Texts.badUrl(shown(), why));
    }

    /** Without what is before an {@code @}, which may be a password. */
    private String shown() {
        int at = url.lastIndexOf('@');
        int begin = url.indexOf("://");
        return at < 0 || url.startsWith(LinkAddress.UNIX)
                ? url
                : (begin < 0 ? "" : url.substring(0, begin + 3)) + "…" + url.substring(at);
    }
}
