package io.mirai.codec.snippet;

import io.mirai.codec.snippet.ClassCode.Use;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.objectweb.asm.Type;

/**
 * The code of snippets that a task can reach, and the variables that this code reads. Of the class that jshell
 * makes of a snippet only the methods that are called count: another one runs the snippet itself, which may
 * use anything. Of a class that was typed in every method counts, as a call may end in any. Not thread-safe.
 */
public final class SnippetCode {

    private static final String PREFIX = "REPL.$JShell$";
    private static final String INTERNAL_PREFIX = PREFIX.replace('.', '/');

    private final ClassLoader loader;
    private final ClassCodes codes;
    private final Map<String, ClassCode> read = new HashMap<>();
    private final Map<String, Integer> checksums = new LinkedHashMap<>();
    private final Set<SnippetVariable> variables = new LinkedHashSet<>();
    private final Set<String> reached = new HashSet<>();
    private final Deque<Use> waiting = new ArrayDeque<>();

    /**
     * Looks into snippets that a loader defined; their bytes are its resources.
     *
     * @param codes what was read of them before
     */
    public SnippetCode(ClassLoader loader, ClassCodes codes) {
        this.loader = loader;
        this.codes = codes;
    }

    /** Whether a class, by its binary name, was made of a snippet or typed in one. */
    public static boolean isSnippet(String className) {
        return className.startsWith(PREFIX);
    }

    /** The checksum by which two versions of a class of one name are told apart. */
    public static int checksum(byte[] classFile) {
        CRC32 crc = new CRC32();
        crc.update(classFile);
        return (int) crc.getValue();
    }

    /** The loader of the snippets. */
    public ClassLoader loader() {
        return loader;
    }

    /**
     * Follows the code of a lambda. Names are internal ones.
     *
     * @param capturing the class that rebuilds it
     * @param owner the class of the method that it calls
     * @throws IOException if the bytes of a snippet cannot be read
     */
    public void addLambda(String capturing, String owner, String method, String descriptor) throws IOException {
        if (isTop(capturing)) {
            codeOf(capturing);
        }
        follow(new Use(ClassCode.Kind.CALLS, owner, method, descriptor));
    }

    /**
     * Follows all methods of a class that was typed in.
     *
     * @param name its binary name
     * @throws IOException if the bytes of a snippet cannot be read
     */
    public void addClass(String name) throws IOException {
        follow(Use.ofClass(name.replace('.', '/')));
    }

    /** The classes whose code is reached, by binary name, with their checksums. */
    public Map<String, Integer> checksums() {
        return Collections.unmodifiableMap(checksums);
    }

    /** The variables that this code reads. */
    public Set<SnippetVariable> variables() {
        return Collections.unmodifiableSet(variables);
    }

    private void follow(Use start) throws IOException {
        for (Use use = start; use != null; use = waiting.poll()) {
            String owner = use.owner().startsWith("[")
                    ? Type.getObjectType(use.owner()).getElementType().getInternalName()
                    : use.owner();
            if (isTop(owner)) {
                followTop(use);
            } else if (owner.startsWith(INTERNAL_PREFIX) && reached.add(owner)) {
                waiting.addAll(codeOf(owner).allUses());
            }
        }
    }

    /** The class of a snippet has a part for each thing that was typed; only the one that is used counts. */
    private void followTop(Use use) throws IOException {
        switch (use.kind()) {
            case CALLS -> {
                String method = use.name() + use.descriptor();
                if (reached.add(use.owner() + "." + method)) {
                    waiting.addAll(codeOf(use.owner()).usesOf(method));
                }
            }
            case READS_STATIC -> {
                codeOf(use.owner());
                variables.add(new SnippetVariable(use.owner().replace('/', '.'), use.name()));
            }
            case MENTIONS -> {}
        }
    }

    /** Whether this is the class of a snippet, and not one that was typed in, which is nested in it. */
    private static boolean isTop(String internalName) {
        return internalName.startsWith(INTERNAL_PREFIX) && internalName.indexOf('$', INTERNAL_PREFIX.length()) < 0;
    }

    private ClassCode codeOf(String internalName) throws IOException {
        ClassCode known = read.get(internalName);
        if (known != null) {
            return known;
        }
        ClassCode code = codes.of(loader, internalName);
        read.put(internalName, code);
        checksums.put(internalName.replace('/', '.'), code.checksum());
        return code;
    }
}
