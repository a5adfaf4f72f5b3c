package com.example;

import io.mirai.Daemons;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Computes on daemons what its clients ask for. */
@SpringBootApplication
public class Application {

    public static void main(String[] args) {
        SpringApplication.run(Application.class, args);
    }

    @Bean(destroyMethod = "close")
    Daemons daemons() {
        return Daemons.local(2);
    }

    /** What a client gets. */
    public record Square(int root, int square, boolean onDaemon) {

        static Square of(int root) {
            return new Square(root, root * root, io.mirai.DaemonContext.current().isDaemon());
        }
    }

    @RestController
    static class Squares {

        private final Daemons daemons;

        Squares(Daemons daemons) {
            this.daemons = daemons;
        }

        @GetMapping("/square/{root}")
        Mono<Square> square(@PathVariable("root") int root) {
            Daemons pool = daemons;
            return pool.defer(() -> Square.of(root));
        }

        @GetMapping(path = "/squares/{count}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        Flux<Square> squares(@PathVariable("count") int count) {
            List<Integer> roots = IntStream.range(0, count).boxed().toList();
            return daemons.map(roots, Square::of);
        }
    }
}
