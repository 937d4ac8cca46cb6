#!/usr/bin/env python3
"""Lets kronfluence score with factors that Stemma wrote, and compares with its own recorded scores.

    python check_factors.py GOLDEN-FOLDER FACTORS-FOLDER

GOLDEN-FOLDER is one of Tests/Golden; FACTORS-FOLDER was written by `InfluenceBenchmark … factors FOLDER`
from its documents. Prints the relative difference in the Frobenius norm.
"""
import json
import shutil
import sys
import tempfile

import torch
from kronfluence.analyzer import Analyzer, prepare_model
from kronfluence.arguments import ScoreArguments

from kronfluence_parts import Examples, SummedLoss, load

golden_folder, factors_folder = sys.argv[1:3]
with open(golden_folder + "/golden.json") as file:
    golden = json.load(file)
model = load(golden_folder + "/checkpoint", attn_implementation="eager")
task = SummedLoss(model)
work = tempfile.TemporaryDirectory()
analyzer = Analyzer(
    "check", prepare_model(model, task), task, cpu=True, output_dir=work.name, disable_tqdm=True)
shutil.copytree(factors_folder, work.name + "/check/factors_stemma")
analyzer.compute_pairwise_scores(
    "scores", "stemma", Examples.steps(golden["question_segment_token_ids"]),
    Examples.documents(golden["document_token_ids"]), per_device_query_batch_size=1,
    per_device_train_batch_size=1, score_args=ScoreArguments(damping_factor=None))
scores = analyzer.load_pairwise_scores("scores")["all_modules"].double()
expected = torch.tensor(golden["scores"]["damping_0.1_mean"]["total"], dtype=torch.float64)
print("relative difference", ((scores - expected).norm() / expected.norm()).item())
