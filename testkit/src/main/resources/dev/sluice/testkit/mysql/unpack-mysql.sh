#!/usr/bin/env bash
# Unpacks a MySQL server and all its libraries, down to libc and the loader, into FOLDER/usr, from the packages of
# Debian's unstable distribution. Nothing is installed: apt works in a folder of its own, and needs no root.
# Usage: unpack-mysql.sh FOLDER
set -euo pipefail
folder=$1
apt=$folder/apt
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

fail() {
  printf 'MySQL can not be unpacked from Debian packages: %s\n' "$*" >&2
  exit 1
}

for program in apt-get dpkg-deb; do
  command -v "$program" > /dev/null || fail "$program is missing"
done
[ -r "$keyring" ] || fail "$keyring is missing (package debian-archive-keyring)"

mkdir -p "$apt"/etc/{apt.conf,preferences,sources.list}.d "$apt"/state/lists/partial "$apt"/cache/archives/partial "$apt/root"
: > "$apt/status"

# where this machine gets its own distribution from, however that is written down
codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
mirrors=$(apt-get --print-uris update | sed -nE "s#^'(.+)/dists/($codename|stable|testing|unstable|sid)/InRelease'.*#\1#p" |
  awk '!seen[$0]++')
[ -n "$mirrors" ] || fail "this machine's apt sources name no Debian mirror"

# proxies and the like are the machine's
apt-config dump Acquire > "$apt/apt.conf"
cat >> "$apt/apt.conf" << CONFIGURATION
Dir "$apt";
Dir::Etc "etc";
Dir::State "state";
Dir::State::status "$apt/status";
Dir::Cache "cache";
APT::Architecture "amd64";
APT::Sandbox::User "root";
APT::Update::Error-Mode "any";
APT::Install-Recommends "false";
Acquire::Languages "none";
Acquire::Retries "2";
Acquire::http::Timeout "30";
Acquire::https::Timeout "30";
CONFIGURATION
export APT_CONFIG=$apt/apt.conf

# the first mirror whose lists are there and signed by Debian
update() {
  local mirror
  for mirror in $mirrors; do
    cat > "$apt/etc/sources.list.d/unstable.sources" << SOURCE
Types: deb
URIs: $mirror
Suites: unstable
Components: main
Architectures: amd64
Signed-By: $keyring
SOURCE
    apt-get -qq update 2>> "$apt/errors" && return
  done
  return 1
}
update || fail "no mirror of this machine has Debian's unstable distribution: $(cat "$apt/errors")"
apt-get -qq -y --download-only install mysql-server-core > /dev/null 2>> "$apt/errors" ||
  fail "Debian's unstable distribution has no complete mysql-server-core today: $(cat "$apt/errors")"

for package in "$apt"/cache/archives/*.deb; do
  dpkg-deb -x "$package" "$apt/root"
done
# the other 80 MB are programs and manuals
for kept in usr/sbin/mysqld usr/lib/x86_64-linux-gnu usr/lib/mysql usr/share/mysql; do
  mkdir -p "$(dirname "$folder/$kept")"
  mv "$apt/root/$kept" "$folder/$kept"
done
rm -rf "$apt"
