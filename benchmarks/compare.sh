#!/usr/bin/env bash
# Measures whole runs of Sluice side by side with other tools, on TPC-H's lineitem table: interleaved, median of several
# runs, the input in the page cache. A tool that is missing is said and left out.
#
#   benchmarks/compare.sh [--runs N] [--scale SF] [--cache FOLDER] [--csv FILE] [--only csv-parquet,csv-postgresql,…]
#
# Prints a table, then the same as Markdown for docs/performance.md. Everything it makes lies in the cache folder
# (target/bench); the PostgreSQL server is its own and ends with it, unless PGHOST and the like name another.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
runs=5
scale=1
cache=$root/target/bench
csv=
only=csv-parquet,csv-postgresql,postgresql-parquet,version
while [ $# -gt 0 ]; do
  case $1 in
    --runs) runs=$2 ;;
    --scale) scale=$2 ;;
    --cache) cache=$2 ;;
    --csv) csv=$2 ;;
    --only) only=$2 ;;
    *) sed -n '2,8p' "$0" >&2; exit 2 ;;
  esac
  shift 2
done
mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
results=$cache/results.tsv
: > "$results"
threads=$(nproc)

say() { printf '%s\n' "$*" >&2; }
has() { command -v "$1" > /dev/null; }
wanted() { [[ ,$only, == *,$1,* ]]; }

java=java
for home in "${SLUICE_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  if [ -x "$home/bin/java" ] && [ "$("$home/bin/java" -XshowSettings:properties -version 2>&1 |
    sed -n 's/.*java.specification.version = //p')" -ge 21 ] 2> /dev/null; then
    java=$home/bin/java
    break
  fi
done

say "building"
(cd "$root" && mvn -q -B -Dquick -DskipTests package) >&2
sluice=$root/sluice
main() { "$java" --enable-native-access=ALL-UNNAMED -cp "$root/benchmarks/target/classes:$root/benchmarks/target/lib/*" "dev.sluice.benchmarks.$1" "${@:2}"; }

if [ -z "$csv" ]; then
  csv=$cache/lineitem-sf$scale.csv
  [ -f "$csv" ] || { say "generating $csv"; main LineitemCsv "$csv" "$scale"; }
fi

# measure CASE TOOL COMMAND…: appends case, tool, wall seconds, CPU seconds, peak MB; - where it can't be known.
# A command that prints nothing but a number has measured itself.
measure() {
  local case=$1 tool=$2 wall cpu=- rss=- own
  shift 2
  if [ -x /usr/bin/time ]; then
    /usr/bin/time -o "$cache/time" -f '%e %U %S %M' "$@" > "$cache/stdout" 2> "$cache/stderr" || failed "$case" "$tool"
    read -r wall user system rss < "$cache/time"
    cpu=$(awk "BEGIN { printf \"%.2f\", $user + $system }")
    rss=$((rss / 1024))
  else
    local start=$EPOCHREALTIME
    "$@" > "$cache/stdout" 2> "$cache/stderr" || failed "$case" "$tool"
    wall=$(awk "BEGIN { printf \"%.2f\", $EPOCHREALTIME - $start }")
  fi
  own=$(cat "$cache/stdout")
  [[ $own =~ ^[0-9]+\.[0-9]+$ ]] && wall=$own
  printf '%s\t%s\t%s\t%s\t%s\n' "$case" "$tool" "$wall" "$cpu" "$rss" >> "$results"
  say "  $case, $tool: $wall s"
}

failed() {
  say "$1 with $2 failed:"
  cat "$cache/stderr" >&2
  exit 1
}

if wanted csv-parquet; then
  cat "$csv" > /dev/null
  for ((i = 0; i < runs; i++)); do
    rm -rf "$cache/ours.parquet" "$cache/duckdb.parquet"
    measure csv-parquet sluice "$sluice" copy "$csv" "$cache/ours.parquet" --max-memory 512m --progress none
    measure csv-parquet duckdb "$java" --enable-native-access=ALL-UNNAMED \
      -cp "$root/benchmarks/target/classes:$root/benchmarks/target/lib/*" \
      dev.sluice.benchmarks.DuckDbCsvToParquet "$csv" "$cache/duckdb.parquet" "$threads"
  done
fi

