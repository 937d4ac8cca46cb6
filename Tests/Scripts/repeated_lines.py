#!/usr/bin/env python3
"""Counts runs of six or more equal lines that stand twice in the sources of the package.

    python3 repeated_lines.py [FOLDER or COMMIT]... [--list]

Lines count without their indentation; empty ones, comments and lone brackets do not count. A run is counted once for
each place beyond the first.
"""
import io
import pathlib
import subprocess
import sys
import tarfile

LENGTH = 6
BRACKETS = set("{}()[],; ")


def of_folder(folder):
    for path in sorted(pathlib.Path(folder).rglob("*.swift")):
        yield str(path), path.read_text(encoding="utf-8")


def of_commit(commit):
    archive = subprocess.run(["git", "archive", commit, "Sources", "Themes"], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        for member in sorted(files.getmembers(), key=lambda member: member.name):
            if member.name.endswith(".swift"):
                yield member.name, files.extractfile(member).read().decode()


def lines(text):
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if line and not line.startswith("//") and not line.startswith("import ") and not set(line) <= BRACKETS:
            yield number, line


def runs(files):
    seen, found, total = {}, [], 0
    for name, text in files:
        own = list(lines(text))
        total += len(own)
        index = 0
        while index + LENGTH <= len(own):
            window = tuple(line for _, line in own[index:index + LENGTH])
            if window in seen and seen[window][0] != (name, own[index][0]):
                length = LENGTH
                other, position = seen[window][1], seen[window][2]
                while index + length < len(own) and position + length < len(other) \
                        and own[index + length][1] == other[position + length][1]:
                    length += 1
                found.append((length, f"{name}:{own[index][0]}", f"{seen[window][0][0]}:{seen[window][0][1]}"))
                index += length
                continue
            seen.setdefault(window, ((name, own[index][0]), own, index))
            index += 1
    return found, total


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--list"] or ["Sources"]
    for argument in arguments:
        files = of_folder(argument) if pathlib.Path(argument).is_dir() else of_commit(argument)
        found, total = runs(files)
        print(f"{argument}: {len(found)} runs of {LENGTH} or more equal lines, "
              f"{sum(length for length, *_ in found)} of {total} lines")
        if "--list" in sys.argv:
            for length, one, other in sorted(found, reverse=True):
                print(f"  {length:3} {one}  {other}")


main()
