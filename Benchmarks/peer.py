#!/usr/bin/env python3
"""Seconds of every stage of kronfluence in float32 on the CPU: the peer, on this machine.

    python peer.py CHECKPOINT TOKENS.json [--threads 2] [--batch 8] [--rank 32]

TOKENS.json is written by tokens.py. Documents are sorted by length, so that little of a batch is padding.
With --rank, scores are computed again with queries of that rank, and what they lose beside dense ones is said.
"""
import argparse
import json
import tempfile
import time
import warnings

from kronfluence_parts import Examples, SummedLoss, load, padded

import torch
from kronfluence.analyzer import Analyzer, prepare_model
from kronfluence.arguments import FactorArguments, ScoreArguments
from kronfluence.utils.dataset import DataLoaderKwargs

parser = argparse.ArgumentParser()
parser.add_argument("checkpoint")
parser.add_argument("tokens")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--batch", type=int, default=8)
parser.add_argument("--rank", type=int, help="of its own low-rank queries")
arguments = parser.parse_args()
warnings.filterwarnings("ignore")
torch.set_num_threads(arguments.threads)

with open(arguments.tokens) as file:
    tokens = json.load(file)
documents = Examples.documents(sorted(tokens["documents"], key=len))
steps = Examples([
    (query["tokens"][:end], first, end) for query in tokens["queries"] for first, end in query["steps"]])
model = load(arguments.checkpoint)
task = SummedLoss(model)
work = tempfile.TemporaryDirectory()
analyzer = Analyzer(
    "peer", prepare_model(model, task), task, cpu=True, output_dir=work.name, disable_tqdm=True)
analyzer.set_dataloader_kwargs(DataLoaderKwargs(collate_fn=padded))
factors = FactorArguments(strategy="ekfac")
fitting = dict(factors_name="factors", factor_args=factors)
batched = dict(dataset=documents, per_device_batch_size=arguments.batch)
stages = dict(
    covariance=lambda: analyzer.fit_covariance_matrices(**fitting, **batched),
    eigen=lambda: analyzer.perform_eigendecomposition(**fitting),
    scores=lambda: score("scores"),
    ranked=lambda: score("ranked", query_gradient_low_rank=arguments.rank),
)


def score(name, **options):
    analyzer.compute_pairwise_scores(
        name, "factors", steps, documents, per_device_query_batch_size=min(len(steps), 64),
        per_device_train_batch_size=arguments.batch, score_args=ScoreArguments(damping_factor=None, **options))


stages["lambda"] = lambda: analyzer.fit_lambda_matrices(**fitting, **batched)
total = sum(len(ids) for ids, _, _ in documents.rows)
print(f"{len(documents)} documents, {total} tokens, {len(steps)} steps, {arguments.threads} threads")
for name in ("covariance", "eigen", "lambda", "scores") + (("ranked",) if arguments.rank else ()):
    clock, processor = time.perf_counter(), time.process_time()
    stages[name]()
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    print(f"{name:12s} {clock:8.2f} s {processor:10.2f} s of processor time", flush=True)
if arguments.rank:
    dense, ranked = (analyzer.load_pairwise_scores(name)["all_modules"].double() for name in ("scores", "ranked"))
    error = ((ranked - dense).norm(dim=1) / dense.norm(dim=1)).mean()
    alike = torch.stack([torch.corrcoef(torch.stack(pair))[0, 1] for pair in zip(dense, ranked)]).mean()
    print(f"rank {arguments.rank}: relative error {error:.4f}, Pearson r {alike:.5f} in the mean over steps")
