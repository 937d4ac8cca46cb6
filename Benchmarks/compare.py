#!/usr/bin/env python3
"""Stemma beside kronfluence on the CPU of this machine: same model, passages, steps and factor sample.

    python compare.py [small|large|real] [--work FOLDER] [--threads 2] [--docs N] [--skip-peer] [--program BUILT] [--memory GIB]

Makes a random model and a corpus of real text, gives both programs the same tokens, and prints seconds and ratios
of every stage; then the whole job, which for Stemma is `stemma compute` from an empty workspace to scores and index
in the database, with the most memory either held and the bytes it wrote. Needs torch, transformers, tokenizers,
kronfluence, and `swift` on the path. The programs run alone, one after the other; on a machine with other work
compare processor times.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import time

here = os.path.dirname(os.path.abspath(__file__))
geometries = {
    # name: model, passages, steps, the batch size that served the peer best
    "small": (dict(hidden=128, layers=6, ff=344, heads=4, docs=512, tokens=150, questions=25), 100, 8),
    "large": (dict(hidden=512, layers=8, ff=1376, heads=8, docs=128, tokens=300, questions=5), 20, 4),
    # The shape of SmolLM2-135M.
    "real": (
        dict(hidden=576, layers=30, ff=1536, heads=9, kv_heads=3, vocab=49152, dtype="bfloat16", tied=True,
             docs=24, tokens=377, questions=2), 8, 4),
}
parser = argparse.ArgumentParser()
parser.add_argument("geometry", nargs="?", default="small", choices=geometries)
parser.add_argument("--work", default="/tmp/stemma-benchmark")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--docs", type=int, default=0)
parser.add_argument("--skip-peer", action="store_true")
parser.add_argument("--program", help="a `stemma` that is built already")
parser.add_argument("--memory", help="GiB that `stemma compute` may hold; its own default without it")
arguments = parser.parse_args()
model, steps, batch = geometries[arguments.geometry]
docs = arguments.docs or model["docs"]
work = os.path.join(arguments.work, arguments.geometry)
checkpoint, corpus, questions, tokens = (
    os.path.join(work, name)
    for name in ("checkpoint", f"corpus-{docs}.jsonl", "questions.jsonl", f"tokens-{docs}.json")
)


def run(command):
    """Runs a program and shows its lines: the lines, and its seconds, processor seconds, bytes held and written."""
    print("$", " ".join(command), flush=True)
    lines, start = [], time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        print("  " + line, end="", flush=True)
        lines.append(line)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} failed")
    whole = (
        time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, usage.ru_oublock * 512)
    return lines, whole


def stages(lines):
    found = {}
    for line in lines:
        match = re.match(r"(\w+) +([\d.]+) s +([\d.]+) s of processor time", line)
        if match:
            found[match[1]] = (float(match[2]), float(match[3]))
    return found


def options(sizes):
    for key, value in sizes.items():
        yield "--" + key.replace("_", "-")
        if value is not True:
            yield str(value)


if not os.path.exists(questions):
    os.makedirs(work, exist_ok=True)
    run([sys.executable, os.path.join(here, "make_bench_model.py"), work] + list(options(model)))
if not os.path.exists(tokens):
    with open(os.path.join(work, "corpus.jsonl")) as source, open(corpus, "w") as target:
        target.writelines(line for _, line in zip(range(docs), source))
    run(
        [sys.executable, os.path.join(here, "tokens.py"), checkpoint, corpus, questions, tokens]
        + ["--docs", str(docs), "--queries", str(steps)]
    )
program = arguments.program
if not program:
    package = os.path.dirname(here)
    run(["swift", "build", "-c", "release", "--package-path", package, "--product", "stemma"])
    program = os.path.join(package, ".build/release/stemma")
threads = ["--threads", str(arguments.threads)]
lines, _ = run(
    [program, "bench", "--checkpoint", checkpoint, "--corpus", corpus, "--questions", questions]
    + ["--passages", str(docs)] + threads)
own = stages(lines)
workspace = os.path.join(work, "workspace")
shutil.rmtree(workspace, ignore_errors=True)
run([program, "init", workspace, "--checkpoint", checkpoint, "--corpus", corpus, "--questions", questions])
limit = ["--memory", arguments.memory] if arguments.memory else []
_, whole = run([program, "compute", workspace] + threads + limit)
if not arguments.skip_peer:
    lines, held = run(
        [sys.executable, os.path.join(here, "peer.py"), checkpoint, tokens, "--batch", str(batch)] + threads)
    peer = stages(lines)
    # The peer preconditions the steps within its scores.
    own["scores"] = tuple(a + b for a, b in zip(own["scores"], own.pop("steps")))
    print(f"{'':12s} {'kronfluence':>12s} {'Stemma':>12s} {'ratio':>8s} {'by processor time':>20s}")

    def show(name, theirs, ours):
        print(
            f"{name:12s} {theirs[0]:10.2f} s {ours[0]:10.2f} s {theirs[0] / ours[0]:8.2f} {theirs[1] / ours[1]:20.2f}")

    for name, seconds in peer.items():
        show(name, seconds, own[name])
    sums = [tuple(sum(values) for values in zip(*found.values())) for found in (peer, own)]
    show("stages", *sums)
    # Without the peer's loading of Python and of the model.
    show("whole job", sums[0], whole)
    for name, index in (("most memory", 2), ("written", 3)):
        print(
            f"{name:12s} {held[index] / 1e9:9.2f} GB {whole[index] / 1e9:9.2f} GB "
            f"{held[index] / max(1, whole[index]):8.2f}")
