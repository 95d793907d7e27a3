#!/usr/bin/env bash
# How far executors help: lineitem as CSV to Parquet, by a standalone Spark cluster of one, two and four worker processes of
# one core each on this machine, and by the local runner with as many threads. Seconds are those of the run's own report:
# without the start of the JVMs and of Spark.
#
#   benchmarks/spark.sh [--cache FOLDER] [--build no] [--scale N] [--file CSV]
#
# Spark is the installation that SPARK_HOME names, else the jars that the build of runners/spark has left in its target folder.
set -euo pipefail

cache=$(dirname "$0")/../target/bench/spark
build=yes
scale=1
file=
# shellcheck source=options.sh
source "$(dirname "$0")/options.sh"
options 'cache build scale file' "$@"
# shellcheck source=measure.sh
source "$(dirname "$0")/measure.sh"
[ "$build" = no ] || build
if [ -z "$file" ]; then
  file=$cache/lineitem-$scale.csv
  lineitem "$file" "$scale"
fi

spark=${SPARK_HOME:-}
if [ -z "$spark" ]; then
  spark=$root/runners/spark/target/spark
  mkdir -p "$spark/bin"
  cp "$root/runners/spark/src/test/spark/bin/spark-submit" "$spark/bin/"
fi
JAVA_HOME=$(dirname "$(dirname "$(readlink -f "$(command -v "$java")")")")
export SPARK_HOME=$spark SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1 JAVA_HOME
export SLUICE_SPARK_JAR=$root/runners/spark/target/sluice-spark.jar

pids=()
daemon() {
  "$java" -Xmx256m -cp "$spark/jars/*" "org.apache.spark.deploy.$1" --host 127.0.0.1 --webui-port 0 "${@:2}" \
    >> "$cache/daemons.log" 2>&1 &
  pids+=($!)
}
end_daemons() {
  for pid in "${pids[@]}"; do kill "$pid" 2> /dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2> /dev/null || true; done
  pids=()
}
trap end_daemons EXIT

cat > "$cache/lineitem.yaml" << YAML
name: spark-benchmark
source: {connector_type: local_file, config: {file_path: "$file", format: csv}}
destination: {connector_type: local_file, config: {base_path: "$cache/out", format: parquet, overwrite: true}}
streams: [{name: "*"}]
YAML

# run NAME FLAG…: prints the name, rows and seconds.
run() {
  rm -rf "$cache/out"
  "$sluice" run "$cache/lineitem.yaml" --report "$cache/report.json" --progress none "${@:2}" > "$cache/run.log" 2>&1 ||
    { cat "$cache/run.log" >&2; exit 1; }
  printf '%s\t%s\t%s\n' "$1" "$(sed -n 's/.*"rows_written" : \([0-9]*\).*/\1/p' "$cache/report.json")" \
    "$(sed -n '0,/duration_ms/s/.*"duration_ms" : \([0-9]*\).*/\1/p' "$cache/report.json" | awk '{printf "%.1f", $1 / 1000}')"
}

printf 'runner\trows\tseconds\n'
for n in 1 2 4; do
  run "local, $n threads" --parallelism "$n"
done
port=17077
for n in 1 2 4; do
  port=$((port + 1))
  daemon master.Master --port $port
  for _ in $(seq "$n"); do
    daemon worker.Worker --cores 1 --memory 1g --work-dir "$cache/work" "spark://127.0.0.1:$port"
  done
  sleep 8
  run "spark, $n executors" --runner spark --master "spark://127.0.0.1:$port" --shared-files
  end_daemons
done
rm -rf "$cache/out" "$cache/work"