if wanted csv-postgresql || wanted postgresql-parquet; then
  if ! has psql; then
    say "SKIPPED: everything with PostgreSQL, since there is no psql to compare with"
  else
    if [ -z "${PGHOST:-}" ]; then
      coproc SERVER { main ThrowawayPostgres 2> "$cache/postgresql.log"; }
      while read -r line <&"${SERVER[0]}" && [ "$line" != ready ]; do export "${line?}"; done
      [ -n "${PGHOST:-}" ] || { say "the server did not start:"; cat "$cache/postgresql.log" >&2; exit 1; }
    fi
    export PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE
    connection='{connector_type: postgresql, config: {host: "${env:PGHOST}", port: "${env:PGPORT}", database: "${env:PGDATABASE}", user: "${env:PGUSER}", password: "${env:PGPASSWORD}"}}'
    cat > "$cache/load.yaml" << YAML
name: load
source: $csv
destination: $connection
defaults: {write_mode: overwrite}
streams:
  - {name: "*", destination: public.lineitem}
YAML
    cat > "$cache/unload.yaml" << YAML
name: unload
source: $connection
destination: {connector_type: local_file, config: {base_path: $cache/unloaded, format: parquet, compression: snappy, overwrite: true}}
streams:
  - public.lineitem
YAML
    sql() { psql -X -q -v ON_ERROR_STOP=1 "$@"; }
    cat "$csv" > /dev/null
    # Each load starts with no other table and nothing left to write, or the server would still be busy vacuuming the last
    # one's and writing it back.
    for ((i = 0; i < runs; i++)); do
      sql -c 'set client_min_messages = error' -c 'drop table if exists lineitem, lineitem_psql' -c checkpoint
      measure csv-postgresql sluice "$sluice" run "$cache/load.yaml" --max-memory 512m --progress none
      wanted csv-postgresql || break
      sql -c 'create table lineitem_psql (like lineitem)' -c 'drop table lineitem' -c checkpoint
      measure csv-postgresql 'psql \copy' psql -X -q -v ON_ERROR_STOP=1 \
        -c "\\copy lineitem_psql from '$csv' with (format csv, header)"
    done
    sql -c 'alter table if exists lineitem_psql rename to lineitem' -c 'vacuum (freeze, analyze) lineitem'
    if wanted postgresql-parquet; then
      for ((i = 0; i < runs; i++)); do
        rm -rf "$cache/unloaded"
        measure postgresql-parquet sluice "$sluice" run "$cache/unload.yaml" --max-memory 512m --progress none
        measure postgresql-parquet 'psql \copy binary to /dev/null' psql -X -q -v ON_ERROR_STOP=1 \
          -c "\\copy (select * from lineitem) to /dev/null with (format binary)"
      done
    fi
    if [ -n "${SERVER_PID:-}" ]; then
      exec {SERVER[1]}>&-
      wait "$SERVER_PID" 2> /dev/null || true
    fi
  fi
fi

if wanted version; then
  for ((i = 0; i < runs; i++)); do
    measure 'sluice --version' sluice "$sluice" --version
  done
fi

# One line per case and tool, in order of appearance: medians, and Sluice's ratio to the other tool of the case.
summary=$(sort -s -t $'\t' -k1,2 "$results" | awk -F '\t' '
  function median(list,    n, v, i, j, t) {
    n = split(list, v, " ")
    for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j] + 0 < v[j - 1] + 0; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
    return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
  }
  { k = $1 FS $2
    if (!(k in wall)) { order[++keys] = k; case_of[k] = $1; tool_of[k] = $2 }
    wall[k] = wall[k] " " $3; cpu[k] = cpu[k] " " $4; rss[k] = rss[k] " " $5 }
  END {
    for (i = 1; i <= keys; i++) { k = order[i]; if (tool_of[k] == "sluice") ours[case_of[k]] = median(wall[k]) }
    for (i = 1; i <= keys; i++) {
      k = order[i]; m = median(wall[k])
      ratio = tool_of[k] == "sluice" ? "" : sprintf("%.2f", ours[case_of[k]] / m)
      printf "%s\t%s\t%.2f\t%s\t%s\t%s\n", case_of[k], tool_of[k], m, median(cpu[k]), median(rss[k]), ratio
    }
  }')

echo
{
  printf 'case\ttool\tseconds\tCPU s\tpeak MB\tsluice ÷ tool\n'
  printf '%s\n' "$summary"
} | awk -F '\t' '{ printf "%-20s %-30s %8s %8s %8s  %s\n", $1, $2, $3, $4, $5, $6 }'
echo
echo "| Case | Tool | Seconds | CPU seconds | Peak MB | Sluice ÷ tool |"
echo "|---|---|---|---|---|---|"
printf '%s\n' "$summary" | awk -F '\t' '{ printf "| %s | %s | %s | %s | %s | %s |\n", $1, $2, $3, $4, $5, $6 }'
echo
echo "lineitem, scale factor $scale, $(wc -c < "$csv") bytes of CSV; $threads cores; median of $runs runs; Java $("$java" -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p')."
