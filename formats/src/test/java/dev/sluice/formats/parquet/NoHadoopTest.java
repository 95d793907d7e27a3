package dev.sluice.formats.parquet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Neither Hadoop nor the parts of parquet-java that want it come with the formats. */
class NoHadoopTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.hadoop.conf.Configuration",
                "org.apache.hadoop.fs.Path",
                "org.apache.hadoop.io.compress.CompressionCodec",
                "org.apache.parquet.hadoop.ParquetFileWriter"
            })
    void theClassIsNotOnTheClassPath(String name) {
        assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
    }
}
