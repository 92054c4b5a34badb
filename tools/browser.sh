#!/bin/sh
# Makes sure that the browser tests find a chromium or chrome on PATH.
set -eu
for name in chromium chromium-browser google-chrome chrome; do
  command -v "$name" >/dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Debian's chromium for the browser tests ..." >&2
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
else
  echo "The browser tests need chromium or chrome on PATH. On Debian or Ubuntu: sudo apt-get install chromium" >&2
  exit 1
fi
