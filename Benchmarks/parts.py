#!/usr/bin/env python3
"""Processor time of a run in parts, one after another, beside that of one process.

Usage: parts.py WORKSPACE [PARTS] [PROGRAM] [OPTION...]; both are computed in copies beside each other; the options go to compute.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile


def spent(program, *arguments, fine=(0,)):
    """Seconds of processor time that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([program, "compute", *arguments], stderr=subprocess.PIPE, text=True)
    if done.returncode not in fine:
        sys.exit(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    workspace = os.path.realpath(sys.argv[1])
    parts = int(sys.argv[2]) if len(sys.argv) > 2 else 8
    program = os.path.realpath(sys.argv[3] if len(sys.argv) > 3 else ".build/release/stemma")
    options = sys.argv[4:]
    with tempfile.TemporaryDirectory() as folder:
        one, several = folder + "/one", folder + "/parts"
        for copy in (one, several):
            shutil.copytree(workspace, copy, ignore=shutil.ignore_patterns(".stemma"))
        alone = spent(program, one, "--threads", "1", *options)
        rows = [("plan", spent(program, several, "--plan", "--threads", "1", *options))]
        for stage in ("covariances", "eigenbases", "eigenvalues", "merge", "steps", "scores", "merge"):
            if stage == "merge":
                rows.append((stage, spent(program, several, "--merge", "--threads", "1", fine=(0, 3))))
                continue
            rows.append((stage, sum(
                spent(program, several, "--part", f"{index}/{parts}", "--no-wait", "--stage", stage, "--threads", "1")
                for index in range(parts))))
        together = sum(seconds for _, seconds in rows)
        for name, seconds in rows:
            print(f"{seconds:9.2f} s  {name}")
        files = []
        for copy in (one, several):
            files.append(copy + "/scores.safetensors")
            subprocess.run([program, "export", copy, "--scores", files[-1]], check=True, stdout=subprocess.DEVNULL)
        same = open(files[0], "rb").read() == open(files[1], "rb").read()
        print(f"{together:9.2f} s  in {parts} parts, one after another")
        print(f"{alone:9.2f} s  in one process")
        print(f"{together / alone:9.3f}    times one process; scores {'the same' if same else 'DIFFERENT'}")


if __name__ == "__main__":
    main()
