#!/usr/bin/env bash
# Measures what an incremental run costs that finds nothing new: TPC-H's lineitem table on PostgreSQL, whose key has an
# index, merged into another table once, and then run again. Beside it, what connecting and logging in takes (sluice check).
# Both tables are in one database, so that each run is a transaction which the next one doesn't know: it passes over the table
# for rows that were committed late. The second case, late_commits: lookback, doesn't.
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
# pipeline KEYS: writes it, with further keys of the stream.
pipeline() {
  cat > "$cache/nothing-new.yaml" << YAML
name: nothing_new
source: $address
destination: $address
streams:
  - {name: public.lineitem, destination: public.lineitem_copy, sync_mode: incremental, cursor_field: l_orderkey,
     write_mode: merge, primary_key: [l_orderkey, l_linenumber]$1}
YAML
}

flags=(--max-memory 512m --progress none --state-dir "$cache/nothing-new")

# series CASE: a run that isn't measured, and those that are.
series() {
  rm -f "$cache"/report-*.json
  "$sluice" run "$cache/nothing-new.yaml" "${flags[@]}" >&2
  for ((i = 0; i < runs; i++)); do
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
pipeline ''
series 'nothing new'
pipeline ', late_commits: lookback, lookback: 0'
series 'nothing new, lookback'
stop
rm -f "$cache"/report-*.json
summary
echo 'The streams themselves, milliseconds:'
printf '  %s\n' "${streams[@]}"
