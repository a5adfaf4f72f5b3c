package io.mirai.daemon.command;

import io.mirai.daemon.shared.DurationText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an argument by {@link DurationText}. */
final class DurationConverter implements ITypeConverter<Duration> {

    private DurationConverter() {}

    @Override
    public Duration convert(String text) {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
