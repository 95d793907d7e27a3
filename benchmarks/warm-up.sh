#!/usr/bin/env bash
# What the launcher's archive of preloaded classes gives: CSV to Parquet, a thousand rows of TPC-H's lineitem, a twentieth of it
# and all, beside the same without it.
#
#   benchmarks/warm-up.sh [--runs N] [--scale SF] [--cache FOLDER] [--csv FILE] [--build no]
#
# Prints a table like compare.sh's.
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
made "$cache/thousand.csv" head -n 1001 "$csv"
made "$cache/twentieth.csv" head -n $(($(wc -l < "$csv") / 20)) "$csv"

SLUICE_START_UP=make "$sluice"
for file in "$cache/thousand.csv" "$cache/twentieth.csv" "$csv"; do
  copy=("$sluice" copy "$file" "$cache/warm-up.parquet" --overwrite --max-memory 512m --progress none)
  for ((i = 0; i < runs; i++)); do
    measure "$(basename "$file")" sluice "${copy[@]}"
    SLUICE_START_UP=off measure "$(basename "$file")" 'no archive' "${copy[@]}"
  done
done
rm -f "$cache/warm-up.parquet"
summary
