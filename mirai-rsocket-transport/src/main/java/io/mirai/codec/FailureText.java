package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.rules.SafeText;
import io.mirai.codec.rules.Words;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An exception with its causes and suppressed as plain text: always writable, always readable, and
 * bounded. Exceptions are numbered in the order in which they are found, so a cycle stays a cycle.
 */
final class FailureText {

    private static final int MAX_EXCEPTIONS = 256;
    private static final int NONE = -1;

    private FailureText() {}

    // On the daemon.

    /** Writes an exception of the user, whose methods may throw anything themselves. */
    static void write(Engine engine, Output out, Throwable root) {
        IdentityHashMap<Throwable, Integer> numbers = new IdentityHashMap<>();
        List<Throwable> found = new ArrayList<>();
        number(root, numbers, found);
        List<int[]> links = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Throwable each = found.get(i);
            Throwable cause = ask(each::getCause);
            Throwable[] suppressed = ask(each::getSuppressed);
            int[] numbered = new int[1 + (suppressed == null ? 0 : suppressed.length)];
            numbered[0] = number(cause, numbers, found);
            for (int s = 1; s < numbered.length && suppressed != null; s++) {
                numbered[s] = number(suppressed[s - 1], numbers, found);
            }
            links.add(numbered);
        }
        out.writeVarInt(found.size(), true);
        for (int i = 0; i < found.size(); i++) {
            writeOne(engine, out, found.get(i), links.get(i));
        }
    }

    private static int number(
            @Nullable Throwable thrown, IdentityHashMap<Throwable, Integer> numbers, List<Throwable> found) {
        if (thrown == null) {
            return NONE;
        }
        Integer known = numbers.get(thrown);
        if (known != null) {
            return known;
        }
        if (found.size() == MAX_EXCEPTIONS) {
            return NONE;
        }
        found.add(thrown);
        numbers.put(thrown, found.size() - 1);
        return found.size() - 1;
    }

    private static void writeOne(Engine engine, Output out, Throwable thrown, int[] links) {
        engine.putText(out, cut(thrown.getClass().getName()));
        writeMessage(engine, out, thrown);
        StackTraceElement[] stack = ask(thrown::getStackTrace);
        List<StackTraceElement> frames = stack == null
                ? List.of()
                : Arrays.stream(stack)
                        .filter(Objects::nonNull)
                        .limit(SafeText.MAX_FRAMES)
                        .toList();
        out.writeVarInt(frames.size(), true);
        frames.forEach(frame -> writeFrame(engine, out, frame));
        out.writeVarInt(links.length, true);
        for (int link : links) {
            out.writeVarInt(link, false);
        }
    }

    private static void writeMessage(Engine engine, Output out, Throwable thrown) {
        String message;
        try {
            message = thrown.getMessage();
        } catch (Throwable e) { // whatever a user's method may throw
            message = Texts.messageThrew(e.getClass());
        }
        putNullable(engine, out, message);
    }

    private static void writeFrame(Engine engine, Output out, StackTraceElement frame) {
        putNullable(engine, out, frame.getClassLoaderName());
        putNullable(engine, out, frame.getModuleName());
        putNullable(engine, out, frame.getModuleVersion());
        engine.putText(out, cut(frame.getClassName()));
        engine.putText(out, cut(frame.getMethodName()));
        putNullable(engine, out, frame.getFileName());
        out.writeVarInt(frame.getLineNumber(), false);
    }

    private static void putNullable(Engine engine, Output out, @Nullable String text) {
        out.writeBoolean(text != null);
        if (text != null) {
            engine.putText(out, cut(text));
        }
    }

    private static String cut(String text) {
        return text.length() <= SafeText.MAX_CHARS ? text : text.substring(0, SafeText.MAX_CHARS) + "…";
    }

    private static <T> @Nullable T ask(Supplier<@Nullable T> method) {
        try {
            return method.get();
        } catch (Throwable e) { // whatever a user's method may throw
            return null;
        }
    }

    // On both sides.

    /**
     * Whether an exception prints, with its causes and suppressed. The host's own printing would end in
     * the exception that a method of the user throws, on either side: fields that it needs may be transient.
     *
     * @param safely whether its texts may contain no control characters either: a method of the user may compose them from fields
     */
    static boolean isPrintable(Throwable root, boolean safely) {
        Set<Throwable> found = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> left = new ArrayDeque<>(List.of(root));
        try {
            while (!left.isEmpty()) {
                Throwable each = left.pop();
                if (found.size() > MAX_EXCEPTIONS) {
                    return false; // getCause may make a new cause each time
                }
                if (found.add(each)) {
                    Stream<String> texts = Stream.of(each.getMessage(), each.getLocalizedMessage(), each.toString());
                    if (texts.filter(Objects::nonNull).anyMatch(text -> safely && !SafeText.isSafe(text))) {
                        return false;
                    }
                    Stream.concat(Stream.ofNullable(each.getCause()), Arrays.stream(each.getSuppressed()))
                            .forEach(left::push);
                }
            }
            return true;
        } catch (Throwable e) { // whatever a user's method may throw
            return false;
        }
    }

    // On the host.

    /** The stand-in of the root, linked with all others. */
    static RemoteThrowable read(Engine engine, Input in) {
        int count = engine.readCount(in, 5);
        if (count == 0 || count > MAX_EXCEPTIONS) {
            throw new Refusal(null, Texts.countOutOfRange(count, MAX_EXCEPTIONS), null);
        }
        List<RemoteThrowable> all = new ArrayList<>(count);
        List<int[]> links = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String className = Words.quote(engine.getText(in));
            String message = getNullable(engine, in);
            all.add(new RemoteThrowable(className, message, readStack(engine, in)));
            int[] numbered = new int[engine.readCount(in, 1)];
            Arrays.setAll(numbered, n -> in.readVarInt(false));
            links.add(numbered);
        }
        for (int i = 0; i < count; i++) {
            link(all.get(i), links.get(i), all);
        }
        return all.get(0);
    }

    private static StackTraceElement[] readStack(Engine engine, Input in) {
        StackTraceElement[] stack = new StackTraceElement[engine.readCount(in, 7)];
        for (int i = 0; i < stack.length; i++) {
            stack[i] = new StackTraceElement(
                    getNullable(engine, in),
                    getNullable(engine, in),
                    getNullable(engine, in),
                    SafeText.of(engine.getText(in)),
                    SafeText.of(engine.getText(in)),
                    getNullable(engine, in),
                    in.readVarInt(false));
        }
        return stack;
    }

    private static @Nullable String getNullable(Engine engine, Input in) {
        return in.readBoolean() ? SafeText.of(engine.getText(in)) : null;
    }

    private static void link(RemoteThrowable thrown, int[] links, List<RemoteThrowable> all) {
        for (int i = 0; i < links.length; i++) {
            int number = links[i];
            if (number < NONE || number >= all.size()) {
                throw new Refusal(null, Texts.referenceTooEarly(), null);
            }
            Throwable other = number == NONE ? null : all.get(number);
            if (other == null || other == thrown) {
                continue;
            }
            if (i == 0) {
                thrown.initCause(other);
            } else {
                thrown.addSuppressed(other);
            }
        }
    }
}
