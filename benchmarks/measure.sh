# What the scripts in this folder share; they source it. Needs $cache, a folder for what is made, and defines $root, $sluice,
# $java and $threads.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
sluice=$root/sluice
threads=$(nproc)
mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
results=$cache/results.tsv
: > "$results"

say() { printf '%s\n' "$*" >&2; }
has() { command -v "$1" > /dev/null; }

# shellcheck source=java.sh
source "$root/benchmarks/java.sh"

build() {
  say "building"
  (cd "$root" && mvn -q -B -Dquick -DskipTests package) >&2
}

# A program of ours beside Sluice: its class, then its arguments. It is an array where a command is wanted.
bench=("$java" --enable-native-access=ALL-UNNAMED -cp "$root/benchmarks/target/classes:$root/benchmarks/target/lib/*")
main() { "${bench[@]}" "dev.sluice.benchmarks.$1" "${@:2}"; }

# made FILE COMMAND…: makes a file that isn't there yet, from the command's standard output.
made() {
  [ -f "$1" ] && return
  say "making $1"
  "${@:2}" > "$1.unfinished"
  mv "$1.unfinished" "$1"
}

lineitem() {
  [ -f "$1" ] || { say "making $1"; main LineitemCsv "$1" "$2"; }
}

# start SCRIPT-OR-FUNCTION…: runs a server beside the script until it ends, and takes its KEY=value lines as variables.
# One after the other: a shell has one coprocess.
start() {
  coproc SERVER { "$@" 2> "$cache/server.log"; }
  local line
  while read -r line <&"${SERVER[0]}" && [ "$line" != ready ]; do export "${line?}"; done
  [ "$line" = ready ] || { say "the server did not start:"; cat "$cache/server.log" >&2; exit 1; }
}

stop() {
  local pid=$SERVER_PID
  exec {SERVER[1]}>&-
  wait "$pid" 2> /dev/null || true
}

# measure CASE TOOL COMMAND…: appends case, tool, wall seconds, CPU seconds, peak MB; - where it can't be known.
# A command that prints nothing but a number has measured itself.
measure() {
  local case=$1 tool=$2 wall cpu=- rss=- own user system
  shift 2
  if [ -x /usr/bin/time ]; then
    /usr/bin/time -o "$cache/time" -f '%e %U %S %M' "$@" > "$cache/stdout" 2> "$cache/stderr" || failed "$case" "$tool"
    read -r wall user system rss < "$cache/time"
    cpu=$(awk "BEGIN { printf \"%.2f\", $user + $system }")
    rss=$((rss / 1024))
  else
    local start=$EPOCHREALTIME
    "$@" > "$cache/stdout" 2> "$cache/stderr" || failed "$case" "$tool"
    wall=$(awk "BEGIN { printf \"%.2f\", $EPOCHREALTIME - $start }")
  fi
  own=$(head -c 100 "$cache/stdout" | tr -d '\0')
  [[ $own =~ ^[0-9]+\.[0-9]+$ ]] && wall=$own
  printf '%s\t%s\t%s\t%s\t%s\n' "$case" "$tool" "$wall" "$cpu" "$rss" >> "$results"
  say "  $case, $tool: $wall s, $cpu s of CPU, $rss MB"
}

failed() {
  say "$1 with $2 failed:"
  cat "$cache/stderr" >&2
  exit 1
}

# One line per case and tool, in order of appearance: medians, the fastest and slowest run, and Sluice's ratio to the other
# tool of the case; then the same as Markdown.
summary() {
  local lines
  lines=$(awk -F '\t' '
    function median(list,    n, v, i, j, t) {
      n = split(list, v, " ")
      for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j] + 0 < v[j - 1] + 0; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
      fastest = v[1]; slowest = v[n]
      return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
    }
    { k = $1 FS $2
      if (!(k in wall)) { order[++keys] = k; case_of[k] = $1; tool_of[k] = $2 }
      wall[k] = wall[k] " " $3; cpu[k] = cpu[k] " " $4; rss[k] = rss[k] " " $5 }
    END {
      for (i = 1; i <= keys; i++) { k = order[i]; if (tool_of[k] == "sluice") ours[case_of[k]] = median(wall[k]) }
      for (i = 1; i <= keys; i++) {
        k = order[i]; m = median(wall[k]); spread = sprintf("%.2f–%.2f", fastest, slowest)
        ratio = tool_of[k] == "sluice" ? "" : sprintf("%.2f", ours[case_of[k]] / m)
        printf "%s\t%s\t%.2f\t%s\t%s\t%s\t%s\n", case_of[k], tool_of[k], m, spread, median(cpu[k]), median(rss[k]), ratio
      }
    }' "$results")
  echo
  {
    printf 'case\ttool\tseconds\tfrom–to\tCPU s\tpeak MB\tsluice ÷ tool\n'
    printf '%s\n' "$lines"
  } | awk -F '\t' '{ printf "%-22s %-20s %8s %14s %8s %8s  %s\n", $1, $2, $3, $4, $5, $6, $7 }'
  echo
  echo "| Case | Tool | Seconds | From–to | CPU seconds | Peak MB | Sluice ÷ tool |"
  echo "|---|---|---|---|---|---|---|"
  printf '%s\n' "$lines" | awk -F '\t' '{ printf "| %s | %s | %s | %s | %s | %s | %s |\n", $1, $2, $3, $4, $5, $6, $7 }'
  echo
}

# The medians of peak memory by way: one column per size, and how much more the last one is than the first.
memory_table() {
  sort -s -t "$(printf '\t')" -k1,1 -k5,5n "$results" | awk -F '\t' '
    $1 ~ /^memory, SF / {
      split(substr($1, 9), part, ": ")
      size = part[1]; way = part[2]
      if (!(size in sizes)) { sizes[size] = ++count; named[count] = size }
      if (!(way in ways)) { ways[way] = ++lines; line[lines] = way }
      list[way, size] = list[way, size] " " $5
    }
    function median(text,    n, v) { n = split(text, v, " "); return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2 }
    END {
      printf "| Peak MB |"; for (i = 1; i <= count; i++) printf " %s |", named[i]; print " Ratio |"
      printf "|---|"; for (i = 1; i <= count; i++) printf "---|"; print "---|"
      for (l = 1; l <= lines; l++) {
        printf "| %s |", line[l]
        for (i = 1; i <= count; i++) printf " %d (%s) |", median(list[line[l], named[i]]), substr(list[line[l], named[i]], 2)
        printf " %.2f |\n", median(list[line[l], named[count]]) / median(list[line[l], named[1]])
      }
    }'
  echo
}
