#!/usr/bin/env bash
# Runs a command of the project as a new user who is not root but has sudo:  tests/scripts/nonroot.sh ./scripts/test
# Installs sudo and leaves the user behind, so it runs as root of a chroot only, or where TROUPE_THROWAWAY=1 allows it.
set -euo pipefail

fail() { echo "tests/scripts/nonroot.sh: $*" >&2; exit 2; }

(($#)) || fail "usage: tests/scripts/nonroot.sh COMMAND…"
((EUID == 0)) || fail "must be started by root, who makes the user"
[ "${TROUPE_THROWAWAY:-}" = 1 ] || ischroot || fail "this is no chroot; TROUPE_THROWAWAY=1 allows it all the same"

project=$(cd "$(dirname "$0")/../.." && pwd)
user=troupe-tester
if ! command -v sudo >/dev/null; then
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends sudo >/dev/null
fi
id "$user" >/dev/null 2>&1 || useradd --create-home --shell /bin/bash "$user"
echo "$user ALL=(ALL) NOPASSWD: ALL" >"/etc/sudoers.d/$user"

home=$(getent passwd "$user" | cut -d: -f6)
rm -rf "${home:?}/project"
git clone --quiet "$project" "$home/project"
chown -R "$user": "$home/project"
cd "$home/project"
exec sudo --set-home --user="$user" -- "$@"
