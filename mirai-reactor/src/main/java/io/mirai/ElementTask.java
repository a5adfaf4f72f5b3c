package io.mirai;

/** A function and the element of a map that it is applied to. Travels to the daemon as it is. */
record ElementTask<A, R>(TaskFunction<? super A, ? extends R> function, A element) implements Task<R> {

    @Override
    public R call() throws Exception {
        return function.apply(element);
    }
}
