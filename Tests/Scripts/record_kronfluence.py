#!/usr/bin/env python3
"""Let kronfluence write factors and scores, in its own files and its own precision.

    python record_kronfluence.py

Fills Tests/Golden/kronfluence from the texts and the tokenizer of Tests/Golden/gpt2: a tiny GPT-2, the files
of `fit_all_factors` and of `compute_pairwise_scores` (summed and per module) as they were written, and what
their rows and columns are. Needs from PyPI: torch transformers tokenizers kronfluence.
"""
import json
import pathlib
import shutil
import sys
import tempfile

import torch
import transformers
from kronfluence.analyzer import Analyzer, prepare_model
from kronfluence.arguments import FactorArguments, ScoreArguments
from tokenizers import Tokenizer

root = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root / "Benchmarks"))
from kronfluence_parts import Examples, SummedLoss, with_linear_layers

source, out = root / "Tests/Golden/gpt2", root / "Tests/Golden/kronfluence"
tokenizer = Tokenizer.from_file(str(source / "checkpoint/tokenizer.json"))


def lines(name):
    return [json.loads(line) for line in (source / f"{name}.jsonl").read_text().splitlines()]


def ids(text):
    return tokenizer.encode(text).ids


torch.manual_seed(3)
model = transformers.AutoModelForCausalLM.from_config(
    transformers.GPT2Config(
        vocab_size=tokenizer.get_vocab_size(), n_embd=16, n_inner=32, n_layer=2, n_head=2, n_positions=256,
        resid_pdrop=0, embd_pdrop=0, attn_pdrop=0),
    attn_implementation="eager")
with torch.no_grad():
    for parameter in model.parameters():
        parameter.add_(torch.randn_like(parameter) * 0.2)
shutil.rmtree(out, ignore_errors=True)
model.save_pretrained(out / "checkpoint")
(out / "checkpoint/generation_config.json").unlink()
model = with_linear_layers(model.eval())

documents, questions = lines("corpus"), lines("questions")
passages = Examples.documents([ids(document["text"]) for document in documents])
steps = Examples.steps(
    [[ids(question["prompt"])] + [ids(step) for step in question["steps"]] for question in questions])
task = SummedLoss(model)
work = tempfile.TemporaryDirectory()
analyzer = Analyzer(
    "record", prepare_model(model, task), task, cpu=True, output_dir=work.name, disable_tqdm=True)
analyzer.fit_all_factors(
    "ekfac", passages, per_device_batch_size=1,
    factor_args=FactorArguments(strategy="ekfac", use_empirical_fisher=True))
for name, modules in (("summed", False), ("modules", True)):
    analyzer.compute_pairwise_scores(
        name, "ekfac", steps, passages, per_device_query_batch_size=1, per_device_train_batch_size=1,
        # No number: 0.1 times the mean eigenvalue.
        score_args=ScoreArguments(damping_factor=None, compute_per_module_scores=modules))
    shutil.copy(
        f"{work.name}/record/scores_{name}/pairwise_scores.safetensors", out / f"scores_{name}.safetensors")
shutil.copytree(f"{work.name}/record/factors_ekfac", out / "factors_ekfac")
rows = [[question["id"], number + 1] for question in questions for number in range(len(question["steps"]))]
(out / "rows.json").write_text(json.dumps(rows))
(out / "columns.json").write_text(json.dumps([document["id"] for document in documents]))
for file in out.rglob("*.safetensors"):
    file.chmod(0o644)
