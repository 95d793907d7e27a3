package dev.sluice.cli.matrix;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** Apache Avro's own reader. */
final class AvroJudge implements Judge {
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    /** All but the one for times of day, which has no 24:00. */
    private static GenericData conversions() {
        GenericData data = new GenericData();
        data.addLogicalTypeConversion(new Conversions.DecimalConversion());
        data.addLogicalTypeConversion(new Conversions.UUIDConversion());
        data.addLogicalTypeConversion(new TimeConversions.DateConversion());
        data.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
        data.addLogicalTypeConversion(new TimeConversions.TimestampNanosConversion());
        data.addLogicalTypeConversion(new TimeConversions.LocalTimestampMicrosConversion());
        data.addLogicalTypeConversion(new TimeConversions.LocalTimestampNanosConversion());
        return data;
    }

    @Override
    public List<List<Object>> rows(List<byte[]> files, Schema schema) throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        for (byte[] file : files) {
            GenericDatumReader<GenericRecord> datum = new GenericDatumReader<>(null, null, conversions());
            try (DataFileReader<GenericRecord> reader = new DataFileReader<>(new SeekableByteArrayInput(file), datum)) {
                reader.forEachRemaining(record -> rows.add(values(schema.fields(), record)));
            }
        }
        return rows;
    }

    private static List<Object> values(List<Field> fields, GenericRecord record) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            values.add(value(fields.get(i).type(), record.get(i)));
        }
        return values;
    }

    private static Object value(Type type, Object avro) {
        return switch (avro) {
            case null -> null;
            case CharSequence text -> text.toString();
            case ByteBuffer buffer -> {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                yield bytes;
            }
            case Long micros
            when type instanceof Type.Time ->
                micros == MICROS_PER_DAY ? "24:00:00" : LocalTime.ofNanoOfDay(micros * 1000);
            case GenericRecord record
            when type instanceof Type.Struct(List<Field> fields) -> {
                Map<String, Object> struct = new LinkedHashMap<>();
                List<Object> values = values(fields, record);
                for (int i = 0; i < fields.size(); i++) {
                    struct.put(fields.get(i).name(), values.get(i));
                }
                yield struct;
            }
            case Map<?, ?> map
            when type instanceof Type.MapOf(Type key, Type of) -> {
                Map<Object, Object> entries = new LinkedHashMap<>();
                map.forEach((name, member) -> entries.put(name.toString(), value(of, member)));
                yield entries;
            }
            case List<?> items
            when type instanceof Type.ListOf(Type element) -> {
                List<Object> list = new ArrayList<>();
                items.forEach(item -> list.add(value(element, item)));
                yield list;
            }
            default -> avro;
        };
    }
}
