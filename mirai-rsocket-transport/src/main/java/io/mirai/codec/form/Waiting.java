package io.mirai.codec.form;

/** A hash table or an order whose keys are not complete yet, so that they cannot tell their hash codes or their order. */
public interface Waiting {

    /** The collection or map. */
    Object table();

    void fill();
}
