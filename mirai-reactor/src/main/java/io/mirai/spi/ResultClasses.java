package io.mirai.spi;

import java.util.Set;

/**
 * What the results of daemons that this host did not start may contain, beside the classes that it shipped to them.
 *
 * @param names names of classes
 * @param prefixes what the names of further classes begin with
 */
public record ResultClasses(Set<String> names, Set<String> prefixes) {}
