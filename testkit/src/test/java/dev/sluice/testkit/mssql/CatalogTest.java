package dev.sluice.testkit.mssql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private SqlServerDatabase database;

    @BeforeEach
    void create() {
        database = TestingSqlServer.shared().createDatabase();
        database.execute(
                "CREATE SCHEMA [my shop]",
                "CREATE TABLE [my shop].[Or]]ders] ([Id] BIGINT IDENTITY(1,1) NOT NULL, [total] DECIMAL(12,2) NOT NULL"
                    + " DEFAULT (0), [note] NVARCHAR(MAX) NULL, [code] VARCHAR(10) NOT NULL, [twice] AS ([total] * 2),"
                    + " CONSTRAINT [PK_orders] PRIMARY KEY CLUSTERED ([Id], [code]))",
                "CREATE INDEX ix_code ON [my shop].[Or]]ders] ([code] DESC)",
                "INSERT INTO [my shop].[Or]]ders] ([total], [code]) VALUES (1.5, 'a'), (2.5, 'b')",
                "EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'all orders',"
                        + " @level0type = N'SCHEMA', @level0name = N'my shop', @level1type = N'TABLE',"
                        + " @level1name = N'Or]ders'",
                "EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'free text',"
                        + " @level0type = N'SCHEMA', @level0name = N'my shop', @level1type = N'TABLE',"
                        + " @level1name = N'Or]ders', @level2type = N'COLUMN', @level2name = N'note'",
                "CREATE VIEW dbo.big AS SELECT [Id], [total] FROM [my shop].[Or]]ders] WHERE [total] > 2");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void lists_tables_and_views_with_rows_and_comments() {
        assertThat(database.query("SELECT s.name, o.name, o.type, CAST(ep.value AS NVARCHAR(4000)), SUM(p.rows)"
                        + " FROM sys.objects AS o JOIN sys.schemas AS s ON s.schema_id = o.schema_id"
                        + " LEFT JOIN sys.partitions AS p ON p.object_id = o.object_id AND p.index_id IN (0, 1)"
                        + " LEFT JOIN sys.extended_properties AS ep ON ep.class = 1 AND ep.major_id = o.object_id"
                        + " AND ep.minor_id = 0 AND ep.name = N'MS_Description'"
                        + " WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0"
                        + " GROUP BY s.name, o.name, o.type, CAST(ep.value AS NVARCHAR(4000)) ORDER BY o.name"))
                .containsExactly(
                        Arrays.asList("dbo", "big", "V", null, null),
                        Arrays.asList("my shop", "Or]ders", "U", "all orders", "2"));
    }

    @Test
    void describes_columns() {
        assertThat(database.query("SELECT c.name, t.name, c.max_length, c.precision, c.scale, c.is_nullable,"
                        + " c.is_identity, c.is_computed, CAST(ep.value AS NVARCHAR(4000))"
                        + " FROM sys.columns AS c JOIN sys.types AS t ON t.user_type_id = c.user_type_id"
                        + " LEFT JOIN sys.extended_properties AS ep ON ep.class = 1 AND ep.major_id = c.object_id"
                        + " AND ep.minor_id = c.column_id AND ep.name = N'MS_Description'"
                        + " WHERE c.object_id = OBJECT_ID(N'[my shop].[Or]]ders]') ORDER BY c.column_id"))
                .containsExactly(
                        Arrays.asList("Id", "bigint", "8", "19", "0", "0", "1", "0", null),
                        Arrays.asList("total", "decimal", "9", "12", "2", "0", "0", "0", null),
                        Arrays.asList("note", "nvarchar", "-1", "0", "0", "1", "0", "0", "free text"),
                        Arrays.asList("code", "varchar", "10", "0", "0", "0", "0", "0", null),
                        Arrays.asList("twice", "decimal", "13", "22", "2", "1", "0", "1", null));
    }

    @Test
    void describes_keys_and_indexes() {
        assertThat(database.query("SELECT i.name, i.type_desc, i.is_primary_key, c.name, ic.key_ordinal,"
                        + " ic.is_descending_key FROM sys.indexes AS i"
                        + " JOIN sys.index_columns AS ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id"
                        + " JOIN sys.columns AS c ON c.object_id = ic.object_id AND c.column_id = ic.column_id"
                        + " WHERE i.object_id = OBJECT_ID(N'[my shop].[Or]]ders]')"
                        + " ORDER BY i.index_id, ic.key_ordinal"))
                .containsExactly(
                        Arrays.asList("PK_orders", "CLUSTERED", "1", "Id", "1", "0"),
                        Arrays.asList("PK_orders", "CLUSTERED", "1", "code", "2", "0"),
                        Arrays.asList("ix_code", "NONCLUSTERED", "0", "code", "1", "1"));
    }

    @Test
    void knows_ids_and_names() {
        assertThat(database.query("SELECT OBJECT_NAME(o.object_id), SCHEMA_NAME(o.schema_id),"
                        + " OBJECT_SCHEMA_NAME(o.object_id), QUOTENAME(o.name), OBJECT_ID(N'nowhere')"
                        + " FROM sys.tables AS o"))
                .containsExactly(Arrays.asList("Or]ders", "my shop", "my shop", "[Or]]ders]", null));
        assertThat(database.query("SELECT name, snapshot_isolation_state FROM sys.databases WHERE name = DB_NAME()"))
                .containsExactly(Arrays.asList(database.name(), "1"));
        assertThat(database.query("SELECT TABLE_SCHEMA, TABLE_NAME FROM INFORMATION_SCHEMA.TABLES"
                        + " WHERE TABLE_TYPE = 'BASE TABLE'"))
                .containsExactly(Arrays.asList("my shop", "Or]ders"));
    }

    @Test
    void keeps_what_belongs_to_a_renamed_table() {
        database.execute("EXEC sp_rename N'[my shop].[Or]]ders]', N'plain'");
        assertThat(database.query("SELECT k.name, CAST(ep.value AS NVARCHAR(100)) FROM sys.key_constraints AS k"
                        + " JOIN sys.extended_properties AS ep ON ep.major_id = k.parent_object_id AND ep.minor_id = 0"
                        + " WHERE k.type = 'PK' AND k.parent_object_id = OBJECT_ID(N'[my shop].plain')"))
                .containsExactly(Arrays.asList("PK_orders", "all orders"));
        assertThat(database.query("SELECT [Id] FROM big")).containsExactly(Arrays.asList("2"));
    }
}
