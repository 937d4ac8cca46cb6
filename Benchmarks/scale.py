#!/usr/bin/env python3
"""Cost by corpus size: time must grow with the passages, memory must not.

    python scale.py [--work FOLDER] [--program BUILT] [PASSAGES...]

Computes everything for corpora of 1,000, 10,000 and 100,000 passages under the tests' smallest model, and
prints seconds, passages/s, the most memory held and the disk used for each, and what `--dry-run` said of them
before. Needs no package of Python's.
"""
import argparse
import json
import os
import random
import re
import shutil
import subprocess
import time

here = os.path.dirname(os.path.abspath(__file__))
golden = os.path.join(here, "../Tests/Golden/llama")
parser = argparse.ArgumentParser()
parser.add_argument("passages", nargs="*", type=int, default=[1_000, 10_000, 100_000])
parser.add_argument("--work", default="/tmp/stemma-scale")
parser.add_argument("--program", default=os.path.join(here, "../.build/release/stemma"))
arguments = parser.parse_args()
with open(golden + "/corpus.jsonl") as file:
    words = " ".join(json.loads(line)["text"] for line in file).split()


def folder_size(path):
    return sum(os.path.getsize(os.path.join(root, name)) for root, _, names in os.walk(path) for name in names)


def forecast(workspace):
    """Seconds, MiB of memory and MiB of disk that are expected."""
    text = subprocess.run(
        [arguments.program, "compute", workspace, "--dry-run"], check=True, capture_output=True,
        text=True).stdout
    sizes = dict((name, float(number) * (1024 if unit == "GiB" else 1)) for name, number, unit in
                 re.findall(r"^(memory|disk) +([\d.]+) (MiB|GiB)", text, re.M))
    return float(re.search(r"([\d.]+) s  in all", text)[1]), sizes["memory"], sizes["disk"]


print(f"{'':9s} {'seconds':>17s} {'':11s} {'memory MiB':>17s} {'disk MiB':>17s}")
print(f"{'passages':>9s}" + f" {'forecast':>8s} {'measured':>8s}" + f" {'passages/s':>11s}"
      + 2 * f" {'forecast':>8s} {'measured':>8s}")
for count in arguments.passages:
    work = os.path.join(arguments.work, str(count))
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    random.seed(count)
    corpus = work + "/corpus.jsonl"
    with open(corpus, "w") as file:
        for number in range(count):
            text = " ".join(random.choices(words, k=40))
            file.write(json.dumps({"id": f"d{number}", "type": "code", "text": text}) + "\n")
    subprocess.run(
        [arguments.program, "init", work + "/work", "--checkpoint", golden + "/checkpoint"]
        + ["--corpus", corpus, "--questions", golden + "/questions.jsonl"],
        check=True, stdout=subprocess.DEVNULL)
    expected = forecast(work + "/work")
    start = time.monotonic()
    engine = subprocess.Popen(
        [arguments.program, "compute", work + "/work"], stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(engine.pid, 0)
    seconds = time.monotonic() - start
    if status != 0:
        raise SystemExit(f"compute failed with {status}; run it in {work}/work to see why")
    print(
        f"{count:9d} {expected[0]:8.1f} {seconds:8.1f} {count / seconds:11.0f} "
        f"{expected[1]:8.0f} {usage.ru_maxrss / 1024:8.0f} "
        f"{expected[2]:8.0f} {folder_size(work + '/work/.stemma') / 2**20:8.0f}", flush=True)
    shutil.rmtree(work)
