#!/usr/bin/env python3
"""A workspace scored from nothing: the forecast beside what each stage took, and when the first ranking is there.

    python3 coldstart.py WORKSPACE [--work FOLDER] [--program BUILT] [-- OPTIONS OF compute]

Works on a copy without `.stemma`, which stays in FOLDER. Needs no package of Python's.
"""
import argparse
import os
import re
import shutil
import sqlite3
import subprocess
import time

here = os.path.dirname(os.path.abspath(__file__))
parser = argparse.ArgumentParser()
parser.add_argument("workspace")
parser.add_argument("options", nargs="*")
parser.add_argument("--work", default="/tmp/stemma-coldstart")
parser.add_argument("--program", default=os.path.join(here, "../.build/release/stemma"))
arguments = parser.parse_args()
copy = os.path.join(arguments.work, "workspace")
shutil.rmtree(copy, ignore_errors=True)
shutil.copytree(arguments.workspace, copy, ignore=shutil.ignore_patterns(".stemma"))
command = [arguments.program, "compute", copy] + arguments.options

start = time.monotonic()
text = subprocess.run(command + ["--dry-run"], check=True, capture_output=True, text=True).stdout
forecast = {name.strip(): float(seconds) for seconds, name in re.findall(r"([\d.]+) s  (.+)", text)}
print(f"the forecast took {time.monotonic() - start:.1f} s")


def look(sql):
    try:
        connection = sqlite3.connect(f"file:{copy}/.stemma/stemma.sqlite?mode=ro", uri=True)
        row = connection.execute(sql).fetchone()
        connection.close()
        return row and row[0]
    except sqlite3.Error:
        return None


start = time.monotonic()
engine = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
spent, first, last = {}, None, start
while engine.poll() is None:
    time.sleep(0.1)
    now, stage = time.monotonic(), look("SELECT stage FROM engine")
    if stage:
        spent[stage] = spent.get(stage, 0) + now - last
    last = now
    if first is None and look("SELECT count(*) FROM score"):
        first = now - start
total = time.monotonic() - start
print(f"{'stage':26s} {'forecast':>9s} {'measured':>9s}   seconds; a stage shorter than half a second may be missed")
for name in dict.fromkeys(list(forecast) + list(spent)):
    if name not in ("in all", "finished"):
        print(f"{name:26s} {forecast.get(name, 0):9.1f} {spent.get(name, 0):9.1f}")
print(f"{'in all':26s} {forecast['in all']:9.1f} {total:9.1f}   forecast is {forecast['in all'] / total:.2f} of it")
print(f"the first block of scores was in the database after {first:.1f} s")
raise SystemExit(engine.returncode)
