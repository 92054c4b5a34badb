#!/bin/sh
# Makes sure that make test-full finds the programs that stand beside a public server: nginx and redis-server.
set -eu
lacking=
command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || lacking="nginx-light"
command -v redis-server >/dev/null || lacking="$lacking redis-server"
[ -n "$lacking" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing$lacking for the tests of the public server ..." >&2
  # shellcheck disable=SC2086 # one word a package
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $lacking >/dev/null
else
  echo "The tests of the public server need nginx and redis-server. On Debian or Ubuntu: sudo apt-get install $lacking" >&2
  exit 1
fi
