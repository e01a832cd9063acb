# shellcheck shell=bash
# shellcheck disable=SC2154 # names that `region` sets
# One zone: its disk, its etcd, its Patroni, its afaq.

# Runs a command in a zone as the account of the database.
as_postgres() {
  local z=$1; shift
  inside "z$z" env HOME="$root/z$z" LANG=C.UTF-8 setpriv --reuid postgres --regid postgres --init-groups "$@"
}

# Starts a command in a place and remembers its process.
begin() {
  local name=$1; shift
  setsid "$@" >>"$root/$name.log" 2>&1 </dev/null &
  echo $! >"$root/$name.pid"
}

# The secrets of this region and an authority of its own; made once.
secrets_make() {
  local one=$root/secrets
  mkdir -p "$one/tls"
  chmod 711 "$one"
  [ ! -f "$one/tls/ca.crt" ] || return 0
  for name in superuser replication rewind afaq backup object-store; do
    openssl rand -hex 24 >"$one/$name"
    chmod 600 "$one/$name"
  done
  # One master key for all processes of the region.
  echo "afaq-master-key-1 $(openssl rand -hex 32)" >"$one/master.key"
  chmod 600 "$one/master.key"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 -subj "/CN=Afaq region for trying" \
    -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign,cRLSign" \
    -keyout "$one/tls/ca.key" -out "$one/tls/ca.crt" 2>/dev/null
  chmod 600 "$one/tls/ca.key"
}

secret() { cat "$root/secrets/$1"; }

