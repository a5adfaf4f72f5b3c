package io.mirai.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.rules.Refusal;
import io.mirai.codec.snippet.ClassCodes;
import io.mirai.codec.snippet.SnippetCode;
import io.mirai.codec.snippet.SnippetVariable;
import io.mirai.spi.Body;
import java.io.IOException;
import java.lang.invoke.SerializedLambda;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a task takes along of jshell: a snippet's variables are static fields, so a lambda that uses them captures
 * nothing, and on a daemon they would be 0. It stands at the head of the body:
 *
 * <pre>
 *   number of classes                 0: no snippet is met, and nothing follows
 *     name, checksum of each          tells the daemon whether jshell has changed a class that it has
 *   number of variables
 *     class, name, value of each
 * </pre>
 *
 * Which snippets a task meets shows when it is written, and the values may meet more: it is written again until
 * nothing new is met. Outside of jshell that is once.
 */
final class SnippetState {

    private final ClassCodes codes;
    private @Nullable SnippetCode code;
    private int writtenClasses;
    private int writtenVariables;

    /**
     * For one task.
     *
     * @param codes what was read of snippets before
     */
    SnippetState(ClassCodes codes) {
        this.codes = codes;
    }

    /** The graph has an object of this class, which was typed into jshell. */
    void meet(Class<?> type) {
        try {
            codeOf(type.getClassLoader()).addClass(type.getName());
        } catch (IOException e) {
            throw new Refusal(type.getTypeName(), Texts.snippetUnreadable(e), e);
        }
    }

    /** The graph has a lambda that was typed into jshell. */
    void meet(ClassLoader loader, SerializedLambda lambda) {
        try {
            codeOf(loader)
                    .addLambda(
                            lambda.getCapturingClass(),
                            lambda.getImplClass(),
                            lambda.getImplMethodName(),
                            lambda.getImplMethodSignature());
        } catch (IOException e) {
            throw new Refusal(lambda.getCapturingClass().replace('/', '.'), Texts.snippetUnreadable(e), e);
        }
    }

    private SnippetCode codeOf(ClassLoader loader) {
        SnippetCode known = code;
        if (known == null) {
            known = new SnippetCode(loader, codes);
            code = known;
        }
        return known;
    }

    /** Whether the graph met more than was written at its head: then it is to be written again. */
    boolean grew() {
        return code != null
                && (code.checksums().size() > writtenClasses || code.variables().size() > writtenVariables);
    }

    void write(Engine engine, Output out) {
        SnippetCode known = code;
        if (known == null) {
            out.writeVarInt(0, true);
            return;
        }
        Map<String, Integer> checksums = new LinkedHashMap<>(known.checksums());
        List<SnippetVariable> read = List.copyOf(known.variables());
        writtenClasses = checksums.size();
        writtenVariables = read.size();
        out.writeVarInt(checksums.size(), true);
        checksums.forEach((name, checksum) -> {
            out.writeString(name);
            out.writeInt(checksum);
        });
        out.writeVarInt(read.size(), true);
        for (SnippetVariable variable : read) {
            engine.putText(out, variable.owner());
            engine.putText(out, variable.name());
            try {
                engine.put(out, variable.get(known.loader()));
            } catch (Refusal e) {
                throw e.at(Texts.snippetVariable(variable.name()));
            } catch (ReflectiveOperationException e) {
                throw Refusal.unwritable(variable.owner(), e);
            }
        }
    }

    /** The classes that a task met, with their checksums. */
    static Map<String, Integer> classes(Body task) {
        Body parted = LargeArrays.gathered(task);
        if (parted.chunks().isEmpty() || parted.chunks().get(0)[0] == 0) {
            return Map.of();
        }
        try (Input in = new Input(new ChunkStream.Reader(parted))) {
            return readClasses(in);
        }
    }

    private static Map<String, Integer> readClasses(Input in) {
        int count = in.readVarInt(true);
        Map<String, Integer> checksums = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            checksums.put(in.readString(), in.readInt());
        }
        return checksums;
    }

    /** Gives the variables the values that they had on the host. */
    static void restore(Engine engine, Input in) {
        if (readClasses(in).isEmpty()) {
            return;
        }
        int count = in.readVarInt(true);
        for (int i = 0; i < count; i++) {
            SnippetVariable variable = new SnippetVariable(engine.getText(in), engine.getText(in));
            try {
                variable.set(engine.direction.loader, engine.get(in));
            } catch (Refusal e) {
                throw e.at(Texts.snippetVariable(variable.name()));
            } catch (ReflectiveOperationException e) {
                throw Refusal.unreadable(variable.owner(), e);
            }
        }
    }
}
