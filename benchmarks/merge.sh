#!/usr/bin/env bash
# Measures merging changed rows of TPC-H's lineitem table into the whole of it on PostgreSQL: a run of Sluice that reads
# them from a table and merges them, against psql with INSERT … ON CONFLICT from that same table, and against psql doing by
# hand what Sluice does: COPY out of the table, COPY into a staging table, INSERT … ON CONFLICT from there. Each starts from
# the same target, freshly made; the changed rows come in no order of the key, as changes do.
#
#   benchmarks/merge.sh [--runs N] [--rows N] [--scale SF] [--order random|key] [--cache FOLDER] [--csv FILE] [--build no]
#
# Prints a table like compare.sh's. The server is its own and ends with it, unless PGHOST and the like name another
# PostgreSQL.
set -euo pipefail

runs=3
rows=1000000
scale=1
order=random
cache=$(dirname "$0")/../target/bench
csv=
build=yes
# shellcheck source=options.sh
source "$(dirname "$0")/options.sh"
options 'runs rows scale order cache csv build' "$@"
# shellcheck source=measure.sh
source "$(dirname "$0")/measure.sh"

[ "$build" = no ] || build
[ -n "$csv" ] || { csv=$cache/lineitem-sf$scale.csv; lineitem "$csv" "$scale"; }

own_server=
if [ -z "${PGHOST:-}" ]; then
  own_server=yes
  start main ThrowawayPostgres
fi
export PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE

sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 -c 'set client_min_messages = error' "$@"; }
columns=$(head -1 "$csv")
key=l_orderkey,l_linenumber
updates=$(tr ',' '\n' <<< "$columns" | grep -vxE 'l_orderkey|l_linenumber' | sed 's/.*/& = excluded.&/' | paste -sd,)

# Nine of ten changed rows are known to the target, and one is new.
prepare() {
  say "preparing"
  sql -c 'drop table if exists lineitem_base, lineitem_changed, lineitem_target'
  sql -c 'create table lineitem_base (l_orderkey bigint, l_partkey bigint, l_suppkey bigint, l_linenumber integer,
      l_quantity numeric(15,2), l_extendedprice numeric(15,2), l_discount numeric(15,2), l_tax numeric(15,2),
      l_returnflag varchar(1), l_linestatus varchar(1), l_shipdate date, l_commitdate date, l_receiptdate date,
      l_shipinstruct varchar(25), l_shipmode varchar(10), l_comment varchar(44))'
  sql -c "\\copy lineitem_base from '$csv' with (format csv, header)"
  local by='md5(l_orderkey::text || l_linenumber)'
  local sorted=$by
  [ "$order" = random ] || sorted=$key
  sql -c "create table lineitem_changed as select * from (select (case when row_number() over () % 10 = 0
      then -l_orderkey else l_orderkey end) as l_orderkey, l_partkey + 1 as l_partkey,
      $(cut -d, -f3- <<< "$columns") from (select * from lineitem_base order by $by limit $rows) picked) changed
      order by $sorted" -c "alter table lineitem_changed add primary key ($key)" -c 'vacuum analyze lineitem_changed'
}

fresh() {
  sql -c 'drop table if exists lineitem_target' -c 'create table lineitem_target (like lineitem_base)' \
    -c 'insert into lineitem_target select * from lineitem_base' \
    -c "alter table lineitem_target add primary key ($key)" -c 'vacuum (freeze, analyze) lineitem_target' -c checkpoint
}

digest() { sql -c "select count(*), sum(hashtext(t::text)::bigint) from lineitem_target t"; }

connection='{connector_type: postgresql, config: {host: "${env:PGHOST}", port: "${env:PGPORT}", database: "${env:PGDATABASE}", user: "${env:PGUSER}", password: "${env:PGPASSWORD}"}}'
cat > "$cache/merge.yaml" << YAML
name: merge
source: $connection
destination: $connection
streams:
  - {name: public.lineitem_changed, destination: public.lineitem_target, write_mode: merge, primary_key: [${key/,/, }]}
YAML

merging() { echo "insert into lineitem_target ($columns) select $columns from $1 on conflict ($key) do update set $updates"; }

by_hand="psql -X -q -c 'create unlogged table lineitem_staged (like lineitem_changed)' &&
    psql -X -q -c 'copy lineitem_changed to stdout (format binary)' |
    psql -X -q -c 'copy lineitem_staged from stdin (format binary)' &&
    psql -X -q -v ON_ERROR_STOP=1 -c '$(merging lineitem_staged)' -c 'drop table lineitem_staged'"

# The targets are to be the same, whoever merged.
expected=
compare() {
  local found
  found=$(digest)
  expected=${expected:-$found}
  [ "$found" = "$expected" ] || { say "the targets differ: $expected and $found"; exit 1; }
}

prepare
case="merge $rows rows"
for ((i = 0; i < runs; i++)); do
  fresh
  measure "$case" 'psql ON CONFLICT' psql -X -q -v ON_ERROR_STOP=1 -c "$(merging lineitem_changed)"
  compare
  fresh
  measure "$case" 'psql by hand' bash -o pipefail -c "$by_hand"
  compare
  fresh
  measure "$case" sluice "$sluice" run "$cache/merge.yaml" --max-memory 512m --progress none
  compare
done
if [ -n "$own_server" ]; then stop; fi
summary
