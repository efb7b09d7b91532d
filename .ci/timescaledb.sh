#!/usr/bin/env bash
# Runs a command with LOOKBACK_TEST_DATABASE_URL naming a temporary PostgreSQL that has TimescaleDB:
#   .ci/timescaledb.sh npx vitest run
# The server is made from whatever PostgreSQL of this machine has the extension, runs as an unprivileged user and
# is gone at the end. Exit code: the command's, or 75 (and a loud line) where no such server can be started.
set -euo pipefail

[ $# -gt 0 ] || { echo "usage: $0 <command> [argument...]" >&2; exit 2; }

missing() {
	echo "" >&2
	echo "!!! NO TIMESCALEDB: $1. What was asked to run against it was NOT run: $command_line" >&2
	echo "" >&2
	exit 75
}
command_line="$*"

# The folder of server binaries whose PostgreSQL has the extension, newest first.
find_server() {
	local config
	for config in $(ls -d /usr/lib/postgresql/*/bin/pg_config /usr/pgsql-*/bin/pg_config 2>/dev/null | sort -rV) \
		"$(command -v pg_config || true)"; do
		[ -x "$config" ] || continue
		if [ -f "$("$config" --sharedir)/extension/timescaledb.control" ] && [ -x "$("$config" --bindir)/initdb" ]; then
			"$config" --bindir
			return
		fi
	done
	# A server may be installed without pg_config, which belongs to its development files.
	local control
	for control in $(ls /usr/share/postgresql/*/extension/timescaledb.control 2>/dev/null | sort -rV); do
		local version=${control#/usr/share/postgresql/}
		version=${version%%/*}
		if [ -x "/usr/lib/postgresql/$version/bin/initdb" ]; then
			echo "/usr/lib/postgresql/$version/bin"
			return
		fi
	done
}

binaries=$(find_server)
[ -n "$binaries" ] || missing "no PostgreSQL of this machine has the extension timescaledb"

as_server=()
folder=$(mktemp -d "${TMPDIR:-/tmp}/lookback-timescaledb-XXXXXX")
if [ "$(id -u)" = 0 ]; then
	for server_user in postgres nobody; do id "$server_user" >/dev/null 2>&1 && break; done
	as_server=(setpriv "--reuid=$server_user" "--regid=$(id -g "$server_user")" --clear-groups)
	chown "$server_user" "$folder"
fi

stop() {
	# The command may have been interrupted: the server must go all the same.
	if [ -f "$folder/cluster/postmaster.pid" ]; then
		(cd / && "${as_server[@]}" "$binaries/pg_ctl" -D "$folder/cluster" -m fast -w -t 20 stop >/dev/null) ||
			(cd / && "${as_server[@]}" "$binaries/pg_ctl" -D "$folder/cluster" -m immediate stop >/dev/null) || true
	fi
	rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
(umask 077 && echo "$password" >"$folder/password")
[ ${#as_server[@]} -eq 0 ] || chown "$server_user" "$folder/password"
(cd / && "${as_server[@]}" "$binaries/initdb" -D "$folder/cluster" -U lookback -A scram-sha-256 \
	--pwfile="$folder/password" --encoding=UTF8 --locale=C --no-sync) >"$folder/initdb.log" 2>&1 ||
	{ cat "$folder/initdb.log" >&2; missing "initdb failed"; }

# A port nobody uses can be taken between looking and listening: try again with another.
for attempt in 1 2 3 4 5; do
	port=$((20000 + RANDOM % 20000))
	cat >"$folder/settings" <<-SETTINGS
		listen_addresses = '127.0.0.1'
		port = $port
		unix_socket_directories = ''
		shared_preload_libraries = 'timescaledb'
		timescaledb.telemetry_level = off
		timescaledb.max_background_workers = 16
		max_worker_processes = 32
		max_locks_per_transaction = 512
		max_connections = 120
		shared_buffers = 512MB
		autovacuum = off
		fsync = off
		synchronous_commit = off
		full_page_writes = off
		jit = off
		timezone = 'UTC'
	SETTINGS
	"${as_server[@]}" cp "$folder/settings" "$folder/cluster/postgresql.auto.conf"
	(cd / && "${as_server[@]}" "$binaries/pg_ctl" -D "$folder/cluster" -l "$folder/log" -w -t 60 start) \
		>/dev/null 2>&1 && break
	[ "$attempt" -lt 5 ] || { tail -n 20 "$folder/log" >&2; missing "the server in $binaries did not start"; }
done

echo "TimescaleDB: $("$binaries/postgres" --version) in $binaries" >&2
LOOKBACK_TEST_DATABASE_URL="postgres://lookback:$password@127.0.0.1:$port/postgres" "$@"
