# The cases of compare.sh that need a MySQL or MariaDB server; compare.sh sources it. The server is MariaDB unless
# MYSQL_PRODUCT=mysql, and set up as the tests have it, for both sides alike: nothing is synced, a binary log is written,
# InnoDB's buffer pool has 128 MB. The password goes to either side by the environment.

# Each load starts with no other table.
mysql_loads() {
  local i
  cat "$csv" > /dev/null
  for ((i = 0; i < $1; i++)); do
    "${client[@]}" -e 'drop table if exists lineitem, lineitem_client'
    measure csv-mysql sluice "$sluice" copy "$csv" "$mysql_url#lineitem" "${flags[@]}"
    "${client[@]}" -e 'create table lineitem_client like lineitem; drop table lineitem'
    measure csv-mysql 'mariadb LOAD DATA LOCAL' "${client[@]}" -e \
      "load data local infile '$csv' into table lineitem_client fields terminated by ',' enclosed by '\"' ignore 1 lines"
  done
  "${client[@]}" -e 'rename table lineitem_client to lineitem; analyze table lineitem' > /dev/null
}

# The table as TPC-H defines it, with its key, which several connections can share.
mysql_tpch_table() {
  "${client[@]}" -e 'drop table if exists lineitem_tpch; create table lineitem_tpch (
    l_orderkey bigint not null, l_partkey bigint not null, l_suppkey bigint not null, l_linenumber int not null,
    l_quantity decimal(15,2) not null, l_extendedprice decimal(15,2) not null, l_discount decimal(15,2) not null,
    l_tax decimal(15,2) not null, l_returnflag char(1) not null, l_linestatus char(1) not null, l_shipdate date not null,
    l_commitdate date not null, l_receiptdate date not null, l_shipinstruct char(25) not null, l_shipmode char(10) not null,
    l_comment varchar(44) not null, primary key (l_orderkey, l_linenumber));
    insert into lineitem_tpch select * from lineitem; analyze table lineitem_tpch' > /dev/null
}

# mysql_unloads CASE TABLE RUNS
mysql_unloads() {
  local i
  for ((i = 0; i < $3; i++)); do
    rm -f "$cache"/ours.*
    measure "$1" sluice "$sluice" copy "$mysql_url#$2" "$cache/ours.parquet" "${flags[@]}"
    measure "$1" 'mariadb --quick' sh -c 'exec "$@" > /dev/null' - "${client[@]}" --quick --batch -e "select * from $2"
  done
  rm -f "$cache"/ours.*
}

if ! has mariadb; then
  say "SKIPPED: everything with MySQL, since there is no mariadb client to compare with (Debian: mariadb-client)"
else
  start main ThrowawayMysql "${MYSQL_PRODUCT:-mariadb}"
  export MYSQL_PWD
  client=(mariadb -h "$MYSQL_HOST" -P "$MYSQL_TCP_PORT" --protocol tcp -u "$MYSQL_USER" --local-infile=1 "$MYSQL_DATABASE")
  # shellcheck disable=SC2016 # Sluice replaces it, not the shell
  mysql_url="mysql://$MYSQL_USER:"'${env:MYSQL_PWD}'"@$MYSQL_HOST:$MYSQL_TCP_PORT/$MYSQL_DATABASE"
  if wanted csv-mysql; then mysql_loads "$runs"; else mysql_loads 1; fi
  if wanted mysql-parquet; then
    mysql_tpch_table
    mysql_unloads mysql-parquet lineitem_tpch "$runs"
  fi
  if wanted mysql-parquet-no-key; then mysql_unloads mysql-parquet-no-key lineitem "$runs"; fi
  stop
fi
