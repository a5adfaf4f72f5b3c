package io.mirai.daemon.command;

import io.mirai.DaemonOptions.AutoExit;
import io.mirai.spi.HostGone;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what a daemon does when its host goes, and lists what can be said of it. */
final class HostGoneConverter implements ITypeConverter<HostGone>, Iterable<String> {

    private HostGoneConverter() {}

    @Override
    public HostGone convert(String text) {
        for (AutoExit mode : AutoExit.values()) {
            if (name(mode).equals(text)) {
                return new HostGone(mode, "");
            }
        }
        try {
            return HostGone.raising(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(Texts.unknownAutoExit(text, this));
        }
    }

    @Override
    public Iterator<String> iterator() {
        Stream<String> modes = Arrays.stream(AutoExit.values()).map(HostGoneConverter::name);
        return Stream.concat(modes, HostGone.SIGNALS.stream().map(signal -> "SIG" + signal))
                .iterator();
    }

    private static String name(AutoExit mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
