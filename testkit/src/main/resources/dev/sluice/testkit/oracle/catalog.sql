-- Oracle's catalog over H2's, as far as the connector asks for it.
CREATE SCHEMA sys;

CREATE VIEW sys.all_users AS SELECT schema_name AS username FROM information_schema.schemata;

CREATE VIEW sys.all_tables AS
SELECT table_schema AS owner, table_name, row_count_estimate AS num_rows, 
  CASE WHEN table_name LIKE 'SYS_IOT_OVER_%' THEN 'IOT_OVERFLOW' END AS iot_type,
  'N' AS temporary, CAST(NULL AS VARCHAR) AS cluster_name, 'NO' AS nested, 'N' AS secondary, 'NO' AS dropped
FROM information_schema.tables WHERE table_type = 'BASE TABLE';

CREATE VIEW sys.all_views AS
SELECT table_schema AS owner, table_name AS view_name FROM information_schema.tables WHERE table_type = 'VIEW';

CREATE VIEW sys.all_objects AS
SELECT table_schema AS owner, table_name AS object_name, 1 AS data_object_id, CAST(NULL AS VARCHAR) AS subobject_name,
  CASE WHEN table_type = 'VIEW' THEN 'VIEW' ELSE 'TABLE' END AS object_type
FROM information_schema.tables;

CREATE VIEW sys.all_tab_comments AS
SELECT table_schema AS owner, table_name, remarks AS comments FROM information_schema.tables;

CREATE VIEW sys.all_col_comments AS
SELECT table_schema AS owner, table_name, column_name, remarks AS comments FROM information_schema.columns;

CREATE VIEW sys.all_constraints AS
SELECT c.constraint_schema AS owner, c.table_name, c.constraint_name,
  CASE c.constraint_type WHEN 'PRIMARY KEY' THEN 'P' WHEN 'UNIQUE' THEN 'U' WHEN 'CHECK' THEN 'C' ELSE 'R' END
    AS constraint_type,
  r.unique_constraint_schema AS r_owner, r.unique_constraint_name AS r_constraint_name,
  CASE r.delete_rule WHEN 'RESTRICT' THEN 'NO ACTION' ELSE r.delete_rule END AS delete_rule, 'ENABLED' AS status
FROM information_schema.table_constraints c LEFT JOIN information_schema.referential_constraints r
  ON r.constraint_schema = c.constraint_schema AND r.constraint_name = c.constraint_name;

CREATE VIEW sys.all_cons_columns AS
SELECT constraint_schema AS owner, table_name, constraint_name, column_name, ordinal_position AS position
FROM information_schema.key_column_usage;

CREATE VIEW sys.all_tab_identity_cols AS
SELECT table_schema AS owner, table_name, column_name, identity_generation AS generation_type
FROM information_schema.columns WHERE is_identity = 'YES';

CREATE VIEW sys.nls_database_parameters AS SELECT 'NLS_CHARACTERSET' AS parameter, 'AL32UTF8' AS "VALUE";

CREATE VIEW sys.all_tab_cols AS
SELECT table_schema AS owner, table_name, column_name, ordinal_position AS column_id, 'NO' AS hidden_column,
  CASE data_type
    WHEN 'NUMERIC' THEN 'NUMBER'
    WHEN 'DECFLOAT' THEN 'NUMBER'
    WHEN 'REAL' THEN 'BINARY_FLOAT'
    WHEN 'DOUBLE PRECISION' THEN 'BINARY_DOUBLE'
    WHEN 'CHARACTER VARYING' THEN 'VARCHAR2'
    WHEN 'CHARACTER' THEN 'CHAR'
    WHEN 'CHARACTER LARGE OBJECT' THEN 'CLOB'
    WHEN 'BINARY LARGE OBJECT' THEN 'BLOB'
    WHEN 'BINARY VARYING' THEN 'RAW'
    WHEN 'TIMESTAMP' THEN
      CASE datetime_precision WHEN 0 THEN 'DATE' ELSE 'TIMESTAMP(' || datetime_precision || ')' END
    WHEN 'TIMESTAMP WITH TIME ZONE' THEN 'TIMESTAMP(' || datetime_precision || ') WITH TIME ZONE'
    ELSE data_type END AS data_type,
  CASE WHEN data_type LIKE 'CHARACTER%' AND data_type <> 'CHARACTER LARGE OBJECT' THEN character_maximum_length
    ELSE 0 END AS char_length,
  CASE WHEN data_type LIKE 'CHARACTER%' THEN 'C' END AS char_used,
  LEAST(COALESCE(character_octet_length, 22), 4000) AS data_length,
  CASE data_type WHEN 'NUMERIC' THEN numeric_precision END AS data_precision,
  CASE data_type WHEN 'NUMERIC' THEN numeric_scale END AS data_scale,
  CASE is_nullable WHEN 'NO' THEN 'N' ELSE 'Y' END AS nullable,
  LENGTH(column_default) AS default_length,
  CASE is_generated WHEN 'ALWAYS' THEN 'YES' ELSE 'NO' END AS virtual_column
FROM information_schema.columns;
