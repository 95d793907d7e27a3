#!/usr/bin/env bash
# Moves TPC-H's lineitem from CSV to MySQL and from there to Parquet, within 512 MB of heap, and lets others count: the
# server its table, DuckDB both files. Rows, the sum of each column and a checksum of whole rows must be the same.
#
#   benchmarks/verify-mysql.sh [--product mysql|mariadb] [--scale SF] [--cache FOLDER] [--csv FILE] [--build no]
#
# The server is one of its own, unless MYSQL_HOST, MYSQL_TCP_PORT, MYSQL_USER, MYSQL_PWD and MYSQL_DATABASE name another, in
# which the table lineitem is replaced. What it makes lies in the cache folder (target/bench/verify).
set -euo pipefail

product=mysql
scale=1
cache=$(dirname "$0")/../target/bench/verify
csv=
build=yes
# shellcheck source=options.sh
source "$(dirname "$0")/options.sh"
options 'product scale cache csv build' "$@"
# shellcheck source=measure.sh
source "$(dirname "$0")/measure.sh"

[ "$build" = no ] || build
[ -n "$csv" ] || { csv=$cache/lineitem-sf$scale.csv; lineitem "$csv" "$scale"; }
flags=(--max-memory 512m --progress none)

own_server=
if [ -z "${MYSQL_HOST:-}" ]; then
  own_server=yes
  start main ThrowawayMysql "$product"
fi
export MYSQL_HOST MYSQL_TCP_PORT MYSQL_USER MYSQL_PWD MYSQL_DATABASE
# shellcheck disable=SC2016 # Sluice replaces it, not the shell
table="mysql://$MYSQL_USER:"'${env:MYSQL_PWD}'"@$MYSQL_HOST:$MYSQL_TCP_PORT/$MYSQL_DATABASE#lineitem"
rm -f "$cache/lineitem.parquet"
measure 'CSV → MySQL' sluice "$sluice" copy "$csv" "$table" --overwrite "${flags[@]}"
measure 'MySQL → Parquet' sluice "$sluice" copy "$table" "$cache/lineitem.parquet" "${flags[@]}"
same=0
main LineitemSums "$csv" "$cache/lineitem.parquet" || same=$?
if [ -n "$own_server" ]; then stop; fi
rm -f "$cache/lineitem.parquet"
exit "$same"
