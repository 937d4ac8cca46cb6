#!/usr/bin/env python3
"""Let kronfluence write factors and scores, in its own files and its own precision.

    python record_kronfluence.py

Fills Tests/Golden/kronfluence from the texts and the tokenizer of Tests/Golden/gpt2: a tiny GPT-2, the files
of `fit_all_factors` and of `compute_pairwise_scores` (summed and per module) as they were written, and what
their rows and columns are. Needs from PyPI: torch transformers tokenizers kronfluence.
"""
import json
import os
import shutil
import tempfile

import torch
import torch.nn.functional as F
import transformers as tf
from kronfluence.analyzer import Analyzer, prepare_model
from kronfluence.arguments import FactorArguments, ScoreArguments
from kronfluence.task import Task
from tokenizers import Tokenizer
from transformers.pytorch_utils import Conv1D

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Golden")
SOURCE, OUT = GOLDEN + "/gpt2", GOLDEN + "/kronfluence"


def lines(name):
    with open(f"{SOURCE}/{name}.jsonl") as file:
        return [json.loads(line) for line in file]


def linear(model):
    """GPT-2's transposed layers as the linear ones that kronfluence follows."""
    for module in list(model.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, Conv1D):
                layer = torch.nn.Linear(*child.weight.shape)
                layer.weight.data = child.weight.data.T.contiguous()
                layer.bias.data = child.bias.data
                setattr(module, name, layer)


class Rows(torch.utils.data.Dataset):
    """Token ids, and the range of them that the loss is of."""

    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        ids, low, high = self.rows[index]
        labels = [-100] * len(ids)
        labels[low:high] = ids[low:high]
        return dict(input_ids=torch.tensor(ids), labels=torch.tensor(labels))


torch.manual_seed(3)
tokenizer = Tokenizer.from_file(SOURCE + "/checkpoint/tokenizer.json")
model = tf.AutoModelForCausalLM.from_config(
    tf.GPT2Config(
        vocab_size=tokenizer.get_vocab_size(), n_embd=16, n_inner=32, n_layer=2, n_head=2, n_positions=256,
        resid_pdrop=0, embd_pdrop=0, attn_pdrop=0),
    attn_implementation="eager")
with torch.no_grad():
    for parameter in model.parameters():
        parameter.add_(torch.randn_like(parameter) * 0.2)
shutil.rmtree(OUT, ignore_errors=True)
model.save_pretrained(OUT + "/checkpoint")
os.remove(OUT + "/checkpoint/generation_config.json")
model = model.eval()
linear(model)


class Summed(Task):
    def compute_train_loss(self, batch, model, sample=False):
        logits = model(batch["input_ids"]).logits[:, :-1]
        return F.cross_entropy(
            logits.reshape(-1, logits.shape[-1]), batch["labels"][:, 1:].reshape(-1),
            ignore_index=-100, reduction="sum")

    def compute_measurement(self, batch, model):
        return self.compute_train_loss(batch, model)

    def get_influence_tracked_modules(self):
        return [
            name for name, module in model.named_modules()
            if isinstance(module, torch.nn.Linear) and name != "lm_head"]


documents = lines("corpus")
passages = [(ids, 1, len(ids)) for ids in (tokenizer.encode(d["text"]).ids for d in documents)]
names, queries = [], []
for question in lines("questions"):
    ids = tokenizer.encode(question["prompt"]).ids
    for number, step in enumerate(question["steps"], 1):
        end = ids + tokenizer.encode(step).ids
        queries.append((end, len(ids), len(end)))
        names.append([question["id"], number])
        ids = end

task = Summed()
work = tempfile.mkdtemp()
analyzer = Analyzer(
    "record", prepare_model(model, task), task, cpu=True, output_dir=work, disable_tqdm=True)
analyzer.fit_all_factors(
    "ekfac", Rows(passages), per_device_batch_size=1,
    factor_args=FactorArguments(strategy="ekfac", use_empirical_fisher=True))
for name, modules in (("summed", False), ("modules", True)):
    analyzer.compute_pairwise_scores(
        name, "ekfac", Rows(queries), Rows(passages), per_device_query_batch_size=1,
        per_device_train_batch_size=1,
        # No number: 0.1 times the mean eigenvalue.
        score_args=ScoreArguments(damping_factor=None, compute_per_module_scores=modules))
    shutil.copy(f"{work}/record/scores_{name}/pairwise_scores.safetensors", f"{OUT}/scores_{name}.safetensors")
shutil.copytree(f"{work}/record/factors_ekfac", OUT + "/factors_ekfac")
for name, value in (("rows", names), ("columns", [d["id"] for d in documents])):
    with open(f"{OUT}/{name}.json", "w") as file:
        json.dump(value, file)
shutil.rmtree(work)
