#!/usr/bin/env bash
# Runs a command of the project as a new user who is not root but has sudo:  tests/scripts/nonroot.sh ./scripts/test
# For a throw-away machine, for it installs sudo and leaves the user behind: as root, in a chroot or a container,
# or wherever TROUPE_THROWAWAY=1 says so.
set -euo pipefail

fail() { echo "tests/scripts/nonroot.sh: $*" >&2; exit 2; }

throw_away() {
  [ "${TROUPE_THROWAWAY:-}" = 1 ] || [ -e /.dockerenv ] || [ -e /run/.containerenv ] ||
    [ "$(stat -c %d:%i /)" != "$(stat -Lc %d:%i /proc/1/root/.)" ]
}

(($#)) || fail "usage: tests/scripts/nonroot.sh COMMAND…"
((EUID == 0)) || fail "must be started by root, who makes the user"
throw_away || fail "this is no chroot or container; TROUPE_THROWAWAY=1 says that the machine may be spoiled"

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
