#!/usr/bin/env bash
# How long `sluice discover` takes for a database of many tables, each of ten columns with a key: on servers of its own, and
# SQL Server's stand-in of the testkit.
#
#   benchmarks/discover.sh [--tables N] [--runs N] [--cache FOLDER] [--build no] [--only postgresql,mysql,mariadb,sqlite,mssql]
set -euo pipefail

tables=10000
runs=3
cache=$(dirname "$0")/../target/bench/discover
build=yes
only=postgresql,mysql,mariadb,sqlite,mssql
# shellcheck source=options.sh
source "$(dirname "$0")/options.sh"
options 'tables runs cache build only' "$@"
# shellcheck source=measure.sh
source "$(dirname "$0")/measure.sh"
wanted() { [[ ,$only, == *,$1,* ]]; }

[ "$build" = no ] || build

# discover NAME CONNECTION
discover() {
  local i
  for ((i = 0; i < runs; i++)); do
    measure "$1, $tables tables" sluice "$sluice" discover "$2" --json
    [ "$(grep -o 'orders_[0-9]*"' "$cache/stdout" | sort -u | wc -l)" = "$tables" ] || {
      say "$1: not all tables were found"
      exit 1
    }
  done
}

# shellcheck disable=SC2016 # Sluice replaces ${env:…}, not the shell
if wanted postgresql; then
  start main ThrowawayPostgres
  export PGPASSWORD
  main ManyTables "jdbc:postgresql://$PGHOST:$PGPORT/$PGDATABASE" "$PGUSER" "$PGPASSWORD" "$tables"
  discover PostgreSQL "postgresql://$PGUSER:"'${env:PGPASSWORD}'"@$PGHOST:$PGPORT/$PGDATABASE"
  stop
fi

for product in mysql mariadb; do
  wanted $product || continue
  start main ThrowawayMysql $product
  export MYSQL_PWD
  main ManyTables "jdbc:mariadb://$MYSQL_HOST:$MYSQL_TCP_PORT/$MYSQL_DATABASE?allowPublicKeyRetrieval=true" \
    "$MYSQL_USER" "$MYSQL_PWD" "$tables"
  # shellcheck disable=SC2016
  discover $product "mysql://$MYSQL_USER:"'${env:MYSQL_PWD}'"@$MYSQL_HOST:$MYSQL_TCP_PORT/$MYSQL_DATABASE"
  stop
done

if wanted sqlite; then
  rm -f "$cache/many.db"
  main ManyTables "jdbc:sqlite:$cache/many.db" '' '' "$tables"
  discover SQLite "sqlite:$cache/many.db"
  rm -f "$cache/many.db"
fi

if wanted mssql; then
  start main ThrowawaySqlServer
  export MSSQL_PASSWORD
  main ManyTables "$MSSQL_URL" "$MSSQL_USER" "$MSSQL_PASSWORD" "$tables"
  # shellcheck disable=SC2016
  discover 'SQL Server (stand-in)' "mssql://$MSSQL_USER:"'${env:MSSQL_PASSWORD}'"@$MSSQL_HOST:$MSSQL_PORT/$MSSQL_DATABASE"
  stop
fi

summary
