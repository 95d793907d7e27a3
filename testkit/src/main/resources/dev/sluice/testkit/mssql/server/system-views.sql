-- The catalog as queries see it. Types have no blank at their end, though they are char(2) on SQL Server: there 'U' equals
-- 'U ', here it wouldn't.
CREATE VIEW "sys".schemas AS SELECT name, schema_id, 1 AS principal_id FROM "sys".SLUICE_SCHEMAS;

CREATE VIEW "sys".objects AS
SELECT name, object_id, CAST(NULL AS INTEGER) AS principal_id, schema_id, 0 AS parent_object_id, TRIM(type) AS type,
  CASE type WHEN 'U ' THEN 'USER_TABLE' ELSE 'VIEW' END AS type_desc, create_date, create_date AS modify_date,
  FALSE AS is_ms_shipped
FROM "sys".SLUICE_OBJECTS;

CREATE VIEW "sys".all_objects AS SELECT * FROM "sys".objects;

CREATE VIEW "sys".tables AS
SELECT o.*, FALSE AS is_memory_optimized, 0 AS temporal_type, 'NON_TEMPORAL_TABLE' AS temporal_type_desc,
  FALSE AS is_external, FALSE AS is_node, FALSE AS is_edge, FALSE AS is_replicated, FALSE AS is_tracked_by_cdc
FROM "sys".objects o WHERE type = 'U';

CREATE VIEW "sys".views AS SELECT * FROM "sys".objects WHERE type = 'V';

CREATE VIEW "sys".columns AS
SELECT o.object_id, c.name, c.column_id, c.system_type_id, c.user_type_id, c.max_length, c."precision", c.scale,
  c.collation_name, c.is_nullable, FALSE AS is_ansi_padded, FALSE AS is_rowguidcol, c.is_identity, c.is_computed,
  FALSE AS is_filestream, FALSE AS is_xml_document, FALSE AS is_sparse, FALSE AS is_column_set, FALSE AS is_hidden,
  FALSE AS is_masked, 0 AS generated_always_type, CASE WHEN c.default_text IS NULL THEN 0 ELSE o.object_id + c.column_id END
  AS default_object_id, CAST(NULL AS INTEGER) AS encryption_type
FROM "sys".SLUICE_OBJECTS o JOIN "sys".SLUICE_COLUMNS c ON c.physical = o.physical;

CREATE VIEW "sys".all_columns AS SELECT * FROM "sys".columns;

CREATE VIEW "sys".identity_columns AS
SELECT o.object_id, c.name, c.column_id, c.system_type_id, c.user_type_id, c.seed_value, c.increment_value, c.is_identity
FROM "sys".SLUICE_OBJECTS o JOIN "sys".SLUICE_COLUMNS c ON c.physical = o.physical WHERE c.is_identity;

CREATE VIEW "sys".computed_columns AS
SELECT o.object_id, c.name, c.column_id, c.system_type_id, c.user_type_id, c.computed_text AS definition, c.is_computed,
  FALSE AS is_persisted
FROM "sys".SLUICE_OBJECTS o JOIN "sys".SLUICE_COLUMNS c ON c.physical = o.physical WHERE c.is_computed;

CREATE VIEW "sys".default_constraints AS
SELECT 'DF__' || c.name AS name, o.object_id + c.column_id AS object_id, o.schema_id, o.object_id AS parent_object_id,
  c.column_id AS parent_column_id, c.default_text AS definition, 'D' AS type
FROM "sys".SLUICE_OBJECTS o JOIN "sys".SLUICE_COLUMNS c ON c.physical = o.physical WHERE c.default_text IS NOT NULL;

CREATE VIEW "sys".check_constraints AS
SELECT k.name, o.object_id AS parent_object_id, o.schema_id, k.definition, 'C' AS type, FALSE AS is_disabled
FROM "sys".SLUICE_OBJECTS o JOIN "sys".SLUICE_CHECKS k ON k.physical = o.physical;

CREATE VIEW "sys".indexes AS
SELECT o.object_id, k.name, k.index_id, k.type,
  CASE k.type WHEN 0 THEN 'HEAP' WHEN 1 THEN 'CLUSTERED' ELSE 'NONCLUSTERED' END AS type_desc, k.is_unique,
  1 AS data_space_id, FALSE AS ignore_dup_key, k.is_primary_key, k.is_unique_constraint, FALSE AS is_disabled,
  FALSE AS is_hypothetical, FALSE AS has_filter, CAST(NULL AS VARCHAR(4000)) AS filter_definition
FROM "sys".SLUICE_OBJECTS o JOIN "sys".SLUICE_KEYS k ON k.physical = o.physical;

CREATE VIEW "sys".index_columns AS
SELECT o.object_id, k.index_id, k.index_column_id, k.column_id, k.index_column_id AS key_ordinal,
  0 AS partition_ordinal, k.is_descending_key, FALSE AS is_included_column
FROM "sys".SLUICE_OBJECTS o JOIN "sys".SLUICE_KEY_COLUMNS k ON k.physical = o.physical;

CREATE VIEW "sys".key_constraints AS
SELECT k.name, o.object_id + 1000 + k.index_id AS object_id, o.schema_id, o.object_id AS parent_object_id,
  CASE WHEN k.is_primary_key THEN 'PK' ELSE 'UQ' END AS type,
  CASE WHEN k.is_primary_key THEN 'PRIMARY_KEY_CONSTRAINT' ELSE 'UNIQUE_CONSTRAINT' END AS type_desc,
  k.index_id AS unique_index_id, FALSE AS is_system_named
