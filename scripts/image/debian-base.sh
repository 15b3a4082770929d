#!/bin/sh
# Writes what the image needs of Debian 12 to its standard output, as a tar archive: the C and C++
# libraries, a shell, nginx and PgBouncer. Packages are fetched and unpacked, not installed: that takes
# neither root nor namespaces, and leaves out what their installation alone would need (Perl, debconf).
# usage: sh debian-base.sh <Debian's name of an architecture>
set -eu

packages="
  libc6 libgcc-s1 libstdc++6 libatomic1 dash
  nginx libcrypt1 libpcre2-8-0 libssl3 zlib1g
  pgbouncer libc-ares2 libevent-2.1-7 libpam0g libaudit1 libcap-ng0
  libsystemd0 libcap2 libgcrypt20 libgpg-error0 liblz4-1 liblzma5 libzstd1
"
release=$(. /etc/os-release 2>/dev/null && echo "$ID ${VERSION_CODENAME-}" || true)
if [ "$release" != "debian bookworm" ]; then
  echo "Debian 12 is needed, this is ${release:-no Debian}" >&2
  exit 1
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/packages" "$work/root"

# The machine's own mirrors, but lists and packages of this run alone.
export APT_CONFIG="$work/apt.conf"
cat > "$APT_CONFIG" <<CONF
APT::Architecture "$1";
APT::Architectures { "$1"; };
APT::Sandbox::User "root";
Dir::State::lists "$work/lists";
Dir::Cache "$work/cache";
CONF
apt-get -q update >&2
cd "$work/packages"
# Unquoted: a word each.
apt-get -q download $packages >&2

cd "$work/root"
for package in "$work"/packages/*.deb; do dpkg-deb --extract "$package" .; done
rm -rf etc lib/systemd usr/lib/systemd usr/lib/*/gconv usr/lib/*/engines-3 usr/lib/*/ossl-modules
rm -rf usr/lib/tmpfiles.d lib/*/libmvec.so.*
find usr/share ! -type d ! -name copyright -delete
find usr/share -type d -empty -delete
mkdir -p dev etc home opt proc root run sys tmp var/tmp
chmod 1777 tmp var/tmp
# The same packages give the same archive.
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --create .
