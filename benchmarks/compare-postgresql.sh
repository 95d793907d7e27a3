# The cases of compare.sh that need a PostgreSQL server; compare.sh sources it.

pipeline() {
  local connection='{connector_type: postgresql, config: {host: "${env:PGHOST}", port: "${env:PGPORT}", database: "${env:PGDATABASE}", user: "${env:PGUSER}", password: "${env:PGPASSWORD}"}}'
  cat > "$cache/$1.yaml" << YAML
name: $1
source: ${2:-$connection}
destination: ${3:-$connection}
defaults: {write_mode: overwrite}
streams:
  - {name: "$4", destination: $5}
YAML
}

sql() { psql -X -q -v ON_ERROR_STOP=1 "$@"; }
run() { measure "$1" sluice "$sluice" run "$cache/$2.yaml" "${flags[@]}"; }

# Each load starts with no other table and nothing left to write, or the server would still be busy vacuuming the last one's
# and writing it back.
loads() {
  local i
  pipeline load "$csv" '' '*' public.lineitem
  cat "$csv" > /dev/null
  for ((i = 0; i < $1; i++)); do
    sql -c 'set client_min_messages = error' -c 'drop table if exists lineitem, lineitem_psql' -c checkpoint
    run csv-postgresql load
    sql -c 'create table lineitem_psql (like lineitem)' -c 'drop table lineitem' -c checkpoint
    measure csv-postgresql 'psql \copy' psql -X -q -v ON_ERROR_STOP=1 \
      -c "\\copy lineitem_psql from '$csv' with (format csv, header)"
  done
  sql -c 'alter table lineitem_psql rename to lineitem' -c 'vacuum (freeze, analyze) lineitem'
}

unloads() {
  local i
  pipeline unload '' "{connector_type: local_file, config: {base_path: $cache/unloaded, format: parquet, compression: snappy, overwrite: true}}" \
    public.lineitem lineitem
  for ((i = 0; i < $1; i++)); do
    rm -rf "$cache/unloaded"
    run postgresql-parquet unload
    measure postgresql-parquet 'psql \copy binary to /dev/null' psql -X -q -v ON_ERROR_STOP=1 \
      -c "\\copy (select * from lineitem) to /dev/null with (format binary)"
  done
  rm -rf "$cache/unloaded"
}

# Peak memory of every way, at the scale factor and at three times as much.
memory() {
  local factor label from to i given=$csv
  pipeline unload '' "{connector_type: local_file, config: {base_path: $cache/unloaded, format: parquet, overwrite: true}}" \
    public.lineitem lineitem
  for factor in "$scale" $((scale * 3)); do
    csv=$cache/lineitem-sf$factor.csv
    name=${csv%.csv}
    label="memory, SF $factor:"
    [ "$factor" = "$scale" ] && [ ! -e "$csv" ] && ln -s "$(realpath "$given")" "$csv"
    [ "$factor" != "$scale" ] && [ -n "$large" ] && [ ! -e "$csv" ] && ln -s "$(realpath "$large")" "$csv"
    lineitem "$csv" "$factor"
    pipeline load "$csv" '' '*' public.lineitem
    for ((i = 0; i < runs; i++)); do
      for way in csv-parquet parquet-csv parquet-jsonl jsonl-parquet parquet-json json-parquet; do
        from=${way%-*} to=${way#*-}
        input "$from"
        measure "$label $way" sluice "$sluice" copy "$(file "$from")" "$cache/ours.$to" "${flags[@]}"
        rm -f "$cache"/ours.*
      done
      sql -c 'set client_min_messages = error' -c 'drop table if exists lineitem' -c checkpoint
      run "$label csv-postgresql" load
      run "$label postgresql-parquet" unload
      sql -c 'drop table lineitem'
      rm -rf "$cache/unloaded"
    done
    rm -f "$name".json "$name".jsonl # the largest files
  done
  csv=$given
}

if ! has psql; then
  say "SKIPPED: everything with PostgreSQL, since there is no psql to compare with"
else
  own_server=
  if [ -z "${PGHOST:-}" ]; then
    own_server=yes
    start main ThrowawayPostgres
  fi
  export PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE
  if wanted csv-postgresql; then
    loads "$runs"
  elif wanted postgresql-parquet; then
    loads 1
  fi
  if wanted postgresql-parquet; then unloads "$runs"; fi
  if wanted memory; then memory; fi
  if [ -n "$own_server" ]; then stop; fi
fi
