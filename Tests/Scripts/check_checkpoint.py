"""Opens a checkpoint in transformers and compares its logits with Stemma's.

    python Tests/Scripts/check_checkpoint.py SampleData/checkpoint .build/release/stemma

With --record FILE it writes what transformers computes, for a test that needs no Python.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

import torch
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoTokenizer

TEXTS = [
    "Question: What is (7 + 5) * 3? Show your steps.\nAnswer:\n",
    "The slope of the line through (1, 2) and (4, 11).\n11 - 2 = 9\n4 - 1 = 3\n9 / 3 = 3",
    "def slope(p, q):\n    return (q[1] - p[1]) / (q[0] - p[0])\n",
    "Naïve café, 10 €: wind NW 3.\n\n- one\n- two",
]
TOLERANCE = 1e-4

parser = argparse.ArgumentParser()
parser.add_argument("checkpoint")
parser.add_argument("stemma", nargs="?")
parser.add_argument("--record")
arguments = parser.parse_args()

tokenizer = AutoTokenizer.from_pretrained(arguments.checkpoint)
model = AutoModelForCausalLM.from_pretrained(arguments.checkpoint, dtype=torch.float32).eval()
records, worst = [], 0.0
for text in TEXTS:
    ids = tokenizer(text, return_tensors="pt").input_ids
    with torch.no_grad():
        logits = model(ids).logits[0]
    records.append({
        "text": text,
        "ids": ids[0].tolist(),
        "last_logits": [round(value, 6) for value in logits[-1].tolist()],
    })
    if arguments.stemma:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "logits.safetensors"
            source = pathlib.Path(folder) / "text"
            source.write_text(text)
            subprocess.run(
                [arguments.stemma, "inspect", arguments.checkpoint, "--text-file", str(source),
                 "--logits", str(path)],
                check=True, stdout=subprocess.DEVNULL)
            ours = load_file(path)["logits"]
        assert ours.shape == logits.shape, (ours.shape, logits.shape)
        difference = (ours - logits).abs().max().item()
        worst = max(worst, difference)
        print(f"{len(ids[0]):4} tokens, largest difference {difference:.2e}: {text[:40]!r}")

if arguments.record:
    pathlib.Path(arguments.record).write_text(json.dumps(records) + "\n")
if arguments.stemma:
    print("largest difference", worst)
    raise SystemExit(0 if worst < TOLERANCE else 1)
