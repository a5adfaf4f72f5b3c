package io.mirai.bench.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.Map;

/** The table in JSON, with the number of each pass. A pass that failed has NaN; what never came is Infinity. */
final class JsonTable {

    private JsonTable() {}

    static String of(Results results) throws JsonProcessingException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", Machine.describe());
        all.put("quick", results.quick());
        all.put("rows", results.rows().stream().map(row -> row(row, results)).toList());
        all.put("failures", results.failures());
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(all);
    }

    private static Map<String, Object> row(Row row, Results results) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("workload", row.workload());
        fields.put("case", row.label());
        fields.put("measure", row.measure().name());
        fields.put("unit", row.measure().unit());
        fields.put("moreIsBetter", row.measure().moreIsBetter());
        fields.put("ideal", row.ideal());
        Map<String, Object> contenders = new LinkedHashMap<>();
        row.passes()
                .forEach((name, numbers) -> contenders.put(
                        name,
                        Map.of(
                                "passes",
                                numbers,
                                "summary",
                                row.summary(name),
                                "ratio",
                                row.ratio(results.first(), name))));
        fields.put("contenders", contenders);
        return fields;
    }
}
