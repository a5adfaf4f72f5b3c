package com.example;

import io.mirai.Daemons;
import io.mirai.Mirai;
import java.util.List;

/** Runs what the README begins with. */
public class Main {
    public static void main(String[] args) {
        int x = 5;
        try (Daemons daemons = Daemons.local(2)) {
            Mirai<Integer> m = daemons.mirai(() -> x * 10);
            List<Long> squares = daemons.map(List.of(1L, 2L, 3L), y -> y * y).collect();
            System.out.println(squares + " " + m.collect());
        }
    }
}
