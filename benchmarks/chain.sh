#!/usr/bin/env bash
# Moves TPC-H's lineitem table CSV → PostgreSQL → Parquet → CSV, each with --max-memory 512m, and proves that nothing changed on
# the way: the lines of the last file, sorted, are those of the first byte for byte, and PostgreSQL's own sums over every column
# are the same for the table that Sluice loaded and for the last file, which psql loads. Says what each run took.
#
#   benchmarks/chain.sh [--scale SF] [--cache FOLDER] [--csv FILE] [--build no]
#
# Everything it makes lies in the cache folder (target/bench/chain) and is removed at the end, but a CSV file of its own. The
# server is a throwaway one, unless PGHOST and the like name another.
set -euo pipefail

scale=1
cache=$(dirname "$0")/../target/bench/chain
csv=
build=yes
# shellcheck source=options.sh
source "$(dirname "$0")/options.sh"
options 'scale cache csv build' "$@"
# shellcheck source=measure.sh
source "$(dirname "$0")/measure.sh"
has psql || { say "there is no psql to ask the server with"; exit 2; }

[ "$build" = no ] || build
[ -n "$csv" ] || { csv=$cache/lineitem-sf$scale.csv; lineitem "$csv" "$scale"; }
if [ -z "${PGHOST:-}" ]; then
  start main ThrowawayPostgres
  trap stop EXIT
fi
export PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE
# shellcheck disable=SC2016 # Sluice replaces it, not the shell
table="postgresql://$PGUSER:"'${env:PGPASSWORD}'"@$PGHOST:$PGPORT/$PGDATABASE#public.lineitem"
flags=(--max-memory 512m --progress none --overwrite)
sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$@"; }

measure 'CSV → PostgreSQL' sluice "$sluice" copy "$csv" "$table" "${flags[@]}"
measure 'PostgreSQL → Parquet' sluice "$sluice" copy "$table" "$cache/back.parquet" "${flags[@]}"
measure 'Parquet → CSV' sluice "$sluice" copy "$cache/back.parquet" "$cache/back.csv" "${flags[@]}"
summary

cmp -s "$csv" "$cache/back.csv" && echo "the last file is the first, byte for byte, in the same order"
export LC_ALL=C
sort --temporary-directory="$cache" "$csv" > "$cache/first.sorted"
sort --temporary-directory="$cache" "$cache/back.csv" | cmp "$cache/first.sorted" -
echo "sorted: $(wc -l < "$csv") lines, the same byte for byte, sha256 $(sha256sum < "$cache/first.sorted" | cut -d ' ' -f 1)"

# A number for every value: itself, its day, or a hash of its text.
sums() {
  sql -c "select 'select count(*)' || string_agg(format(', sum(%s)', case
      when data_type in ('bigint', 'integer', 'numeric') then quote_ident(column_name)
      when data_type = 'date' then format('%I - date ''1970-01-01''', column_name)
      else format('hashtextextended(%I::text, 0)::numeric', column_name) end), '' order by ordinal_position)
      || ' from $1' from information_schema.columns where table_name = 'lineitem' and table_schema = 'public'" |
    sql -f - | tr '|' '\n'
}
sql -c 'create table lineitem_back (like lineitem)' -c "\\copy lineitem_back from '$cache/back.csv' with (format csv, header)"
sums lineitem > "$cache/first.sums"
sums lineitem_back > "$cache/back.sums"
{ echo rows; head -1 "$csv" | tr ',' '\n'; } | paste - "$cache/first.sums" "$cache/back.sums" |
  awk -F '\t' '{ printf "%-18s %28s %28s\n", $1, $2, $3 }'
cmp "$cache/first.sums" "$cache/back.sums"
echo "the sums over every column are the same"
sql -c 'drop table lineitem, lineitem_back'
rm -f "$cache"/back.* "$cache"/first.*
