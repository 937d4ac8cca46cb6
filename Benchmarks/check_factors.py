#!/usr/bin/env python3
"""Lets kronfluence score with factors that Stemma wrote, and compares with its own recorded scores.

    python check_factors.py GOLDEN-FOLDER FACTORS-FOLDER

GOLDEN-FOLDER is one of Tests/Golden; FACTORS-FOLDER was written by `InfluenceBenchmark … factors FOLDER`
from its documents. Prints the relative difference in the Frobenius norm. Not for GPT-2, whose transposed
layers kronfluence does not follow.
"""
import json
import os
import shutil
import sys
import tempfile

import torch
import torch.nn.functional as F
import transformers as tf
from kronfluence.analyzer import Analyzer, prepare_model
from kronfluence.arguments import ScoreArguments
from kronfluence.task import Task

golden_folder, factors_folder = sys.argv[1:3]
golden = json.load(open(golden_folder + "/golden.json"))
model = tf.AutoModelForCausalLM.from_pretrained(
    golden_folder + "/checkpoint", dtype=torch.float32, attn_implementation="eager"
).eval()


class Summed(Task):
    def compute_train_loss(self, batch, model, sample=False):
        logits = model(batch["input_ids"]).logits[:, :-1]
        return F.cross_entropy(
            logits.reshape(-1, logits.shape[-1]),
            batch["labels"][:, 1:].reshape(-1),
            ignore_index=-100,
            reduction="sum",
        )

    def compute_measurement(self, batch, model):
        return self.compute_train_loss(batch, model)

    def get_influence_tracked_modules(self):
        return golden["tracked_modules"]


class Rows(torch.utils.data.Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        ids, low, high = self.rows[index]
        labels = [-100] * len(ids)
        labels[low:high] = ids[low:high]
        return dict(input_ids=torch.tensor(ids), labels=torch.tensor(labels))


queries = []
for segments in golden["question_segment_token_ids"]:
    ids = list(segments[0])
    for step in segments[1:]:
        queries.append((ids + step, len(ids), len(ids) + len(step)))
        ids = ids + step
documents = [(ids, 1, len(ids)) for ids in golden["document_token_ids"]]
task = Summed()
work = tempfile.mkdtemp()
analyzer = Analyzer(
    "check", prepare_model(model, task), task, cpu=True, output_dir=work, disable_tqdm=True
)
shutil.copytree(factors_folder, work + "/check/factors_stemma")
analyzer.compute_pairwise_scores(
    "scores", "stemma", Rows(queries), Rows(documents),
    per_device_query_batch_size=1, per_device_train_batch_size=1,
    score_args=ScoreArguments(damping_factor=None),
)
scores = analyzer.load_pairwise_scores("scores")["all_modules"].double()
expected = torch.tensor(golden["scores"]["damping_0.1_mean"]["total"], dtype=torch.float64)
print("relative difference", ((scores - expected).norm() / expected.norm()).item())
shutil.rmtree(work)
