package com.example;

import java.util.function.Supplier;

/** Provides a service. */
public class Provided implements Supplier<String> {
    @Override
    public String get() {
        return "provided";
    }
}