FROM "sys".SLUICE_OBJECTS o JOIN "sys".SLUICE_KEYS k ON k.physical = o.physical
WHERE k.is_primary_key OR k.is_unique_constraint;

CREATE VIEW "sys".partitions AS
SELECT CAST(o.object_id AS BIGINT) * 1000 + k.index_id AS partition_id, o.object_id, k.index_id, 1 AS partition_number,
  CAST(o.object_id AS BIGINT) * 1000 + k.index_id AS hobt_id, "sys".SLUICE_ROWS(o.physical) AS "rows",
  0 AS data_compression
FROM "sys".SLUICE_OBJECTS o JOIN "sys".SLUICE_KEYS k ON k.physical = o.physical WHERE o.type = 'U ';

CREATE VIEW "sys".dm_db_partition_stats AS
SELECT partition_id, object_id, index_id, partition_number, "rows" AS row_count,
  CAST("rows" / 50 + 1 AS BIGINT) AS in_row_data_page_count, CAST("rows" / 50 + 1 AS BIGINT) AS used_page_count,
  CAST("rows" / 50 + 1 AS BIGINT) AS reserved_page_count
FROM "sys".partitions;

CREATE VIEW "sys".allocation_units AS
SELECT partition_id AS allocation_unit_id, 1 AS type, 'IN_ROW_DATA' AS type_desc, hobt_id AS container_id,
  CAST("rows" / 50 + 1 AS BIGINT) AS total_pages, CAST("rows" / 50 + 1 AS BIGINT) AS used_pages
FROM "sys".partitions;

CREATE VIEW "sys".sql_modules AS
SELECT object_id, definition FROM "sys".SLUICE_OBJECTS WHERE type = 'V ';

CREATE VIEW "sys".foreign_keys AS
SELECT CAST('' AS VARCHAR(128)) AS name, 0 AS object_id, 0 AS schema_id, 0 AS parent_object_id,
  0 AS referenced_object_id, FALSE AS is_disabled, 0 AS delete_referential_action WHERE FALSE;

CREATE VIEW "sys".triggers AS
SELECT CAST('' AS VARCHAR(128)) AS name, 0 AS object_id, 0 AS parent_id, FALSE AS is_disabled WHERE FALSE;

CREATE VIEW "sys".sql_expression_dependencies AS
SELECT 0 AS referencing_id, 0 AS referenced_id, FALSE AS is_schema_bound_reference WHERE FALSE;

CREATE VIEW "sys".change_tracking_tables AS SELECT 0 AS object_id WHERE FALSE;

CREATE VIEW "sys".security_predicates AS SELECT 0 AS object_id, 0 AS target_object_id WHERE FALSE;

CREATE VIEW "sys".fulltext_indexes AS SELECT 0 AS object_id WHERE FALSE;

CREATE VIEW "sys".stats AS
SELECT 0 AS object_id, CAST('' AS VARCHAR(128)) AS name, 0 AS stats_id, FALSE AS user_created WHERE FALSE;

CREATE VIEW "sys".database_permissions AS
SELECT 0 AS class, 0 AS major_id, 0 AS minor_id, 0 AS grantee_principal_id, CAST('' AS VARCHAR(128)) AS permission_name,
  'G' AS state, CAST('' AS VARCHAR(60)) AS state_desc WHERE FALSE;

CREATE VIEW "sys".databases AS
SELECT "sys".DB_NAME() AS name, 5 AS database_id, 160 AS compatibility_level,
  'SQL_Latin1_General_CP1_CI_AS' AS collation_name, snapshot AS snapshot_isolation_state,
  CASE snapshot WHEN 1 THEN 'ON' ELSE 'OFF' END AS snapshot_isolation_state_desc,
  FALSE AS is_read_committed_snapshot_on, FALSE AS is_read_only, 0 AS state, 'ONLINE' AS state_desc,
  FALSE AS is_cdc_enabled, 'FULL' AS recovery_model_desc
FROM "sys".SLUICE_SETTINGS;

CREATE VIEW "sys".IS_SCHEMATA AS SELECT name AS schema_name FROM "sys".SLUICE_SCHEMAS;

CREATE VIEW "sys".IS_TABLES AS
SELECT "sys".DB_NAME() AS table_catalog, s.name AS table_schema, o.name AS table_name,
  CASE o.type WHEN 'U ' THEN 'BASE TABLE' ELSE 'VIEW' END AS table_type
FROM "sys".SLUICE_OBJECTS o JOIN "sys".SLUICE_SCHEMAS s ON s.schema_id = o.schema_id;

CREATE VIEW "sys".IS_COLUMNS AS
SELECT "sys".DB_NAME() AS table_catalog, s.name AS table_schema, o.name AS table_name, c.name AS column_name,
  c.column_id AS ordinal_position, c.default_text AS column_default,
  CASE WHEN c.is_nullable THEN 'YES' ELSE 'NO' END AS is_nullable, t.name AS data_type,
  CASE WHEN c.collation_name IS NULL THEN NULL WHEN t.name IN ('nchar', 'nvarchar') AND c.max_length > 0
  THEN c.max_length / 2 ELSE c.max_length END AS character_maximum_length,
  CASE WHEN t.name IN ('tinyint', 'smallint', 'int', 'bigint', 'decimal', 'numeric', 'real', 'float', 'money')
  THEN c."precision" END AS numeric_precision, c.scale AS numeric_scale, c.scale AS datetime_precision
FROM "sys".SLUICE_OBJECTS o JOIN "sys".SLUICE_SCHEMAS s ON s.schema_id = o.schema_id
  JOIN "sys".SLUICE_COLUMNS c ON c.physical = o.physical JOIN "sys".types t ON t.user_type_id = c.user_type_id;
