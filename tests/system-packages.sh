#!/bin/sh
# The tests drive a real PostgreSQL and a real Chromium, read real documents and look at Chinese letters.
# As root on Debian or Ubuntu, install what is missing; otherwise say precisely what to install.
set -eu
missing=""
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ] || missing="$missing pgbouncer"
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="$missing chromium"
command -v pdftotext >/dev/null || missing="$missing poppler-utils"
command -v fc-list >/dev/null || missing="$missing fontconfig"
[ -n "$(fc-list :lang=zh-cn 2>/dev/null | head -n 1)" ] || missing="$missing fonts-noto-cjk"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	echo "Installing for the tests:$missing"
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq
	# A test starts its own cluster; the package need not create one.
	apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
	echo "The tests need these packages; install them and try again: sudo apt-get install$missing" >&2
	exit 1
fi
