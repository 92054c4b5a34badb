#!/bin/sh
# Makes sure that the benchmarks find wrk, which asks a server for many clients at once.
set -eu
command -v wrk >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Debian's wrk for the benchmarks ..." >&2
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq wrk >/dev/null
else
  echo "The benchmarks need wrk on PATH. On Debian or Ubuntu: sudo apt-get install wrk" >&2
  exit 1
fi
