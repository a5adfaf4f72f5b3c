/** Providers of the user's for services of the JDK, which look for them by the system class loader. */
@org.jspecify.annotations.NullMarked
package io.mirai.provided;
