# shellcheck shell=bash
# shellcheck disable=SC2154 # names that `region` sets
# Backups of a region, drills, and the way back.

pgbackrest_in() { local z=$1; shift; as_postgres "$z" pgbackrest --config="$root/z$z/pgbackrest.conf" --stanza=afaq "$@"; }

the_leader() {
  local z
  z=$(leader)
  [ -n "$z" ] || fail "there is no primary"
  echo "$z"
}

backup_prepare() { pgbackrest_in "$(the_leader)" stanza-create; }

# A backup: full, or what has changed since.
backup_make() {
  local z
  z=$(the_leader)
  pgbackrest_in "$z" --type="${1:-full}" backup
  # So that `afaq doctor` knows of it. Before afaq has been there, there is no place for it.
  PGDATABASE=afaq zone_psql "$z" -q -c "insert into meta (name, value) values ('backup_at', convert_to(cast(cast(extract(epoch from now()) as bigint) as text), 'UTF8')) on conflict (name) do update set value = excluded.value" 2>/dev/null || true
  pgbackrest_in "$z" info
}

# Brings the newest backup back beside the region, to a time, and looks it over.
drill() {
  local z
  z=$(the_leader)
  zone_psql "$z" -c "select pg_switch_wal()" >/dev/null
  sleep 2
  DRILL_NETNS="$prefix-outside" DRILL_TABLE="${DRILL_TABLE:-}" "$here/../drill-restore" "$root/z$z/pgbackrest.conf" \
    "$root/outside/drill" "${1:-now}"
}

# The whole region goes back to a time: for when data were destroyed in all zones at once.
region_return() {
  local to=$1 z first=1
  for z in $zones; do [ ! -f "$root/z$z/afaq.pid" ] || afaq_stop "$z"; done
  zone_psql "$(the_leader)" -c "select pg_switch_wal()" >/dev/null
  sleep 2
  for z in $zones; do
    kill "$(cat "$root/z$z/patroni.pid")" 2>/dev/null || true
    for _ in $(seq 150); do kill -0 "$(cat "$root/z$z/patroni.pid")" 2>/dev/null || break; sleep 0.2; done
  done
  # Nobody is the primary any more, and what the zones held is put away, not deleted.
  printf 'afaq\nYes I am aware\n' | patronictl 1 remove afaq >/dev/null
  for z in $zones; do
    rm -rf "$root/z$z/disk/data.before"
    mv "$root/z$z/disk/data" "$root/z$z/disk/data.before"
  done
  pgbackrest_in "$first" --type=time --target="$to" --target-action=promote restore
  # Alone until it has reached the time: only then may the cluster begin again from it.
  as_postgres "$first" /usr/lib/postgresql/15/bin/pg_ctl -D "$root/z$first/disk/data" -w -t 600 -l "$root/z$first/return.log" \
    -o "-c listen_addresses= -c unix_socket_directories=$root/z$first/disk -c archive_mode=off -c synchronous_standby_names=" start
  for _ in $(seq 600); do
    [ "$(as_postgres "$first" psql -h "$root/z$first/disk" -AtXc 'select pg_is_in_recovery()' 2>/dev/null)" != f ] || break
    sleep 0.5
  done
  as_postgres "$first" /usr/lib/postgresql/15/bin/pg_ctl -D "$root/z$first/disk/data" -m fast -w stop
  patroni_start "$first"
  for _ in $(seq 120); do [ -z "$(leader)" ] || break; sleep 0.5; done
  for z in $zones; do [ "$z" = "$first" ] || patroni_start "$z"; done
  await_region 180
  for z in $zones; do rm -rf "$root/z$z/disk/data.before"; afaq_start "$z"; done
  for z in $zones; do await_afaq "$z" 120; done
  backup_make full
}
