package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;

/** Colors and shapes that are a few numbers. */
final class AwtValues {

    static final JdkTable TABLE = new JdkTable()
            .add(Color.class, c -> parts(c.getRGB()), p -> new Color((int) p[0], true))
            .add(Point.class, o -> parts(o.x, o.y), p -> new Point((int) p[0], (int) p[1]))
            .add(Dimension.class, d -> parts(d.width, d.height), p -> new Dimension((int) p[0], (int) p[1]))
            .add(
                    Rectangle.class,
                    r -> parts(r.x, r.y, r.width, r.height),
                    p -> new Rectangle((int) p[0], (int) p[1], (int) p[2], (int) p[3]))
            .add(Point2D.Double.class, o -> parts(o.x, o.y), p -> new Point2D.Double((double) p[0], (double) p[1]))
            .add(
                    Rectangle2D.Double.class,
                    r -> parts(r.x, r.y, r.width, r.height),
                    p -> new Rectangle2D.Double((double) p[0], (double) p[1], (double) p[2], (double) p[3]));

    private AwtValues() {}
}
