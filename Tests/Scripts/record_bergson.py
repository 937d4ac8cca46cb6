#!/usr/bin/env python3
"""Writes score stores by bergson itself for the texts of a golden, and what it reads from them.

    python Tests/Scripts/record_bergson.py Tests/Golden/llama Tests/Golden/bergson

For each store: the folder as bergson left it, and in expected.json the scores as its own reader gives
them, with the passages in its order (proponents first). Gradients are those of whole documents and of
the completion's steps, as `stemma compute --strategy identity` has them.

Needs from PyPI: bergson torch transformers datasets (bergson's other requirements may be left out).
"""
import json, os, shutil, sys, tempfile
from pathlib import Path
import numpy as np
from datasets import Dataset
from bergson.config.config import CandidateConfig, DataConfig, IndexConfig, PreprocessConfig, ScoreConfig
from bergson.cli.commands import Build, Score
from bergson.data import load_scores, load_scores_loss_signed


def rows(golden):
    """Documents, and each step behind its prompt and the steps before it, as token ids with labels."""
    values = json.load(open(f"{golden}/golden.json"))
    documents = [dict(input_ids=ids, labels=ids) for ids in values["document_token_ids"]]
    steps = []
    for segments in values["question_segment_token_ids"]:
        before = segments[0]
        for step in segments[1:]:
            steps.append(dict(input_ids=before + step, labels=[-100] * len(before) + step))
            before = before + step
    return documents, steps


def main():
    golden, out = sys.argv[1:]
    work = tempfile.mkdtemp()
    documents, steps = rows(golden)
    for name, content in (("documents", documents), ("steps", steps), ("step", steps[:1])):
        Dataset.from_list([dict(r, length=len(r["input_ids"])) for r in content]).save_to_disk(f"{work}/{name}")
    shutil.rmtree(out, ignore_errors=True); os.makedirs(out)

    def index(path, data, **changes):
        return IndexConfig(path, overwrite=True, model=f"{golden}/checkpoint", data=DataConfig(dataset=f"{work}/{data}"),
                           token_batch_size=256, filter_modules="*lm_head*", **changes)

    Build(index(f"{work}/queries", "steps"), PreprocessConfig()).execute()
    Build(index(f"{work}/first", "step"), PreprocessConfig()).execute()
    expected = {}
    for name, score, process, changes in (
        ("plain", {}, {}, {}), ("lower", dict(higher_is_better=False), {}, {}),
        ("brain", dict(precision="bf16"), {}, {}), ("half", dict(precision="fp16"), {}, {}),
        ("cosine", {}, dict(unit_normalize=True), {}), ("nearest", dict(score="nearest"), {}, {}),
        ("tokens", dict(query_path=f"{work}/first"), {}, dict(attribute_tokens=True)),
        ("candidates", dict(candidates=CandidateConfig(scores=f"{work}/plain", top_k=3)), {}, {}),
    ):
        path = f"{work}/{name}"
        Score(ScoreConfig(**dict(query_path=f"{work}/queries") | score), index(path, "documents", **changes), PreprocessConfig(**process)).execute()
        store = load_scores(Path(path))
        os.makedirs(f"{out}/{name}")
        for file in ("info.json", "scores.bin", "config.yaml", "offsets.npy", "candidates.npy"):
            if os.path.exists(f"{path}/{file}"): shutil.copy(f"{path}/{file}", f"{out}/{name}/{file}")
        if name in ("tokens", "candidates", "nearest"): continue
        assert store.is_written()
        helps = -load_scores_loss_signed(path)[0].double().numpy().T  # [steps, documents], positive helps
        expected[name] = dict(scores=helps.tolist(), order=np.argsort(-helps, axis=1, kind="stable").tolist())
    # No machine's paths in what is kept.
    for folder in os.listdir(out):
        path = f"{out}/{folder}/config.yaml"
        text = open(path).read().replace(work, "WORK").replace(golden, "GOLDEN")
        open(path, "w").write(text)
    json.dump(expected, open(f"{out}/expected.json", "w"), separators=(",", ":"))
    shutil.rmtree(work)


if __name__ == "__main__": main()
