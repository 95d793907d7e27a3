# The cases of compare.sh against sqlite3, the command line interface of SQLite; compare.sh sources it.

# Both sides write a new file; the table that .import fills has the columns that Sluice declares.
sqlite_loads() {
  local i
  cat "$csv" > /dev/null
  for ((i = 0; i < $1; i++)); do
    rm -f "$cache"/ours.* "$cache"/rival.*
    measure csv-sqlite sluice "$sluice" copy "$csv" "sqlite:$cache/ours.db#lineitem" "${flags[@]}"
    sqlite3 "$cache/ours.db" .schema | sqlite3 "$cache/rival.db"
    measure csv-sqlite 'sqlite3 .import' sqlite3 "$cache/rival.db" '.mode csv' ".import --skip 1 '$csv' lineitem"
  done
  mv "$cache/rival.db" "$name.db"
  rm -f "$cache"/ours.*
}

sqlite_unloads() {
  local i
  cat "$name.db" > /dev/null
  for ((i = 0; i < $1; i++)); do
    rm -f "$cache"/ours.*
    measure sqlite-parquet sluice "$sluice" copy "sqlite:$name.db#lineitem" "$cache/ours.parquet" "${flags[@]}"
    measure sqlite-parquet 'sqlite3 csv to /dev/null' sqlite3 "$name.db" '.mode csv' '.output /dev/null' \
      'select * from lineitem'
  done
  rm -f "$cache"/ours.*
}

if ! has sqlite3; then
  say "SKIPPED: everything with SQLite, since there is no sqlite3 to compare with"
else
  if wanted csv-sqlite; then sqlite_loads "$runs"; elif [ ! -f "$name.db" ]; then sqlite_loads 1; fi
  if wanted sqlite-parquet; then sqlite_unloads "$runs"; fi
fi
