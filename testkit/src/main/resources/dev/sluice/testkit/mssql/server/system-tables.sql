-- What the server knows of each database, in H2. Rows by physical table never change: a changed table is a new physical
-- one. So all that a transaction changes is a row of objects, which a rollback takes back.
CREATE SCHEMA "sys";
CREATE SCHEMA "data";
CREATE SEQUENCE "sys".ROW_VERSIONS START WITH 2001;
CREATE SEQUENCE "sys".OBJECT_IDS START WITH 581577110 INCREMENT BY 16;

CREATE TABLE "sys".SLUICE_SCHEMAS (
  schema_id INTEGER PRIMARY KEY, name VARCHAR_IGNORECASE(128) NOT NULL UNIQUE);
INSERT INTO "sys".SLUICE_SCHEMAS VALUES (1, 'dbo'), (2, 'guest'), (3, 'INFORMATION_SCHEMA'), (4, 'sys');

CREATE TABLE "sys".SLUICE_OBJECTS (
  object_id INTEGER PRIMARY KEY, schema_id INTEGER NOT NULL, name VARCHAR_IGNORECASE(140) NOT NULL,
  type CHAR(2) NOT NULL, physical VARCHAR(40) NOT NULL, definition CHARACTER LARGE OBJECT,
  create_date TIMESTAMP(3) DEFAULT LOCALTIMESTAMP NOT NULL, UNIQUE (schema_id, name));

CREATE TABLE "sys".SLUICE_COLUMNS (
  physical VARCHAR(40) NOT NULL, column_id INTEGER NOT NULL, name VARCHAR_IGNORECASE(128) NOT NULL,
  system_type_id SMALLINT NOT NULL, user_type_id INTEGER NOT NULL, max_length SMALLINT NOT NULL,
  "precision" SMALLINT NOT NULL, scale SMALLINT NOT NULL, collation_name VARCHAR(128), is_nullable BOOLEAN NOT NULL,
  is_identity BOOLEAN NOT NULL, is_computed BOOLEAN NOT NULL, default_text VARCHAR(4000), computed_text VARCHAR(4000),
  seed_value BIGINT, increment_value BIGINT, PRIMARY KEY (physical, column_id));

CREATE TABLE "sys".SLUICE_KEYS (
  physical VARCHAR(40) NOT NULL, index_id INTEGER NOT NULL, name VARCHAR_IGNORECASE(128), type SMALLINT NOT NULL,
  is_unique BOOLEAN NOT NULL, is_primary_key BOOLEAN NOT NULL, is_unique_constraint BOOLEAN NOT NULL,
  PRIMARY KEY (physical, index_id));

CREATE TABLE "sys".SLUICE_KEY_COLUMNS (
  physical VARCHAR(40) NOT NULL, index_id INTEGER NOT NULL, index_column_id INTEGER NOT NULL,
  column_id INTEGER NOT NULL, is_descending_key BOOLEAN NOT NULL, PRIMARY KEY (physical, index_id, index_column_id));

CREATE TABLE "sys".SLUICE_CHECKS (physical VARCHAR(40) NOT NULL, name VARCHAR_IGNORECASE(128), definition VARCHAR(4000));

CREATE TABLE "sys".extended_properties (
  class SMALLINT NOT NULL, class_desc VARCHAR(60) NOT NULL, major_id INTEGER NOT NULL, minor_id INTEGER NOT NULL,
  name VARCHAR_IGNORECASE(128) NOT NULL, "value" VARCHAR(7500), PRIMARY KEY (class, major_id, minor_id, name));

CREATE TABLE "sys".types (
  name VARCHAR_IGNORECASE(128) NOT NULL, system_type_id SMALLINT NOT NULL, user_type_id INTEGER PRIMARY KEY,
  schema_id INTEGER DEFAULT 4 NOT NULL, max_length SMALLINT NOT NULL, "precision" SMALLINT NOT NULL,
  scale SMALLINT NOT NULL, collation_name VARCHAR(128), is_nullable BOOLEAN DEFAULT TRUE NOT NULL,
  is_user_defined BOOLEAN DEFAULT FALSE NOT NULL, is_assembly_type BOOLEAN DEFAULT FALSE NOT NULL,
  is_table_type BOOLEAN DEFAULT FALSE NOT NULL);

CREATE TABLE "sys".SLUICE_SETTINGS (snapshot SMALLINT NOT NULL);
INSERT INTO "sys".SLUICE_SETTINGS VALUES (0);
