package io.mirai.codec;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** Where the resources of a name are. */
final class ResourceUrls {

    private ResourceUrls() {}

    /**
     * Asks each loader in turn, and lists each URL once.
     *
     * @param isServed whether daemons may have what a loader has at a URL
     */
    static List<URL> find(List<ClassLoader> loaders, String name, BiPredicate<URL, ClassLoader> isServed)
            throws IOException {
        Map<String, URL> found = new LinkedHashMap<>(); // by text: to compare URLs may ask the network
        for (ClassLoader loader : loaders) {
            for (URL url : Collections.list(loader.getResources(name))) {
                if (isServed.test(url, loader)) {
                    found.putIfAbsent(url.toString(), url);
                }
            }
        }
        return List.copyOf(found.values());
    }
}
