#!/usr/bin/env bash
# Measures whole runs of Sluice side by side with other tools, on TPC-H's lineitem table: interleaved, median of several
# runs, the input in the page cache. A tool that is missing is said and left out.
#
#   benchmarks/compare.sh [--runs N] [--scale SF] [--cache FOLDER] [--csv FILE [--large FILE]] [--build no] [--only CASE,CASE…]
#
# Prints a table, then the same as Markdown for docs/performance.md. Everything it makes lies in the cache folder
# (target/bench); the servers are its own and end with it, unless PGHOST and the like name another PostgreSQL. Cases:
#   csv-parquet gzip-csv-parquet jsonl-parquet parquet-csv parquet-jsonl     against DuckDB's query time
#   json-parquet parquet-json                                               against the same with JSONL
#   s3-csv-parquet s3-parquet-csv                                           against the same with local files
#   csv-postgresql postgresql-parquet                                       against psql
#   csv-mysql mysql-parquet mysql-parquet-no-key                            against the mariadb client
#   csv-sqlite sqlite-parquet                                               against sqlite3
#   version                                                                 sluice --version
#   memory     (only if named) peak memory at the scale factor and three times as much, which --large may name
set -euo pipefail

runs=5
scale=1
cache=$(dirname "$0")/../target/bench
csv=
large=
build=yes
only=csv-parquet,gzip-csv-parquet,jsonl-parquet,parquet-csv,parquet-jsonl,json-parquet,parquet-json
only=$only,s3-csv-parquet,s3-parquet-csv,csv-postgresql,postgresql-parquet,csv-mysql,mysql-parquet
only=$only,mysql-parquet-no-key
only=$only,csv-sqlite,sqlite-parquet,version
# shellcheck source=options.sh
source "$(dirname "$0")/options.sh"
options 'runs scale cache csv large build only' "$@"
# shellcheck source=measure.sh
source "$(dirname "$0")/measure.sh"
wanted() { [[ ,$only, == *,$1,* ]]; }

[ "$build" = no ] || build
[ -n "$csv" ] || { csv=$cache/lineitem-sf$scale.csv; lineitem "$csv" "$scale"; }
name=${csv%.csv}
flags=(--max-memory 512m --progress none)

# The inputs of a case, made when one first asks for them.
input() {
  case $1 in
    csv) ;;
    gzip-csv) made "$csv.gz" gzip -c "$csv" ;;
    parquet) [ -f "$name.parquet" ] || "$sluice" copy "$csv" "$name.parquet" "${flags[@]}" ;;
    jsonl | json) [ -f "$name.$1" ] || "$sluice" copy "$csv" "$name.$1" "${flags[@]}" ;;
  esac
}

file() {
  case $1 in
    gzip-csv) echo "$csv.gz" ;;
    csv) echo "$csv" ;;
    *) echo "$name.$1" ;;
  esac
}

# copies CASE FROM TO RIVAL COMMAND…: Sluice's copy of the input of one format to an output of the other, in turns with a
# command whose output is $cache/rival.*.
copies() {
  local case=$1 from=$2 to=$3 rival=$4 i
  shift 4
  wanted "$case" || return 0
  input "$from"
  cat "$(file "$from")" > /dev/null
  for ((i = 0; i < runs; i++)); do
    rm -f "$cache"/ours.* "$cache"/rival.*
    measure "$case" sluice "$sluice" copy "$(file "$from")" "$cache/ours.$to" "${flags[@]}"
    measure "$case" "$rival" "$@"
  done
  rm -f "$cache"/ours.* "$cache"/rival.*
}

# against_duckdb CASE FROM TO READ OPTIONS: … the rival is DuckDB's COPY.
against_duckdb() {
  copies "$1" "$2" "$3" 'DuckDB, query time' "${bench[@]}" dev.sluice.benchmarks.DuckDbQuery "$threads" \
    "COPY (FROM $4) TO '$cache/rival.$3' ($5)"
}

