#!/usr/bin/env python3
"""Stemma beside kronfluence on the CPU of this machine: same model, passages, steps and factor sample.

    python compare.py [small|large] [--work FOLDER] [--threads 2] [--docs N] [--skip-peer] [--program BUILT]

Makes a random model and a corpus of real text, gives both programs the same tokens, and prints seconds
and ratios for every stage. Needs torch, transformers, tokenizers, kronfluence, and `swift` on the path.
Both programs run alone, one after the other; on a machine with other work compare processor times.
"""
import argparse
import os
import re
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
geometries = {
    # name: model, passages, steps, the batch size that served the peer best
    "small": (dict(hidden=128, layers=6, ff=344, heads=4, docs=512, tokens=150, questions=25), 100, 8),
    "large": (dict(hidden=512, layers=8, ff=1376, heads=8, docs=128, tokens=300, questions=5), 20, 4),
}
parser = argparse.ArgumentParser()
parser.add_argument("geometry", nargs="?", default="small", choices=geometries)
parser.add_argument("--work", default="/tmp/stemma-benchmark")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--docs", type=int, default=0)
parser.add_argument("--skip-peer", action="store_true")
parser.add_argument("--program", help="an InfluenceBenchmark that is built already")
arguments = parser.parse_args()
model, steps, batch = geometries[arguments.geometry]
docs = arguments.docs or model["docs"]
work = os.path.join(arguments.work, arguments.geometry)
checkpoint, corpus, questions, tokens = (
    os.path.join(work, name)
    for name in ("checkpoint", "corpus.jsonl", "questions.jsonl", f"tokens-{docs}.json")
)


def run(command):
    print("$", " ".join(command), flush=True)
    lines = []
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        print("  " + line, end="", flush=True)
        lines.append(line)
    if process.wait() != 0:
        sys.exit(f"{command[0]} failed")
    found = {}
    for line in lines:
        match = re.match(r"(\w+) +([\d.]+) s +([\d.]+) s of processor time", line)
        if match:
            found[match[1]] = (float(match[2]), float(match[3]))
    return found


if not os.path.exists(questions):
    os.makedirs(work, exist_ok=True)
    sizes = [item for key, value in model.items() for item in ("--" + key, str(value))]
    run([sys.executable, os.path.join(here, "make_bench_model.py"), work] + sizes)
if not os.path.exists(tokens):
    run(
        [sys.executable, os.path.join(here, "tokens.py"), checkpoint, corpus, questions, tokens]
        + ["--docs", str(docs), "--queries", str(steps)]
    )
program = arguments.program
if not program:
    package = os.path.dirname(here)
    run(["swift", "build", "-c", "release", "--package-path", package]
        + ["--product", "InfluenceBenchmark"])
    program = os.path.join(package, ".build/release/InfluenceBenchmark")
own = run([program, checkpoint, tokens, str(arguments.threads)])
if not arguments.skip_peer:
    peer = run(
        [sys.executable, os.path.join(here, "peer.py"), checkpoint, tokens]
        + ["--threads", str(arguments.threads), "--batch", str(batch)]
    )
    # The peer preconditions the steps within its scores.
    own["scores"] = tuple(a + b for a, b in zip(own["scores"], own.pop("steps")))
    print(f"{'stage':12s} {'kronfluence':>12s} {'Stemma':>12s} {'ratio':>8s} {'by processor time':>20s}")
    total = [[0.0, 0.0], [0.0, 0.0]]
    for name, (wall, cpu) in peer.items():
        for row, (a, b) in zip(total, ((wall, cpu), own[name])):
            row[0] += a
            row[1] += b
        print(
            f"{name:12s} {wall:10.2f} s {own[name][0]:10.2f} s {wall / own[name][0]:8.1f} "
            f"{cpu / own[name][1]:20.1f}"
        )
    print(
        f"{'whole job':12s} {total[0][0]:10.2f} s {total[1][0]:10.2f} s "
        f"{total[0][0] / total[1][0]:8.1f} {total[0][1] / total[1][1]:20.1f}"
    )
