package io.mirai.codec;

import io.mirai.Task;
import io.mirai.codec.rules.Direction;
import io.mirai.codec.rules.ListedClasses;
import io.mirai.codec.rules.SafeText;
import io.mirai.codec.rules.SerialConfigs;
import io.mirai.codec.shape.LambdaShape;
import io.mirai.codec.shape.LambdaShapes;
import io.mirai.codec.shape.NumberedShapes;
import io.mirai.spi.Codec;
import io.mirai.spi.ResultClasses;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** The host's side: writes tasks, and reads what daemons send as data only. Thread-safe. */
public final class HostCodec extends PoolCodec {

    private final UserClasses classes;
    private final ListedClasses listed;
    private final NumberedShapes shapes;
    private final Map<ClassLoader, SoftReference<Codec>> forHomes = new WeakHashMap<>(); // guarded by itself

    /**
     * Makes the codec of one fleet.
     *
     * @param userClasses finds the classes that results may contain and that daemons may ask for, beside the loaders of
     *     what tasks carry
     * @param allowed what the results of strangers may contain, beside the classes that this codec has written
     */
    public HostCodec(ClassLoader userClasses, ResultClasses allowed) {
        this(userClasses, new ListedClasses(allowed), new SerialConfigs());
    }

    private HostCodec(ClassLoader userClasses, ListedClasses listed, SerialConfigs configs) {
        this(new UserClasses(userClasses, listed), listed, configs, new NumberedShapes());
    }

    private HostCodec(UserClasses classes, ListedClasses listed, SerialConfigs configs, NumberedShapes shapes) {
        super(
                configs,
                Direction.toDaemon(classes, classes, configs, shapes),
                Direction.toHost(classes, configs),
                Direction.fromStranger(classes, listed, configs));
        this.classes = classes;
        this.listed = listed;
        this.shapes = shapes;
    }

    /** A line that a task has printed elsewhere, cut and without control characters that a terminal obeys. */
    public static String safeLine(String line) {
        return SafeText.of(line);
    }

    /** The loaders of the user's classes: the one from the start, and those that tasks have brought. */
    public List<ClassLoader> userLoaders() {
        return classes.loaders();
    }

    /** Finds the user's classes by all of these loaders. */
    public ClassLoader userClasses() {
        return classes;
    }

    @Override
    public Codec readingFor(ClassLoader home) {
        if (classes.sees(home)) {
            return this;
        }
        synchronized (forHomes) {
            SoftReference<Codec> known = forHomes.get(home);
            Codec codec = known == null ? null : known.get();
            if (codec == null) {
                HomeClasses seen = new HomeClasses(home, classes);
                codec = new PoolCodec(
                        this, Direction.toHost(seen, configs), Direction.fromStranger(seen, listed, configs));
                forHomes.put(home, new SoftReference<>(codec));
            }
            return codec;
        }
    }

    /** Writes a task as the first one of a program will be, by a codec of its own: what this loads and makes is there by then. */
    public static void rehearse() {
        new HostCodec(HostCodec.class.getClassLoader(), new ResultClasses(Set.of(), Set.of()))
                .encodeTask(rehearsed(1, "text"), Map.of());
    }

    private static Task<Integer> rehearsed(int number, String text) {
        return () -> number + text.length();
    }

    /** The shapes by whose numbers this codec writes lambdas. */
    public LambdaShapes shapes() {
        return shapes;
    }

    /**
     * The shape of a lambda that a daemon asks for, as {@link LambdaShape} reads it.
     *
     * @return null if no shape has this number
     */
    public byte @Nullable [] shape(int number) {
        LambdaShape shape = shapes.find(number);
        return shape == null ? null : shape.bytes();
    }

    /**
     * The bytes of a class that a daemon asks for.
     *
     * @param name what it says the binary name is
     * @return null if there is none, or it is not a user class
     */
    public byte @Nullable [] classFile(String name) throws IOException {
        return classes.classFile(name);
    }

    /**
     * The bytes of a class that stays what it is for as long as the host lives.
     *
     * @param name what the binary name is said to be
     * @return null if there is none, it is not a user class, or daemons have it themselves
     */
    public byte @Nullable [] lastingClassFile(String name) throws IOException {
        return classes.lastingClassFile(name);
    }

    /**
     * The provider files of a service that a daemon asks for, one after the other.
     *
     * @param name what it says the binary name of the service is
     * @return null if there are none on the user's class path
     */
    public byte @Nullable [] services(String name) throws IOException {
        return classes.services(name);
    }

    /**
     * The resources of a name that a daemon asks for, as {@link io.mirai.spi.Parts} has them.
     *
     * @param name what it says the name is
     * @return null if there are none that a daemon may have
     */
    public byte @Nullable [] resources(String name) throws IOException {
        return classes.resourceFiles(name);
    }

    /**
     * The resources of a name that a daemon of another machine asks for: those of the jars on the user's class path.
     *
     * @param name what it says the name is
     * @return null if there are none that such a daemon may have
     * @throws IOException if they cannot be read, or are too long
     */
    public byte @Nullable [] resourcesForStrangers(String name) throws IOException {
        return UserClasses.isResourceName(name) ? JarResources.find(classes.loaders(), name) : null;
    }
}