# A certificate of a place, for serving and for calling.
certificate() {
  local into=$1 ip=$2 owner=$3 ca=$root/secrets/tls
  mkdir -p "$into"
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$ip" -keyout "$into/zone.key" \
    -out "$into/zone.csr" 2>/dev/null
  openssl x509 -req -in "$into/zone.csr" -CA "$ca/ca.crt" -CAkey "$ca/ca.key" -CAcreateserial -days 365 \
    -extfile <(echo "subjectAltName=IP:$ip,IP:127.0.0.1
extendedKeyUsage=serverAuth,clientAuth") -out "$into/zone.crt" 2>/dev/null
  cp "$ca/ca.crt" "$into/ca.crt"
  rm "$into/zone.csr"
  chown -R "$owner" "$into"
  chmod 700 "$into"
  chmod 600 "$into/zone.key"
}

# Fills the words between @ of a template.
fill() {
  local z=$1 template=$2 into=$3 members="" hosts="" one
  for one in $zones; do
    members+="${members:+,}z$one=https://$(address "$one"):2380"
    hosts+="${hosts:+,}$(address "$one"):2379"
  done
  sed -e "s|@NAME@|z$z|g" -e "s|@ADDRESS@|$(address "$z")|g" -e "s|@NETWORK@|$(network)|g" -e "s|@ETCD@|$hosts|g" \
    -e "s|@ETCD_MEMBERS@|$members|g" -e "s|@TLS@|$root/z$z/tls|g" -e "s|@DATA@|$root/z$z/disk|g" \
    -e "s|@PGBACKREST@|$root/z$z/pgbackrest.conf|g" -e "s|@POST_INIT@|$root/z$z/post-init|g" \
    -e "s|@SUPERUSER_PASSWORD@|$(secret superuser)|g" -e "s|@REPLICATION_PASSWORD@|$(secret replication)|g" \
    -e "s|@REWIND_PASSWORD@|$(secret rewind)|g" -e "s|@BACKUP_PASSPHRASE@|$(secret backup)|g" \
    -e "s|@REPOSITORY@|$root/outside/backups|g" -e "s|@BACKUP_PROCESSES@|1|g" -e "s|@SHARED_BUFFERS@|256MB|g" \
    -e "s|@SLOT_WAL@|$((disk_mb / 3))MB|g" -e "s|@WAL_MAX@|$((disk_mb / 6))MB|g" -e "s|@WATCHDOG@|off|g" \
    -e "s|@ETCD_DATA@|$root/z$z/etcd|g" \
    "$here/../etc/$template" >"$into"
  chown postgres "$into"
  chmod 600 "$into"
}

zone_make() {
  local z=$1 at=$root/z$1
  mkdir -p "$at/disk" "$at/etcd"
  disk_make "$z"
  certificate "$at/tls" "$(address "$z")" postgres
  fill "$z" patroni.yml "$at/patroni.yml"
  fill "$z" etcd.yml "$at/etcd.yml"
  fill "$z" pgbackrest.conf "$at/pgbackrest.conf"
  # The account and database of afaq, made once by the first primary.
  cat >"$at/post-init" <<INIT
#!/bin/sh
exec psql -X -q -v ON_ERROR_STOP=1 -d "\$1" -c "create role afaq login password '$(secret afaq)'" -c "create database afaq owner afaq" -c "grant pg_monitor to afaq"
INIT
  chown -R postgres "$at/disk" "$at/etcd" "$at/post-init"
  chmod 700 "$at/post-init" "$at/disk" "$at/etcd"
  chown postgres "$at"
}

# A disk of its own size for each zone, so that one can be full: a file as a loop device, or memory where that
# can't be mounted.
disk_make() {
  local at=$root/z$1
  ! mountpoint -q "$at/disk" || return 0
  [ -f "$at/disk.img" ] || { truncate -s "${disk_mb}M" "$at/disk.img" && mkfs.ext4 -q -m 0 "$at/disk.img"; }
  mount -o loop "$at/disk.img" "$at/disk" 2>/dev/null || mount -t tmpfs -o "size=${disk_mb}M" tmpfs "$at/disk"
}

disk_drop() {
  local at=$root/z$1
  ! mountpoint -q "$at/disk" || umount "$at/disk" 2>/dev/null || umount -l "$at/disk"
  rm -f "$at/disk.img"
}

disk_fill() {
  local disk=$root/z$1/disk
  dd if=/dev/zero of="$disk/ballast" bs=1M status=none 2>/dev/null || true
  dd if=/dev/zero of="$disk/ballast" bs=4k status=none oflag=append conv=notrunc 2>/dev/null || true
  df -h "$disk" | tail -1
}

disk_clear() { rm -f "$root/z$1/disk/ballast"; }

etcd_start() {
  local z=$1 state=$2 at=$root/z$1
  sed -i "s|^initial-cluster-state:.*|initial-cluster-state: \"$state\"|" "$at/etcd.yml"
  begin "z$z/etcd" ip netns exec "$prefix-z$z" env HOME="$at" setpriv --reuid postgres --regid postgres --init-groups \
    etcd --config-file "$at/etcd.yml"
}

patroni_start() {
  local z=$1 at=$root/z$1
  begin "z$z/patroni" ip netns exec "$prefix-z$z" env HOME="$at" LANG=C.UTF-8 PATH="$PATH" setpriv --reuid postgres \
    --regid postgres --init-groups "$python/bin/patroni" "$at/patroni.yml"
  begin "z$z/guard" ip netns exec "$prefix-z$z" "$here/../disk-guard" "$at/disk" 64 "$(address "$z"):8008" "$at/tls" "z$z"
}

patronictl() { local z=$1; shift; as_postgres "$z" "$python/bin/patronictl" -c "$root/z$z/patroni.yml" "$@"; }

# The zone whose member holds the lease and takes writes.
leader() {
  local z
  for z in $zones; do
    if [ "$(curl_in outside -sk -m 1 -o /dev/null -w '%{http_code}' "https://$(address "$z"):8008/primary" || true)" = 200 ]; then
      echo "$z"
      return 0
    fi
  done
}

# Waits for a primary that two others follow.
await_region() {
  local until=$((SECONDS + $1)) z
  while [ $SECONDS -lt $until ]; do
    z=$(leader)
    if [ -n "$z" ] && [ "$(zone_psql "$z" -c "select count(*) from pg_stat_replication where state = 'streaming' and sync_state in ('quorum', 'sync')" 2>/dev/null)" = 2 ]; then
      return 0
    fi
    sleep 0.5
  done
  fail "no primary with two followers after $1 s; the logs lie in $root/z?/*.log"
}

zone_psql() {
  local z=$1; shift
  inside outside env PGPASSWORD="$(secret superuser)" PGSSLMODE=verify-ca PGSSLROOTCERT="$root/secrets/tls/ca.crt" \
    PGCONNECT_TIMEOUT=3 psql -h "$(address "$z")" -U postgres -AtX -d "${PGDATABASE:-postgres}" "$@"
}

switchover() {
  local from to
  from=$(leader)
  [ -n "$from" ] || fail "there is no primary"
  to=$((from % 3 + 1))
  patronictl "$from" switchover afaq --leader "z$from" --candidate "z$to" --force
}

zone_start() {
  [ -z "$(pids "z$1")" ] || fail "zone $1 runs"
  etcd_start "$1" existing
  sleep 1
  patroni_start "$1"
  # The process comes back where one had been.
  [ ! -f "$root/z$1/afaq.pid" ] || afaq_start "$1"
}

# Until nobody is left: what ends takes its children with it, or leaves them.
zone_kill() {
  while [ -n "$(pids "z$1")" ]; do pids "z$1" | xargs -r kill -9 2>/dev/null || true; done
}

postgres_kill() { kill -9 "$(head -1 "$root/z$1/disk/data/postmaster.pid")"; }

# The settings of the afaq of a zone.
afaq_settings() {
  local z=$1 at=$root/z$1/afaq hosts=() one
  mkdir -p "$at/data"
  # The nearest database stands first: reads that may be a moment old go there.
  hosts+=("$(address "$z")")
  for one in $zones; do [ "$one" = "$z" ] || hosts+=("$(address "$one")"); done
  cp "$root/secrets/tls/ca.crt" "$at/ca.crt"
  secret object-store >"$at/s3.secret"
  secret afaq >"$at/database.secret"
  cp "$root/secrets/master.key" "$at/master.key"
  cat >"$at/afaq.toml" <<TOML
data = "$at/data"
master_key = "$at/master.key"
listen = "$(address "$z"):$people"
base_url = "http://$(address outside):$people"
log = "info"
undo_seconds = ${AFAQ_REGION_UNDO:-600}
store = "postgres://afaq@$(IFS=,; echo "${hosts[*]}")/afaq?sslmode=verify-full&sslrootcert=$at/ca.crt"
store_password_file = "$at/database.secret"

[files]
s3 = "http://$(address outside):8333"
bucket = "afaq"
access_key_id = "afaq"
secret_file = "$at/s3.secret"

[demonstration]
people = ${AFAQ_REGION_PEOPLE:-2000}
seed = 1
TOML
  chown -R nobody "$at"
  chmod 700 "$at"
  chmod 600 "$at"/*.secret "$at/master.key"
}

afaq_start() {
  local z=$1 at=$root/z$1
  afaq_settings "$z"
  begin "z$z/afaq" ip netns exec "$prefix-z$z" env -i PATH="$PATH" HOME="$at/afaq" setpriv --reuid nobody --regid nogroup --clear-groups \
    "$afaq" serve --settings "$at/afaq/afaq.toml"
}

afaq_stop() {
  local pid
  pid=$(cat "$root/z$1/afaq.pid")
  kill "$pid" 2>/dev/null || true
  for _ in $(seq 150); do kill -0 "$pid" 2>/dev/null || break; sleep 0.2; done
  ! kill -9 "$pid" 2>/dev/null || echo "region: the afaq of zone $1 did not end in time" >&2
  rm -f "$root/z$1/afaq.pid"
}

await_afaq() {
  local until=$((SECONDS + $2))
  while [ $SECONDS -lt $until ]; do
    [ "$(curl_in outside -s -m 2 -o /dev/null -w '%{http_code}' "http://$(address "$1"):$people/health/ready")" != 200 ] || return 0
    kill -0 "$(cat "$root/z$1/afaq.pid")" 2>/dev/null || fail "the afaq of zone $1 ended: $(tail -2 "$root/z$1/afaq.log")"
    sleep 0.5
  done
  fail "the afaq of zone $1 is not ready after $2 s"
}
