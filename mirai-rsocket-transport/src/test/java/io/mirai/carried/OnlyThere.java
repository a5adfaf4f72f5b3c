package io.mirai.carried;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A class that exists on a daemon only. */
final class OnlyThere {

    private OnlyThere() {}

    static Class<?> exceptionClass() throws ClassNotFoundException {
        return new ClassLoader(null) {
            @Override
            protected Class<?> findClass(String name) {
                byte[] bytes = compiled(
                        name,
                        "package only.there; public class Failure extends Exception {"
                                + " public Failure(String m) { super(m); } }");
                return defineClass(name, bytes, 0, bytes.length);
            }
        }.loadClass("only.there.Failure");
    }

    private static byte[] compiled(String name, String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Failure.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        JavaFileManager manager = new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String className, JavaFileObject.Kind kind, javax.tools.FileObject sibling)
                    throws IOException {
                return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
                    @Override
                    public java.io.OutputStream openOutputStream() {
                        return out;
                    }
                };
            }
        };
        List<String> options = Arrays.asList("-proc:none");
        if (!compiler.getTask(null, manager, null, options, null, List.of(file)).call()) {
            throw new IllegalStateException(name);
        }
        return out.toByteArray();
    }
}
