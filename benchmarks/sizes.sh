#!/usr/bin/env bash
# What Sluice needs for large and unusual files, with --max-memory 512m: seconds and peak memory. One value of 100 MB needs
# the default of 1g.
#
#   benchmarks/sizes.sh [--cache FOLDER] [--build no] [--only CASE,CASE…]
#
# Everything it makes lies in the cache folder (target/bench/sizes) and is removed at the end of its case. Cases:
#   s3        a CSV file of 5 GB to Parquet on S3 (S3Proxy on loopback)
#   field     one value of 100 MB, CSV to JSONL to Parquet to CSV
#   columns   1,600 columns, CSV to JSONL to JSON to Avro to Parquet to CSV
#   files     1,000 and 10,000 small files to one
set -euo pipefail

cache=$(dirname "$0")/../target/bench/sizes
build=yes
only=s3,field,columns,files
while [ $# -gt 0 ]; do
  case $1 in
    --cache) cache=$2 ;;
    --build) build=$2 ;;
    --only) only=$2 ;;
    *) sed -n '2,12p' "$0" >&2; exit 2 ;;
  esac
  shift 2
done
# shellcheck source=measure.sh
source "$(dirname "$0")/measure.sh"
wanted() { [[ ,$only, == *,$1,* ]]; }

[ "$build" = no ] || build
flags=(--max-memory 512m --progress none)

# chain CASE EXTENSION…: from in.csv to the first format, from there to the next, and so on; the last must be as the first.
chain() {
  local case=$1 from=csv
  shift
  mv "$cache/in.csv" "$cache/0.csv"
  for to in "$@"; do
    measure "$case: $from → $to" sluice "$sluice" copy "$cache"/0."$from" "$cache/1.$to" "${flags[@]}"
    [ "$from" = csv ] || rm "$cache/0.$from"
    [ "$to" = csv ] || mv "$cache/1.$to" "$cache/0.$to"
    from=$to
  done
  cmp "$cache/0.csv" "$cache/1.csv"
  rm "$cache"/?.csv
}

if wanted s3; then
  lineitem "$cache/large.csv" 6.6
  start "$root/benchmarks/s3proxy.sh" "$cache/s3"
  measure "$(du -h --apparent-size "$cache/large.csv" | cut -f1) of CSV → Parquet on S3" sluice \
    "$sluice" copy "$cache/large.csv" "s3://bench/large.parquet?endpoint=$SLUICE_S3_ENDPOINT" "${flags[@]}"
  stop
  rm -rf "$cache/s3" "$cache/large.csv"
fi

if wanted field; then
  { printf 'id,text\n1,'; head -c 100000000 /dev/zero | tr '\0' x; printf '\n2,short\n'; } > "$cache/in.csv"
  flags=(--max-memory 1g --progress none)
  chain 'a field of 100 MB' jsonl parquet csv
  flags=(--max-memory 512m --progress none)
fi

if wanted columns; then
  awk 'BEGIN {
    for (c = 0; c < 1600; c++) printf "%sc%d", c ? "," : "", c; print ""
    for (r = 0; r < 10000; r++) { for (c = 0; c < 1600; c++) printf "%s%d", c ? "," : "", r * 1600 + c; print "" }
  }' > "$cache/in.csv"
  chain '1,600 columns' jsonl json avro parquet csv
fi

if wanted files; then
  for count in 1000 10000; do
    mkdir -p "$cache/files"
    awk -v folder="$cache/files" -v count=$count 'BEGIN {
      for (f = 0; f < count; f++) {
        file = sprintf("%s/%05d.csv", folder, f)
        print "id,name,price" > file
        for (r = 0; r < 100; r++) printf "%d,name %d,%d.%02d\n", f * 100 + r, r, r, r > file
        close(file)
      }
    }'
    measure "$count files" sluice "$sluice" copy "$cache/files/*.csv" "$cache/out.parquet" "${flags[@]}"
    rm -rf "$cache/files" "$cache/out.parquet"
  done
fi

summary
