#!/usr/bin/env python3
"""Every option of every command stands in the manual pages and in the completions of each shell.

    python3 test-pages.py PREFIX

PREFIX is where install.sh put the program. What there is to find comes from the program's own description of its
arguments, so that a new option that some page lacks fails here.
"""
import gzip
import json
import pathlib
import subprocess
import sys

prefix = pathlib.Path(sys.argv[1])
program = prefix / "bin" / "stemma"
dump = json.loads(subprocess.run([program, "--experimental-dump-help"], capture_output=True, check=True).stdout)
shells = {
    "bash": prefix / "share/bash-completion/completions/stemma",
    "zsh": prefix / "share/zsh/site-functions/_stemma",
    "fish": prefix / "share/fish/vendor_completions.d/stemma.fish",
}
scripts = {shell: path.read_text() for shell, path in shells.items()}
missing, options = [], 0


def check(command, path):
    global options
    page = prefix / "share/man/man1" / ("-".join(path) + ".1.gz")
    if not page.exists():
        missing.append(f"{page}: not there")
        return
    text = gzip.open(page, "rt").read().replace("\\-", "-").replace("\\&", "")
    for argument in command.get("arguments", []):
        if not argument.get("shouldDisplay", True):
            continue
        for name in argument.get("names") or []:
            long = name["kind"] == "long"
            options += 1
            # mdoc writes an option without the first of its hyphens: `.Fl -limit`.
            if ("-" + name["name"] if long else name["name"]) not in text:
                missing.append(f"{page}: {name['name']}")
            for shell, script in scripts.items():
                # fish says an option's name alone.
                if (name["name"] if shell == "fish" else ("--" if long else "-") + name["name"]) not in script:
                    missing.append(f"{shell}: {' '.join(path)} {name['name']}")
    for child in command.get("subcommands", []):
        if child["commandName"] != "help":
            check(child, path + [child["commandName"]])


check(dump["command"], ["stemma"])
for line in missing:
    print(line)
assert options > 50, f"only {options} options were found in the program's description"
print(f"{options} options looked for, {len(missing)} missing")
sys.exit(bool(missing))
