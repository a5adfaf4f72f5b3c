package io.mirai.launch;

import io.mirai.Daemons;
import java.io.File;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.TreeMap;

/** A host that prints what it has and what its daemon has, a fact a line. */
final class EnvironmentProgram {

    private EnvironmentProgram() {}

    interface Attempt {
        Object call() throws Exception;
    }

    public static void main(String[] args) {
        if (args.length > 0) {
            Locale.setDefault(Locale.forLanguageTag("sr-Latn-RS-u-nu-deva-x-home"));
            Locale.setDefault(Locale.Category.DISPLAY, new Locale("ja", "JP", "JP"));
            Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("de-1996"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            System.setProperty("java.awt.headless", "true");
            System.setProperty("set.later", "x");
        }
        try (Daemons daemons = Daemons.local(1)) {
            Map<String, String> there = Objects.requireNonNull(
                    daemons.mirai(EnvironmentProgram::facts).collect());
            facts().forEach((name, here) -> System.out.println(name + ": "
                    + (here.equals(there.get(name)) ? here : "here " + here + ", there " + there.get(name))));
        }
    }

    static Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        put(facts, "directory", () -> Path.of("").toAbsolutePath());
        put(facts, "environment", () -> System.getenv("MARK"));
        for (String name : List.of("plain", "empty", "from.tool", "from.jdk", "from.under", "contested", "set.later")) {
            put(facts, name, () -> System.getProperty(name));
        }
        put(facts, "management", () -> System.getProperty("com.sun.management.jmxremote.authenticate"));
        put(facts, "locale", () -> Locale.getDefault().toLanguageTag());
        put(facts, "display", () -> Locale.getDefault(Locale.Category.DISPLAY).toLanguageTag());
        put(facts, "format", () -> Locale.getDefault(Locale.Category.FORMAT).toLanguageTag());
        put(facts, "zone", () -> TimeZone.getDefault().getID());
        put(facts, "charset", Charset::defaultCharset);
        put(facts, "file.encoding", () -> System.getProperty("file.encoding"));
        put(facts, "headless", () -> System.getProperty("java.awt.headless"));
        put(facts, "assertions", EnvironmentProgram.class::desiredAssertionStatus);
        put(facts, "system assertions", String.class::desiredAssertionStatus);
        put(facts, "opened", () -> isOpen(ArrayList.class.getDeclaredField("size")));
        put(facts, "opened by the manifest", () -> isOpen(Thread.class.getDeclaredField("name")));
        put(facts, "not opened", () -> isOpen(Charset.class.getDeclaredField("name")));
        put(facts, "exported", () -> call("sun.net.util.IPAddressUtil"));
        put(facts, "exported by the manifest", () -> call("sun.security.util.HostnameChecker"));
        put(facts, "opened by the agent", () -> isOpen(File.class.getDeclaredField("path")));
        put(facts, "module", () -> Class.forName("jdk.incubator.vector.VectorShape")
                .getModule()
                .getName());
        put(facts, "appended to the boot class path", () -> Class.forName("beside.It")
                .getClassLoader());
        put(facts, "heap", () -> Runtime.getRuntime().maxMemory() >> 20 < 100 ? "small" : "large");
        put(facts, "collector", () -> java.lang.management.ManagementFactory.getGarbageCollectorMXBeans()
                .get(0)
                .getName());
        return facts;
    }

    private static boolean isOpen(AccessibleObject member) {
        return member.trySetAccessible();
    }

    private static Object call(String internal) throws Exception {
        Class<?> type = Class.forName(internal);
        for (Field field : type.getFields()) {
            return field.get(null) != null;
        }
        return type.getMethods()[0].getName() != null
                && EnvironmentProgram.class.getModule().canRead(type.getModule())
                && type.getModule().isExported(type.getPackageName(), EnvironmentProgram.class.getModule());
    }

    private static void put(Map<String, String> facts, String name, Attempt attempt) {
        try {
            facts.put(name, String.valueOf(attempt.call()));
        } catch (Exception | LinkageError e) {
            facts.put(name, e.getClass().getSimpleName());
        }
    }
}
