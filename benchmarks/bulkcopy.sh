#!/usr/bin/env bash
# Who waits for whom while rows are loaded into SQL Server: a flight recording of `sluice copy` from CSV through the driver's
# bulk copy, into the stand-in of the testkit, or into the real server that SLUICE_TEST_MSSQL_URL names.
#
#   benchmarks/bulkcopy.sh [--scale SF] [--cache FOLDER] [--csv FILE] [--build no]
#
# The recording stays in the cache folder (target/bench/bulkcopy), for tools that show it in full.
set -euo pipefail

scale=0.4
cache=$(dirname "$0")/../target/bench/bulkcopy
csv=
build=yes
# shellcheck source=options.sh
source "$(dirname "$0")/options.sh"
options 'scale cache csv build' "$@"
# shellcheck source=measure.sh
source "$(dirname "$0")/measure.sh"

[ "$build" = no ] || build
[ -n "$csv" ] || { csv=$cache/lineitem-sf$scale.csv; lineitem "$csv" "$scale"; }
start main ThrowawaySqlServer
export MSSQL_PASSWORD
recording=$cache/bulkcopy.jfr
events=jdk.ThreadPark#threshold=0ms,jdk.SocketWrite#threshold=0ms,jdk.SocketWrite#throttle=off
events=$events,jdk.SocketRead#threshold=0ms,jdk.SocketRead#throttle=off
export SLUICE_JAVA_OPTS="-XX:StartFlightRecording=filename=$recording,settings=profile,$events"
# shellcheck disable=SC2016 # Sluice replaces it, not the shell
measure 'CSV → SQL Server' sluice "$sluice" copy "$csv" \
  "mssql://$MSSQL_USER:"'${env:MSSQL_PASSWORD}'"@$MSSQL_HOST:$MSSQL_PORT/$MSSQL_DATABASE#lineitem" \
  --overwrite --max-memory 512m --progress none
unset SLUICE_JAVA_OPTS
stop
main BulkCopyProfile "$recording"
