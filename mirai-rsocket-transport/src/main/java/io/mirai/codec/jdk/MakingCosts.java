package io.mirai.codec.jdk;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** Values whose making takes far more time or memory than a copy of their parts. */
final class MakingCosts {

    private static final int PER_CHAR_OF_PATTERN = 5;
    private static final int CHARS_PER_UNIT = 64;
    private static final int PER_SUBFORMAT = 160;
    private static final int PENDING_NUMBER = 160;
    private static final int CONSTANTS_PER_UNIT = 4;
    private static final int MAX_FACTORIAL = 20;

    private MakingCosts() {}

    /** In units of some sixteen bytes, or of some hundred nanoseconds. */
    static long of(String name, Object[] parts) {
        if (parts.length == 0 || parts[0] == null) {
            return 0;
        }
        Object first = parts[0];
        return switch (name) {
            case "java.util.regex.Pattern" -> parts.length == 2 ? ofPattern((String) first, (int) parts[1]) : 0;
            case "java.text.MessageFormat" -> count((String) first, ',') * PER_SUBFORMAT;
            case "java.util.EnumSet" -> ofEnum((Class<?>) first);
            case "java.util.Random" -> parts.length == 2 && parts[1] != null ? PENDING_NUMBER : 0;
            default -> 0;
        };
    }

    private static long ofEnum(Class<?> type) {
        Object[] constants = type.getEnumConstants();
        return constants == null ? 0 : constants.length / CONSTANTS_PER_UNIT;
    }

    /** A quantified group is looked through once for each that it lies in. */
    private static long ofPattern(String pattern, int flags) {
        long length = pattern.length();
        long cost = PER_CHAR_OF_PATTERN * length + count(pattern, '(') * length / CHARS_PER_UNIT;
        return (flags & Pattern.CANON_EQ) == 0 ? cost : cost + ofOrders(pattern);
    }

    /** With canonical equivalence, each order of the marks on one letter becomes an alternative. */
    private static long ofOrders(String pattern) {
        String marked = Normalizer.normalize(pattern, Normalizer.Form.NFD);
        long cost = 0;
        long orders = 1;
        int run = 0;
        for (int i = 0; i < marked.length(); i++) {
            int type = Character.getType(marked.charAt(i));
            boolean mark = type == Character.NON_SPACING_MARK
                    || type == Character.ENCLOSING_MARK
                    || type == Character.COMBINING_SPACING_MARK
                    || type == Character.SURROGATE;
            run = mark ? Math.min(run + 1, MAX_FACTORIAL) : 0;
            orders = mark ? Math.min(orders * run, Integer.MAX_VALUE) : 1;
            cost = Math.min(Long.MAX_VALUE / 4, cost + orders);
        }
        return cost;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }
}
