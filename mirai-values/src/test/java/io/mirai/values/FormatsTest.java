package io.mirai.values;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.internal.LinkedTreeMap;
import com.google.gson.reflect.TypeToken;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.FieldMask;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.util.Utf8;
import org.json.JSONArray;
import org.json.JSONObject;

/** Protobuf, Avro, Gson and org.json. */
class FormatsTest extends ValueTest {

    @Override
    protected Stream<Value> values() {
        return Stream.of(protobuf(), avro(), gson(), json()).flatMap(each -> each);
    }

    private static com.google.protobuf.Value text(String text) {
        return com.google.protobuf.Value.newBuilder().setStringValue(text).build();
    }

    private static Stream<Value> protobuf() {
        Struct struct = Struct.newBuilder()
                .putFields("b", text("x"))
                .putFields(
                        "a",
                        com.google.protobuf.Value.newBuilder()
                                .setNullValue(NullValue.NULL_VALUE)
                                .build())
                .build();
        ListValue.Builder large = ListValue.newBuilder();
        for (int i = 0; i < LARGE; i++) {
            large.addValues(text("x" + i));
        }
        return Stream.of(
                Value.of(
                        "Timestamp",
                        Timestamp.newBuilder().setSeconds(5).setNanos(6).build()),
                Value.of("default Timestamp", Timestamp.getDefaultInstance()),
                Value.of("Struct", struct),
                Value.by("map of a Struct", struct, s -> s.getFieldsOrThrow("b").getStringValue()),
                Value.of("large ListValue", large.build()),
                Value.of("Any", Any.pack(struct)),
                Value.of("StringValue", StringValue.of("x")),
                Value.of("FieldMask", FieldMask.newBuilder().addPaths("a").build()),
                Value.of(
                        "FileDescriptorProto",
                        Timestamp.getDescriptor().getFile().toProto()),
                Value.of("enum", DescriptorProtos.FieldDescriptorProto.Type.TYPE_BOOL),
                Value.of("ByteString", ByteString.copyFromUtf8("abc")),
                Value.of("empty ByteString", ByteString.EMPTY),
                Value.equal(
                        "part of a ByteString",
                        ByteString.copyFromUtf8("abcdef").substring(2, 4)),
                Value.equal("large ByteString", rope()),
                Value.by("builder", Timestamp.newBuilder().setSeconds(5), b -> b.build()
                        .toString()));
    }

    private static ByteString rope() {
        ByteString part = ByteString.copyFrom(new byte[LARGE]);
        return part.concat(part);
    }

    private static Stream<Value> avro() {
        Schema schema = SchemaBuilder.record("Reading")
                .namespace("a.b")
                .fields()
                .requiredString("name")
                .optionalInt("count")
                .endRecord();
        GenericData.Record record = new GenericData.Record(schema);
        record.put("name", new Utf8("x"));
        record.put("count", 5);
        GenericData.Array<Object> array = new GenericData.Array<>(2, Schema.createArray(schema));
        array.add(record);
        return Stream.of(
                Value.of("Schema", schema),
                Value.of("GenericRecord", record),
                Value.by("schema of a GenericRecord", record, r -> r.getSchema().toString()),
                Value.of("GenericData.Array", array),
                Value.of("EnumSymbol", new GenericData.EnumSymbol(Schema.createEnum("E", "", "", List.of("A")), "A")),
                Value.of("Utf8", new Utf8("abc")));
    }

    private static Stream<Value> gson() {
        JsonArray large = new JsonArray();
        for (int i = 0; i < LARGE; i++) {
            large.add(i);
        }
        LinkedTreeMap<String, Object> map = new LinkedTreeMap<>();
        map.put("z", 1);
        map.put("a", 2);
        return Stream.of(
                Value.of("JsonObject", JsonParser.parseString("{\"z\":[1,2.5,null,true],\"a\":{\"b\":\"c\"}}")),
                Value.by("order of a JsonObject", JsonParser.parseString("{\"z\":1,\"a\":2}"), Object::toString),
                Value.of("empty JsonObject", new JsonObject()),
                Value.of("large JsonArray", large),
                Value.of("JsonPrimitive", new JsonPrimitive("x")),
                Value.of("number as it was parsed", JsonParser.parseString("1.50")),
                Value.of("JsonNull", JsonNull.INSTANCE),
                Value.by("JsonNull as it is", JsonNull.INSTANCE, n -> n.isJsonNull()),
                Value.of("what fromJson gives", new Gson().fromJson("{\"z\":[1],\"a\":{}}", Map.class)),
                Value.equal("LinkedTreeMap", map),
                Value.of("TypeToken", new TypeToken<List<String>>() {}));
    }

    private static Stream<Value> json() {
        JSONObject object = new JSONObject("{\"z\":[1,2.5,null,true],\"a\":{\"b\":\"c\"}}");
        JSONArray large = new JSONArray();
        for (int i = 0; i < LARGE; i++) {
            large.put(i);
        }
        return Stream.of(
                Value.by("JSONObject", object, o -> o.similar(new JSONObject(o.toString())) + o.toString()),
                Value.by(
                        "null of a JSONObject", object, o -> o.getJSONArray("z").isNull(2)),
                Value.by("large JSONArray", large, a -> a.length() + " " + a.get(5)),
                Value.single("JSONObject.NULL", () -> JSONObject.NULL));
    }
}
