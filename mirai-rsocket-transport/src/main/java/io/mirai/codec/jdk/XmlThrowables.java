package io.mirai.codec.jdk;

import static io.mirai.codec.jdk.JdkTable.parts;

import io.mirai.codec.jdk.JdkThrowables.Making;
import javax.xml.stream.XMLStreamException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactoryConfigurationError;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.DOMException;
import org.w3c.dom.ls.LSException;
import org.xml.sax.SAXParseException;

/** java.xml. Where in a document it happened stands in the message; the locators are live objects, and stay behind. */
final class XmlThrowables {

    private XmlThrowables() {}

    static @Nullable Making making(Class<?> type) throws NoSuchMethodException {
        if (TransformerException.class.isAssignableFrom(type)) {
            return JdkThrowables.of(Throwable.class, type, e -> parts(e.getMessage()), String.class);
        }
        return switch (type.getName()) {
            case "javax.xml.stream.XMLStreamException" ->
                JdkThrowables.of(
                        XMLStreamException.class,
                        type,
                        e -> parts(e.getMessage(), e.getNestedException()),
                        String.class,
                        Throwable.class);
            case "javax.xml.parsers.FactoryConfigurationError" ->
                JdkThrowables.of(
                        javax.xml.parsers.FactoryConfigurationError.class,
                        type,
                        e -> parts(e.getException(), JdkThrowables.messageWithin(e)),
                        Exception.class,
                        String.class);
            case "javax.xml.stream.FactoryConfigurationError" ->
                JdkThrowables.of(
                        javax.xml.stream.FactoryConfigurationError.class,
                        type,
                        e -> parts(e.getException(), JdkThrowables.messageWithin(e)),
                        Exception.class,
                        String.class);
            case "javax.xml.transform.TransformerFactoryConfigurationError" ->
                JdkThrowables.of(
                        TransformerFactoryConfigurationError.class,
                        type,
                        e -> parts(e.getException(), JdkThrowables.messageWithin(e)),
                        Exception.class,
                        String.class);
            case "org.w3c.dom.DOMException" ->
                JdkThrowables.of(
                        DOMException.class, type, e -> parts(e.code, e.getMessage()), short.class, String.class);
            case "org.w3c.dom.ls.LSException" ->
                JdkThrowables.of(
                        LSException.class, type, e -> parts(e.code, e.getMessage()), short.class, String.class);
            case "org.xml.sax.SAXParseException" ->
                JdkThrowables.of(
                        SAXParseException.class,
                        type,
                        e -> parts(
                                JdkThrowables.messageWithin(e),
                                e.getPublicId(),
                                e.getSystemId(),
                                e.getLineNumber(),
                                e.getColumnNumber(),
                                e.getException()),
                        String.class,
                        String.class,
                        String.class,
                        int.class,
                        int.class,
                        Exception.class);
            default -> null;
        };
    }
}
