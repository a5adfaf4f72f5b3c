package io.mirai;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Classes each of which knows, directly or by others, all others of its circle: the strongly connected components of who knows
 * whom, by Tarjan's algorithm.
 */
final class Circles {

    private final JavaClasses all;
    private final Map<JavaClass, Integer> found = new HashMap<>();
    private final Map<JavaClass, Integer> lowest = new HashMap<>();
    private final Deque<JavaClass> path = new ArrayDeque<>();
    private final Set<JavaClass> onPath = new HashSet<>();
    private final List<List<JavaClass>> circles = new ArrayList<>();

    private Circles(JavaClasses all) {
        this.all = all;
    }

    /** The circles of more than one class. */
    static List<List<JavaClass>> of(JavaClasses all) {
        Circles search = new Circles(all);
        for (JavaClass each : all) {
            if (!search.found.containsKey(each)) {
                search.visit(each);
            }
        }
        return search.circles;
    }

    private void visit(JavaClass from) {
        int number = found.size();
        found.put(from, number);
        lowest.put(from, number);
        path.push(from);
        onPath.add(from);
        for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
            JavaClass to = dependency.getTargetClass().getBaseComponentType();
            if (!all.contain(to.getName())) {
                continue;
            }
            if (!found.containsKey(to)) {
                visit(to);
                lowest.merge(from, lowest.get(to), Math::min);
            } else if (onPath.contains(to)) {
                lowest.merge(from, found.get(to), Math::min);
            }
        }
        if (lowest.get(from) == number) {
            close(from);
        }
    }

    private void close(JavaClass first) {
        List<JavaClass> circle = new ArrayList<>();
        JavaClass member;
        do {
            member = path.pop();
            onPath.remove(member);
            circle.add(member);
        } while (member != first);
        if (circle.size() > 1) {
            circles.add(circle);
        }
    }
}
