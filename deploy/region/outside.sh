# shellcheck shell=bash
# shellcheck disable=SC2154 # names that `region` sets
# What lies outside of the zones: the people's door, the object store, the repository of backups. In a real region
# each of them is itself spread over the zones; here one process of each stands for it.

outside_up() {
  local at=$root/outside
  mkdir -p "$at/objects" "$at/backups"
  chown postgres "$at/backups"
  chmod 755 "$at"
  cat >"$at/s3.json" <<JSON
{"identities": [{"name": "afaq", "credentials": [{"accessKey": "afaq", "secretKey": "$(secret object-store)"}],
  "actions": ["Admin", "Read", "Write", "List", "Tagging"]}]}
JSON
  chmod 600 "$at/s3.json"
  begin outside/objects ip netns exec "$prefix-outside" "$python/bin/weed" -logtostderr server -dir="$at/objects" \
    -ip="$(address outside)" -ip.bind="$(address outside)" -filer -s3 -s3.config="$at/s3.json" -volume.max=60 \
    -master.volumeSizeLimitMB=256 -volume.port=8390
  for _ in $(seq 120); do
    # The filer makes the bucket with the first object in it.
    ! curl_in outside -sf -m 2 -X PUT --data-binary x "http://$(address outside):8888/buckets/afaq/made" >/dev/null || break
    sleep 0.5
  done
  door_settings
  begin outside/door ip netns exec "$prefix-outside" haproxy -db -f "$at/haproxy.cfg"
}

door_settings() {
  local servers="" z
  for z in $zones; do servers+="    server z$z $(address "$z"):$people check\n"; done
  sed -e "s|@GLOBAL@||" -e "s|@BIND@|    bind $(address outside):$people|" -e "s|@SERVERS@|$servers|" \
    "$here/../etc/haproxy.cfg" >"$root/outside/haproxy.cfg"
}
