package io.mirai.codec.form;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.mirai.codec.rules.Magic;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Objects that stand in for others: {@code writeReplace} on the way out, {@code readResolve} on the way in. */
final class ReplacedForms {

    private ReplacedForms() {}

    /** Sends what {@code writeReplace} returns, instead of the object itself. */
    static final class Replaced extends Form {

        private final @Nullable MethodHandle writeReplace;

        /** Reads what replaced objects of any class. */
        Replaced() {
            this.writeReplace = null;
        }

        /** Writes objects of one class. */
        Replaced(MethodHandle writeReplace) {
            this.writeReplace = writeReplace;
        }

        @Override
        boolean isMadeLast() {
            return true;
        }

        @Override
        void write(Graph graph, Output out, Object object) throws Exception {
            Object replacement = Magic.call(Objects.requireNonNull(writeReplace), object);
            if (replacement != null && replacement.getClass() == object.getClass()) {
                graph.nextAsIs();
            }
            if (replacement == object) {
                graph.putUnshared(out, object); // a reference would be to this, which has no end
            } else {
                graph.put(out, replacement);
            }
        }

        @Override
        @Nullable
        Object read(Graph graph, Input in) {
            return graph.get(in);
        }
    }

    /** Reads an object, then lets it choose what replaces it. */
    static final class Resolved extends Form {

        private final Form form;
        private final MethodHandle readResolve;

        Resolved(Form form, MethodHandle readResolve) {
            this.form = form;
            this.readResolve = readResolve;
        }

        @Override
        boolean isMadeLast() {
            return form.isMadeLast();
        }

        @Override
        void write(Graph graph, Output out, Object object) throws Exception {
            form.write(graph, out, object);
        }

        @Override
        @Nullable
        Object read(Graph graph, Input in) throws Exception {
            int id = graph.begunId();
            graph.mayReplace(id);
            Object object = Objects.requireNonNull(form.read(graph, in));
            graph.settle();
            Object resolved = Magic.call(readResolve, object);
            if (resolved != object) {
                graph.replace(id, object.getClass(), resolved);
            }
            return resolved;
        }
    }
}
