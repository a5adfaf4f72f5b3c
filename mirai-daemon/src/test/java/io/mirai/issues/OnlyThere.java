package io.mirai.issues;

import io.mirai.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A task that makes an instance of a class which no class path has: the daemon defines it from bytes. */
final class OnlyThere implements Task<Object> {

    private final byte[] classBytes;
    private final String name;
    private final boolean thrown;

    OnlyThere(byte[] classBytes, String name, boolean thrown) {
        this.classBytes = classBytes;
        this.name = name;
        this.thrown = thrown;
    }

    @Override
    public Object call() throws Exception {
        Object alien = define(name, classBytes).getConstructor().newInstance();
        if (thrown) {
            throw (Exception) alien;
        }
        return alien;
    }

    static Class<?> define(String name, byte[] bytes) throws ClassNotFoundException {
        return Class.forName(name, true, new ClassLoader(OnlyThere.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String wanted) throws ClassNotFoundException {
                if (!wanted.equals(name)) {
                    throw new ClassNotFoundException(wanted);
                }
                return defineClass(wanted, bytes, 0, bytes.length);
            }
        });
    }

    /** Compiles one class from its source. */
    static byte[] bytes(String name, String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JavaFileManager manager =
                new ForwardingJavaFileManager<JavaFileManager>(compiler.getStandardFileManager(null, null, null)) {
                    @Override
                    public JavaFileObject getJavaFileForOutput(
                            Location location,
                            String className,
                            JavaFileObject.Kind kind,
                            javax.tools.FileObject sibling) {
                        return new SimpleJavaFileObject(URI.create("bytes:///" + className + ".class"), kind) {
                            @Override
                            public OutputStream openOutputStream() {
                                return bytes;
                            }
                        };
                    }
                };
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("source:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) throws IOException {
                        return source;
                    }
                };
        String classPath = io.mirai.Task.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        boolean compiled = compiler.getTask(
                        null, manager, null, List.of("-proc:none", "-classpath", classPath), null, List.of(file))
                .call();
        if (!compiled) {
            throw new IllegalArgumentException(source);
        }
        return bytes.toByteArray();
    }
}
