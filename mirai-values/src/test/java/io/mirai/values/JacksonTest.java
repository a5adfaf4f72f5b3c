package io.mirai.values;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.ISO8601DateFormat;
import com.fasterxml.jackson.databind.util.StdDateFormat;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

@SuppressWarnings({"deprecation", "JodaConstructors", "JavaUtilDate", "ReferenceEquality"}) // users hold such values
class JacksonTest extends ValueTest {

    /** What a mapper is asked to write. */
    public record Reading(String someName, double value) {}

    @Override
    protected Stream<Value> values() throws Exception {
        return Stream.of(trees(), mappers(), types()).flatMap(each -> each);
    }

    private static Stream<Value> trees() throws Exception {
        JsonNodeFactory json = JsonNodeFactory.instance;
        ObjectMapper mapper = new ObjectMapper();
        JsonNode tree = mapper.readTree("{\"z\":[1,2.5,\"x\",null,true,{}],\"a\":{\"b\":12345678901}}");
        ArrayNode large = json.arrayNode();
        for (int i = 0; i < LARGE; i++) {
            large.addObject().put("i", i);
        }
        ObjectNode shared = json.objectNode();
        shared.set("a", tree);
        shared.set("b", tree);
        ObjectNode deep = json.objectNode();
        ObjectNode at = deep;
        for (int i = 0; i < 50; i++) {
            at = at.putObject("n");
        }
        return Stream.of(
                Value.by("tree", tree, JsonNode::toString),
                Value.of("tree as equal", tree),
                Value.of("empty ObjectNode", json.objectNode()),
                Value.of("empty ArrayNode", json.arrayNode()),
                Value.of("large ArrayNode", large),
                Value.of("deep ObjectNode", deep),
                Value.by(
                        "part that is shared",
                        shared,
                        node -> node.get("a").hashCode() + " " + (node.get("a") == node.get("b"))),
                Value.of("TextNode", TextNode.valueOf("x")),
                Value.of("IntNode", IntNode.valueOf(5)),
                Value.of("LongNode", LongNode.valueOf(5)),
                Value.of("DoubleNode", DoubleNode.valueOf(5.5)),
                Value.of("DecimalNode", DecimalNode.valueOf(new BigDecimal("1.50"))),
                Value.of("BigIntegerNode", BigIntegerNode.valueOf(BigInteger.TEN)),
                Value.of("BinaryNode", BinaryNode.valueOf(new byte[] {1, 2})),
                Value.of("POJONode", new POJONode("x")),
                Value.single("BooleanNode", () -> BooleanNode.TRUE),
                Value.single("NullNode", () -> NullNode.getInstance()),
                Value.single("MissingNode", () -> MissingNode.getInstance()));
    }

    private static Stream<Value> mappers() {
        ObjectMapper configured = new ObjectMapper()
                .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .setSerializationInclusion(JsonInclude.Include.NON_NULL)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        return Stream.of(
                Value.by("ObjectMapper", new ObjectMapper(), JacksonTest::use),
                Value.by("configured ObjectMapper", configured, JacksonTest::use),
                Value.refused("ObjectWriter", configured.writer(), "cycle"),
                Value.refused("ObjectReader", configured.readerFor(Reading.class), "cycle"),
                Value.by("JsonFactory", new JsonFactory(), JsonFactory::getFormatName),
                Value.by("StdDateFormat", new StdDateFormat(), f -> f.format(new java.util.Date(0))),
                Value.by("ISO8601DateFormat", new ISO8601DateFormat(), f -> f.format(new java.util.Date(0))));
    }

    private static String use(ObjectMapper mapper) throws Exception {
        return mapper.writeValueAsString(new Reading("a", 1))
                + mapper.readValue(
                        "{\"some_name\":\"b\",\"someName\":\"c\",\"value\":2}"
                                .replace(
                                        mapper.getPropertyNamingStrategy() == null
                                                ? "\"some_name\":\"b\","
                                                : ",\"none\"",
                                        ""),
                        Reading.class);
    }

    private static Stream<Value> types() {
        TypeFactory types = TypeFactory.defaultInstance();
        return Stream.of(
                Value.of("JavaType", types.constructMapType(Map.class, String.class, Reading.class)),
                Value.of("JavaType of a list", types.constructType(new TypeReference<List<Reading>>() {})),
                Value.refused("TypeReference", new TypeReference<List<Reading>>() {}, "TypeReference._type"),
                Value.of("JsonPointer", JsonPointer.compile("/a/0")),
                Value.of("Version", new Version(1, 2, 3, "x", "g", "a")),
                Value.by("TokenBuffer", new TokenBuffer(new ObjectMapper(), false), b -> b.isEmpty()));
    }
}
