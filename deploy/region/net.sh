# shellcheck shell=bash
# shellcheck disable=SC2154 # names that `region` sets
# The network of a region on one machine: a namespace for each zone and one for what lies outside, joined by a bridge.

# The address of a zone, or of what lies outside.
address() { case $1 in outside) echo "$net.100" ;; *) echo "$net.1$1" ;; esac; }

network() { echo "$net.0/24"; }

net_up() {
  local place short
  ip netns add "$prefix-hub"
  ip -n "$prefix-hub" link set lo up
  ip -n "$prefix-hub" link add bridge type bridge
  ip -n "$prefix-hub" link set bridge up
  for place in z1 z2 z3 outside; do
    short=${place#z}
    [ "$short" != outside ] || short=o
    ip netns add "$prefix-$place"
    ip -n "$prefix-$place" link set lo up
    ip link add "$prefix-v$short" type veth peer name "$prefix-e$short"
    ip link set "$prefix-v$short" netns "$prefix-hub"
    ip link set "$prefix-e$short" netns "$prefix-$place"
    ip -n "$prefix-hub" link set "$prefix-v$short" master bridge up
    ip -n "$prefix-$place" link set "$prefix-e$short" name eth0
    ip -n "$prefix-$place" addr add "$(address "${place#z}")/24" dev eth0
    ip -n "$prefix-$place" link set eth0 up
  done
}

# Ends every process in the namespaces that were made here, first by asking, then at once.
net_down() {
  local place
  for place in z1 z2 z3 outside; do pids "$place" | xargs -r kill 2>/dev/null || true; done
  for _ in $(seq 30); do
    [ -n "$(for place in z1 z2 z3 outside; do pids "$place"; done)" ] || break
    sleep 0.2
  done
  for place in z1 z2 z3 outside; do
    pids "$place" | xargs -r kill -9 2>/dev/null || true
    ip netns del "$prefix-$place" 2>/dev/null || true
  done
  ip netns del "$prefix-hub" 2>/dev/null || true
}

# The processes of a place, found by the namespace in which they live.
pids() { ip netns pids "$prefix-$1" 2>/dev/null || true; }

inside() { local place=$1; shift; ip netns exec "$prefix-$place" "$@"; }

# A request from a place; its own proxies are of no use in there.
curl_in() { local place=$1; shift; inside "$place" curl --noproxy '*' "$@"; }
