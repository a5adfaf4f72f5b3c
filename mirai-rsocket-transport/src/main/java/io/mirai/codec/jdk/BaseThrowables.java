package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import io.mirai.codec.jdk.JdkThrowables.Making;
import java.io.InvalidClassException;
import java.io.WriteAbortedException;
import java.lang.annotation.IncompleteAnnotationException;
import java.lang.reflect.InvocationTargetException;
import java.net.HttpRetryException;
import java.net.URISyntaxException;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.UnmappableCharacterException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.security.AccessControlException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidatorException;
import java.text.ParseException;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.DuplicateFormatFlagsException;
import java.util.FormatFlagsConversionMismatchException;
import java.util.IllegalFormatCodePointException;
import java.util.IllegalFormatConversionException;
import java.util.IllegalFormatFlagsException;
import java.util.IllegalFormatPrecisionException;
import java.util.IllegalFormatWidthException;
import java.util.IllformedLocaleException;
import java.util.MissingFormatArgumentException;
import java.util.MissingFormatWidthException;
import java.util.MissingResourceException;
import java.util.UnknownFormatConversionException;
import java.util.UnknownFormatFlagsException;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** java.base: those of its exceptions that have fields of their own. */
final class BaseThrowables {

    private BaseThrowables() {}

    @SuppressWarnings("removal") // users may still meet an AccessControlException; what it asked for stays behind
    static @Nullable Making making(Class<?> type) throws NoSuchMethodException {
        if (FileSystemException.class.isAssignableFrom(type)) {
            return ofFileSystem(type);
        }
        return switch (type.getName()) {
            case "java.lang.EnumConstantNotPresentException" ->
                JdkThrowables.of(
                        EnumConstantNotPresentException.class,
                        type,
                        e -> parts(e.enumType(), e.constantName()),
                        Class.class,
                        String.class);
            case "java.lang.TypeNotPresentException" ->
                JdkThrowables.of(
                        TypeNotPresentException.class,
                        type,
                        e -> parts(e.typeName(), e.getCause()),
                        String.class,
                        Throwable.class);
            case "java.lang.annotation.IncompleteAnnotationException" ->
                JdkThrowables.of(
                        IncompleteAnnotationException.class,
                        type,
                        e -> parts(e.annotationType(), e.elementName()),
                        Class.class,
                        String.class);
            case "java.lang.reflect.InvocationTargetException" ->
                JdkThrowables.of(
                        InvocationTargetException.class,
                        type,
                        e -> parts(e.getTargetException(), e.getMessage()),
                        Throwable.class,
                        String.class);
            case "java.nio.charset.IllegalCharsetNameException" ->
                JdkThrowables.of(IllegalCharsetNameException.class, type, e -> parts(e.getCharsetName()), String.class);
            case "java.nio.charset.UnsupportedCharsetException" ->
                JdkThrowables.of(UnsupportedCharsetException.class, type, e -> parts(e.getCharsetName()), String.class);
            case "java.nio.charset.MalformedInputException" ->
                JdkThrowables.of(MalformedInputException.class, type, e -> parts(e.getInputLength()), int.class);
            case "java.nio.charset.UnmappableCharacterException" ->
                JdkThrowables.of(UnmappableCharacterException.class, type, e -> parts(e.getInputLength()), int.class);
            case "java.nio.file.InvalidPathException" ->
                JdkThrowables.of(
                        InvalidPathException.class,
                        type,
                        e -> parts(e.getInput(), e.getReason(), e.getIndex()),
                        String.class,
                        String.class,
                        int.class);
            case "java.nio.file.attribute.UserPrincipalNotFoundException" ->
                JdkThrowables.of(UserPrincipalNotFoundException.class, type, e -> parts(e.getName()), String.class);
            case "java.util.DuplicateFormatFlagsException" ->
                JdkThrowables.of(DuplicateFormatFlagsException.class, type, e -> parts(e.getFlags()), String.class);
            case "java.util.FormatFlagsConversionMismatchException" ->
                JdkThrowables.of(
                        FormatFlagsConversionMismatchException.class,
                        type,
                        e -> parts(e.getFlags(), e.getConversion()),
                        String.class,
                        char.class);
            case "java.util.IllegalFormatCodePointException" ->
                JdkThrowables.of(IllegalFormatCodePointException.class, type, e -> parts(e.getCodePoint()), int.class);
            case "java.util.IllegalFormatConversionException" ->
                JdkThrowables.of(
                        IllegalFormatConversionException.class,
                        type,
                        e -> parts(e.getConversion(), e.getArgumentClass()),
                        char.class,
                        Class.class);
            case "java.util.IllegalFormatFlagsException" ->
                JdkThrowables.of(IllegalFormatFlagsException.class, type, e -> parts(e.getFlags()), String.class);
            case "java.util.IllegalFormatPrecisionException" ->
                JdkThrowables.of(IllegalFormatPrecisionException.class, type, e -> parts(e.getPrecision()), int.class);
            case "java.util.IllegalFormatWidthException" ->
                JdkThrowables.of(IllegalFormatWidthException.class, type, e -> parts(e.getWidth()), int.class);
            case "java.util.IllformedLocaleException" ->
                JdkThrowables.of(
                        IllformedLocaleException.class,
                        type,
                        e -> parts(withoutIndex(e.getMessage(), e.getErrorIndex()), e.getErrorIndex()),
                        String.class,
                        int.class);
            case "java.util.MissingFormatArgumentException" ->
                JdkThrowables.of(
                        MissingFormatArgumentException.class, type, e -> parts(e.getFormatSpecifier()), String.class);
            case "java.util.MissingFormatWidthException" ->
                JdkThrowables.of(
                        MissingFormatWidthException.class, type, e -> parts(e.getFormatSpecifier()), String.class);
            case "java.util.MissingResourceException" ->
                JdkThrowables.of(
                        MissingResourceException.class,
                        type,
                        e -> parts(e.getMessage(), e.getClassName(), e.getKey()),
                        String.class,
                        String.class,
                        String.class);
            case "java.util.UnknownFormatConversionException" ->
                JdkThrowables.of(
                        UnknownFormatConversionException.class, type, e -> parts(e.getConversion()), String.class);
            case "java.util.UnknownFormatFlagsException" ->
                JdkThrowables.of(UnknownFormatFlagsException.class, type, e -> parts(e.getFlags()), String.class);
            case "java.util.regex.PatternSyntaxException" ->
                JdkThrowables.of(
                        PatternSyntaxException.class,
                        type,
                        e -> parts(e.getDescription(), e.getPattern(), e.getIndex()),
                        String.class,
                        String.class,
                        int.class);
            case "java.net.HttpRetryException" ->
                JdkThrowables.of(
                        HttpRetryException.class,
                        type,
                        e -> parts(e.getReason(), e.responseCode(), e.getLocation()),
                        String.class,
                        int.class,
                        String.class);
            case "java.net.URISyntaxException" ->
                JdkThrowables.of(
                        URISyntaxException.class,
                        type,
                        e -> parts(e.getInput(), e.getReason(), e.getIndex()),
                        String.class,
                        String.class,
                        int.class);
            case "java.io.InvalidClassException" ->
                JdkThrowables.of(
                        InvalidClassException.class,
                        type,
                        e -> parts(e.classname, JdkThrowables.messageWithin(e)),
                        String.class,
                        String.class);
            case "java.io.WriteAbortedException" ->
                JdkThrowables.of(
                        WriteAbortedException.class,
                        type,
                        e -> parts(JdkThrowables.messageWithin(e), e.getCause()),
                        String.class,
                        Exception.class);
            case "java.security.AccessControlException" ->
                JdkThrowables.of(AccessControlException.class, type, e -> parts(e.getMessage()), String.class);
            case "java.security.cert.CertPathValidatorException" ->
                JdkThrowables.of(
                        CertPathValidatorException.class,
                        type,
                        e -> parts(e.getMessage(), e.getCause(), e.getCertPath(), e.getIndex(), e.getReason()),
                        String.class,
                        Throwable.class,
                        CertPath.class,
                        int.class,
                        CertPathValidatorException.Reason.class);
            case "java.text.ParseException" ->
                JdkThrowables.of(
                        ParseException.class,
                        type,
                        e -> parts(e.getMessage(), e.getErrorOffset()),
                        String.class,
                        int.class);
            case "java.time.format.DateTimeParseException" ->
                JdkThrowables.of(
                        DateTimeParseException.class,
                        type,
                        e -> parts(e.getMessage(), e.getParsedString(), e.getErrorIndex()),
                        String.class,
                        CharSequence.class,
                        int.class);
            default -> null;
        };
    }

    private static Making ofFileSystem(Class<?> type) throws NoSuchMethodException {
        boolean full = Arrays.stream(type.getConstructors()).anyMatch(c -> c.getParameterCount() == 3);
        return full
                ? JdkThrowables.of(
                        FileSystemException.class,
                        type,
                        e -> parts(e.getFile(), e.getOtherFile(), e.getReason()),
                        String.class,
                        String.class,
                        String.class)
                : JdkThrowables.of(FileSystemException.class, type, e -> parts(e.getFile()), String.class);
    }

    /** The constructor appends the index. */
    private static @Nullable String withoutIndex(@Nullable String message, int index) {
        String suffix = " [at index " + index + "]";
        return index < 0 || message == null || !message.endsWith(suffix)
                ? message
                : message.substring(0, message.length() - suffix.length());
    }
}
