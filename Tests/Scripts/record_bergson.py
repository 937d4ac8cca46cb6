"""Writes a score store with bergson's own writer (PyPI `bergson`), for the texts of the golden "gpt2".

    python record_bergson.py FOLDER

Scores are drawn, not computed: what is compared is that every one of them is read back. expected.json holds them,
`[queries × documents]`, as what helps is positive.
"""

import json
import random
import sys
from pathlib import Path

import torch
from bergson.score.score_writer import MemmapSequenceScoreWriter

root = Path(__file__).resolve().parent.parent / "Golden" / "gpt2"
documents = sum(1 for line in open(root / "corpus.jsonl") if line.strip())
queries = sum(len(json.loads(line)["steps"]) for line in open(root / "questions.jsonl") if line.strip())
dice = random.Random(0)
for kind, higher in [("float32", True), ("bfloat16", False), ("float16", True)]:
    folder = Path(sys.argv[1]) / kind
    scores = torch.tensor([[dice.gauss(0, 1) for _ in range(queries)] for _ in range(documents)])
    writer = MemmapSequenceScoreWriter(folder, documents, queries, dtype=getattr(torch, kind), overwrite=True)
    half = documents // 2
    writer(list(range(half)), scores[:half])
    writer(list(range(half, documents)), scores[half:])
    writer.flush()
    (folder / "config.yaml").write_text(f"steps:\n- score:\n    score_cfg:\n      higher_is_better: {str(higher).lower()}\n")
    kept = scores.to(getattr(torch, kind)).float() * (1 if higher else -1)
    (folder / "expected.json").write_text(json.dumps([[float(x) for x in row] for row in kept.T]))
