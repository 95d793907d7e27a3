#!/usr/bin/env bash
# Runs an S3 server on loopback for measurements: S3Proxy, with signatures on and its objects in a folder.
#
#   benchmarks/s3proxy.sh FOLDER [BUCKET…]
#
# Prints SLUICE_S3_ENDPOINT, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and SLUICE_S3_PID as KEY=value lines, then "ready", and
# ends with its standard input. The buckets, folders in FOLDER, are made if need be; without any, one named "bench". For example:
#
#   coproc S3 { benchmarks/s3proxy.sh target/bench/s3; }
#   while read -r line <&"${S3[0]}" && [ "$line" != ready ]; do export "${line?}"; done
#   ./sluice copy lineitem.csv "s3://bench/lineitem.parquet?endpoint=$SLUICE_S3_ENDPOINT"
set -euo pipefail

[ $# -gt 0 ] || { sed -n '2,11p' "$0" >&2; exit 2; }
root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$1"
folder=$(cd "$1" && pwd)
shift
for bucket in "${@:-bench}"; do
  mkdir -p "$folder/$bucket"
done

# shellcheck source=java.sh
source "$root/benchmarks/java.sh"
jar=$root/benchmarks/target/servers/s3proxy.jar
[ -f "$jar" ] || (cd "$root" && mvn -q -B -Dquick -pl benchmarks dependency:copy@s3-servers) >&2

port=
for candidate in $(shuf -i 20000-32000 -n 20); do
  if ! (exec 3<> "/dev/tcp/127.0.0.1/$candidate") 2> /dev/null; then
    port=$candidate
    break
  fi
done
[ -n "$port" ] || { echo "no free port was found" >&2; exit 1; }

key=bench-access-key
secret=bench-secret-key
properties=$(mktemp)
cat > "$properties" << PROPERTIES
s3proxy.endpoint=http://127.0.0.1:$port
s3proxy.authorization=aws-v4
s3proxy.identity=$key
s3proxy.credential=$secret
s3proxy.ignore-unknown-headers=true
jclouds.provider=filesystem-nio2
jclouds.filesystem.basedir=$folder
jclouds.identity=unused
jclouds.credential=unused
PROPERTIES

"$java" -Xmx512m -DLOG_LEVEL=warn -jar "$jar" --properties "$properties" > "$folder.log" 2>&1 < /dev/null &
server=$!
trap 'kill "$server" 2> /dev/null; wait "$server" 2> /dev/null; rm -f "$properties"' EXIT

for ((i = 0; i < 300; i++)); do
  kill -0 "$server" 2> /dev/null || break
  if (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then
    echo "SLUICE_S3_ENDPOINT=http://127.0.0.1:$port"
    echo "AWS_ACCESS_KEY_ID=$key"
    echo "AWS_SECRET_ACCESS_KEY=$secret"
    echo "SLUICE_S3_PID=$server"
    echo ready
    while read -r _; do :; done
    exit 0
  fi
  sleep 0.1
done
echo "the server did not start:" >&2
cat "$folder.log" >&2
exit 1
