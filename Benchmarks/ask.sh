#!/usr/bin/env bash
# How long a typed question takes while an engine runs: until its first list, and until its first 5 % is exact.
#
#     Benchmarks/ask.sh WORKSPACE [QUESTION...]
#
# WORKSPACE has been computed. One line a question; the first also warms the engine up.
set -euo pipefail
stemma=${STEMMA:-.build/release/stemma}
workspace=$1
shift
if [ $# -eq 0 ]; then
  set -- "What is the slope of the line through (2, 11) and (6, 3)?" "Find (8 - 3) * 7." \
    "Solve 4x + 7 = 31 for x." "What is the slope of the line through (1, 9) and (5, 1)?"
fi
"$stemma" compute "$workspace" --serve 2>/dev/null &
engine=$!
trap 'kill $engine 2>/dev/null || true' EXIT
until "$stemma" status "$workspace" --json | grep -q 'waiting for requests'; do sleep 0.2; done
for question in "$@"; do
  "$stemma" ask "$workspace" "$question" --json | python3 -c '
import json, sys
report = json.load(sys.stdin)
stages = ", ".join("%s %.0f ms" % (s["name"], 1e3 * s["seconds"]) for s in report["stages"] if s.get("seconds"))
tokens = next(s["note"] for s in report["stages"] if s["name"] == "generate")
print("list after %.2f s, first 5 %% exact after %.2f s (%d passages); %s; %s" % (
    report["coarse_after_seconds"], report["first_share_after_seconds"], report["exact_passages"], tokens, stages))'
done
