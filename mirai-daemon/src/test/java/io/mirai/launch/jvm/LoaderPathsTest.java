package io.mirai.launch.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderPathsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void urls_ofALoader_comeAfterThoseOfItsParents() throws IOException {
        URL system = jar("system");
        URL upper = jar("upper");
        URL lower = jar("lower");
        try (URLClassLoader above = new URLClassLoader(new URL[] {upper}, ClassLoader.getSystemClassLoader());
                URLClassLoader below = new URLClassLoader(new URL[] {lower, upper}, above)) {
            assertThat(new LoaderPaths(List.of(system)).urls(List.of(below))).containsExactly(system, upper, lower);
        }
    }

    @Test
    void urls_ofALoaderThatLooksThereFirst_comeBeforeThoseOfItsParents() throws IOException {
        URL system = jar("system");
        URL upper = jar("upper");
        URL lower = jar("lower");
        try (URLClassLoader above = new URLClassLoader(new URL[] {upper}, ClassLoader.getSystemClassLoader());
                URLClassLoader below = new ChildFirst(lower, above)) {
            assertThat(new LoaderPaths(List.of(system)).urls(List.of(below))).containsExactly(lower, system, upper);
        }
    }

    @Test
    void urls_ofAnIsolatedLoader_comeBeforeTheSystems() throws IOException {
        URL system = jar("system");
        URL own = jar("own");
        try (URLClassLoader isolated = new URLClassLoader(new URL[] {own}, ClassLoader.getPlatformClassLoader())) {
            assertThat(new LoaderPaths(List.of(system)).urls(List.of(isolated, ClassLoader.getSystemClassLoader())))
                    .containsExactly(own, system);
        }
    }

    private URL jar(String name) throws IOException {
        Path jar = scratch.resolve(name + ".jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            entries.flush();
        }
        return jar.toUri().toURL();
    }

    private static final class ChildFirst extends URLClassLoader {

        ChildFirst(URL own, ClassLoader parent) {
            super(new URL[] {own}, parent);
        }

        @Override
        public @Nullable URL getResource(String name) {
            URL own = findResource(name);
            return own != null ? own : super.getResource(name);
        }
    }
}
