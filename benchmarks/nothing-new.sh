#!/usr/bin/env bash
# Measures what an incremental run costs that finds nothing new: TPC-H's lineitem table on PostgreSQL, whose key has an
# index, merged into another table once, or appended to it, and then run again. Beside it, what connecting and logging in
# takes (sluice check). Where others write to the server in between, a run passes over the table for rows that were committed
# late, unless late_commits: lookback tells it not to.
#
#   benchmarks/nothing-new.sh [--runs N] [--scale SF] [--cache FOLDER] [--csv FILE] [--build no]
#
# Prints a table like compare.sh's, and what the stream itself took by the run's own report, its logins included. The server is
# its own and ends with it.
set -euo pipefail

runs=5
scale=1
cache=$(dirname "$0")/../target/bench
csv=
build=yes
# shellcheck source=options.sh
source "$(dirname "$0")/options.sh"
options 'runs scale cache csv build' "$@"
# shellcheck source=measure.sh
source "$(dirname "$0")/measure.sh"

[ "$build" = no ] || build
[ -n "$csv" ] || { csv=$cache/lineitem-sf$scale.csv; lineitem "$csv" "$scale"; }
start main ThrowawayPostgres
export PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE

# shellcheck disable=SC2016 # Sluice replaces it, not the shell
address='postgresql://${env:PGUSER}:${env:PGPASSWORD}@${env:PGHOST}:${env:PGPORT}/${env:PGDATABASE}'
# pipeline TARGET KEYS: writes it, with further keys of the stream.
pipeline() {
  cat > "$cache/nothing-new.yaml" << YAML
name: nothing_new
source: $address
destination: $address
streams:
  - {name: public.lineitem, destination: public.$1, sync_mode: incremental, cursor_field: l_orderkey, $2}
YAML
}

flags=(--max-memory 512m --progress none --state-dir "$cache/nothing-new")

# series CASE [SQL]: runs that aren't measured, the first of which finds all rows, and those that are; before each of these
# somebody else's statement, if there is one.
series() {
  rm -f "$cache"/report-*.json
  "$sluice" run "$cache/nothing-new.yaml" "${flags[@]}" >&2
  "$sluice" run "$cache/nothing-new.yaml" "${flags[@]}" >&2
  for ((i = 0; i < runs; i++)); do
    [ -z "${2:-}" ] || psql -X -q -c "$2"
    measure "$1" 'sluice check' "$sluice" check "$address"
    measure "$1" sluice "$sluice" run "$cache/nothing-new.yaml" "${flags[@]}" --report "$cache/report-$i.json"
  done
  streams+=("$1: $(awk 'FNR == 1 { inside = 0 } /"streams"/ { inside = 1 } inside && /"duration_ms"/ { gsub(/[^0-9]/, ""); print; nextfile }' \
    "$cache"/report-*.json | sort -n | paste -sd' ')")
}

streams=()
rm -rf "$cache/nothing-new"
"$sluice" copy "$csv" "$address#public.lineitem" --max-memory 512m --progress none >&2
psql -X -q -v ON_ERROR_STOP=1 -c 'alter table lineitem add primary key (l_orderkey, l_linenumber)' -c 'vacuum analyze lineitem'
psql -X -q -c 'create table others (at timestamptz)'
others='insert into others values (now())'
merge='write_mode: merge, primary_key: [l_orderkey, l_linenumber]'
pipeline merged "$merge"
series 'merge'
series 'merge, others write' "$others"
pipeline appended 'write_mode: append'
series 'append'
series 'append, others write' "$others"
pipeline merged "$merge, late_commits: lookback, lookback: 0"
series 'merge, lookback' "$others"
stop
rm -f "$cache"/report-*.json
summary
echo 'The streams themselves, milliseconds:'
printf '  %s\n' "${streams[@]}"
