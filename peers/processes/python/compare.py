"""Compares what engines did: `compare.py MODELS OURS PEER...`, JSON lines each.

Two runs are equal when the same tasks were done equally often and both ended or both did not; the
order matters only where nothing runs beside. Differences are told by the element kinds of the
smallest models that show them.
"""

import collections
import json
import sys


def lines(path):
    found = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            try:
                one = json.loads(line)
            except json.JSONDecodeError:
                continue
            found[one["id"]] = one
    return found


def is_ordered(kinds):
    return not any(kind in kinds for kind in ("parallel", "inclusive", "multiInstance_parallel", "signalThrow"))


def main():
    models, ours = lines(sys.argv[1]), lines(sys.argv[2])
    for path in sys.argv[3:]:
        peer = lines(path)
        equal, faults, classes, seen = 0, 0, collections.Counter(), collections.Counter()
        smallest = {}
        for number, theirs in peer.items():
            model, own = models[number], ours.get(number)
            if own is None:
                continue
            seen.update(model["kinds"].keys())
            if "fault" in theirs:
                faults += 1
                classes["fault: " + theirs["fault"][:60]] += 1
                continue
            order = (lambda trace: trace) if is_ordered(model["kinds"]) else sorted
            if "trace" in own and order(own["trace"]) == order(theirs["trace"]) and own["over"] == theirs["over"]:
                equal += 1
                continue
            key = "+".join(sorted(kind for kind in model["kinds"] if kind not in ("task", "sequence")))
            classes[key] += 1
            if key not in smallest or len(models[smallest[key]]["xml"]) > len(model["xml"]):
                smallest[key] = number
        print(f"{path}: {equal} of {len(peer)} equal, {faults} faults of the peer")
        print("  kinds:", dict(seen))
        for key, count in sorted(classes.items(), key=lambda item: (item[0].count("+"), -item[1]))[:14]:
            print(f"  {count:5} {key} {smallest.get(key, '')}")


if __name__ == "__main__":
    main()