#              case             from     to      DuckDB reads                                     and writes
against_duckdb csv-parquet      csv      parquet "read_csv('$csv')"                               'FORMAT parquet, COMPRESSION snappy'
against_duckdb gzip-csv-parquet gzip-csv parquet "read_csv('$csv.gz')"                            'FORMAT parquet, COMPRESSION snappy'
against_duckdb jsonl-parquet    jsonl    parquet "read_json('$name.jsonl')"                       'FORMAT parquet, COMPRESSION snappy'
against_duckdb parquet-csv      parquet  csv     "'$name.parquet'"                                'FORMAT csv, HEADER'
against_duckdb parquet-jsonl    parquet  jsonl   "'$name.parquet'"                                'FORMAT json'

# An array is to cost as much as lines: the rival is Sluice itself.
against_lines() {
  input jsonl
  copies "$1" "$2" "$3" 'the same with JSONL' "$sluice" copy "$(file "${2/%json/jsonl}")" "$cache/rival.${3/%json/jsonl}" "${flags[@]}"
}
if wanted json-parquet || wanted parquet-json; then
  against_lines json-parquet json parquet
  against_lines parquet-json parquet json
fi

# s3 CASE FROM TO: from a server on loopback and back to it, against the same on the disk. A server has run for long: one copy
# that isn't counted warms it up. What it takes itself is said apart, since it has to share the cores.
s3() {
  wanted "$1" || return 0
  input "$2"
  local bucket="s3://bench/" options="?endpoint=$SLUICE_S3_ENDPOINT" i before
  "$sluice" copy "$(file "$2")" "${bucket}in.$2$options" "${flags[@]}"
  local copy=("$sluice" copy "${bucket}in.$2$options" "${bucket}ours.$3$options&overwrite=true" "${flags[@]}")
  "${copy[@]}"
  for ((i = 0; i < runs; i++)); do
    rm -f "$cache"/rival.*
    before=$(server_cpu)
    measure "$1" sluice "${copy[@]}"
    server_seconds+=("$1: $(awk "BEGIN { printf \"%.2f\", $(server_cpu) - $before }")")
    measure "$1" 'local files' "$sluice" copy "$(file "$2")" "$cache/rival.$3" "${flags[@]}"
  done
  rm -f "$cache"/rival.*
}
server_seconds=()

# The processor time that the S3 server has had so far, in seconds; 0 where /proc doesn't tell.
server_cpu() {
  awk -v ticks="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); total = ($12 + $13) / ticks } END { print total + 0 }' \
    "/proc/$SLUICE_S3_PID/stat" 2> /dev/null || echo 0
}
if wanted s3-csv-parquet || wanted s3-parquet-csv; then
  start "$root/benchmarks/s3proxy.sh" "$cache/s3"
  s3 s3-csv-parquet csv parquet
  s3 s3-parquet-csv parquet csv
  stop
  rm -rf "$cache/s3"
fi

if wanted csv-postgresql || wanted postgresql-parquet || wanted memory; then
  source "$root/benchmarks/compare-postgresql.sh"
fi

if wanted csv-mysql || wanted mysql-parquet || wanted mysql-parquet-no-key; then
  source "$root/benchmarks/compare-mysql.sh"
fi

if wanted csv-sqlite || wanted sqlite-parquet; then
  source "$root/benchmarks/compare-sqlite.sh"
fi

if wanted version; then
  for ((i = 0; i < runs; i++)); do
    measure 'sluice --version' sluice "$sluice" --version
  done
fi

summary
[ ${#server_seconds[@]} -eq 0 ] || printf 'The S3 server itself, seconds of CPU during %s\n' "${server_seconds[@]}"
if wanted memory; then memory_table; fi
echo "lineitem, scale factor $scale, $(wc -c < "$csv") bytes of CSV; $threads cores; median of $runs runs; Java $("$java" -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p')."
