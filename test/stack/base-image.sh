#!/usr/bin/env bash
# Makes an archive of a small Debian with Node and npm, as a registry's node image is one, from the
# machine's Debian mirror and its own npm: what images are built on where no registry is reached.
#
#   base-image.sh <archive> <node program>
set -euo pipefail
archive=$1
node=$2
[ -s "$archive" ] && exit 0

work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
root=$work/root
debootstrap --variant=minbase --include=ca-certificates bookworm "$root" http://deb.debian.org/debian >"$work/log" 2>&1 ||
  { tail -20 "$work/log" >&2; exit 1; }

install -m 755 "$(readlink -f "$node")" "$root/usr/local/bin/node"
mkdir -p "$root/usr/local/lib/node_modules"
npm=$(readlink -f "$(command -v npm)")
cp -rL "${npm%/bin/*}" "$root/usr/local/lib/node_modules/npm"
ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
# Where the machine trusts an authority of its own, so do installations in the image.
[ -z "${SSL_CERT_FILE:-}" ] || cp -L "$SSL_CERT_FILE" "$root/etc/ssl/certs/ca-certificates.crt"
chroot "$root" groupadd --gid 1000 node
chroot "$root" useradd --uid 1000 --gid 1000 --create-home node
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*

mkdir -p "$(dirname "$archive")"
tar -C "$root" -cf "$archive.$$" .
mv "$archive.$$" "$archive"
