#!/usr/bin/env python3
"""Token ids of a corpus and of questions with steps, as InfluenceBenchmark reads them.

    python tokens.py CHECKPOINT CORPUS.jsonl QUESTIONS.jsonl OUT.json [--docs N] [--max-tokens N] [--queries N]

A question's prompt and each of its steps are tokenised apart and joined.
"""
import argparse
import json

from tokenizers import Tokenizer

parser = argparse.ArgumentParser()
for name in ("checkpoint", "corpus", "questions", "out"):
    parser.add_argument(name)
parser.add_argument("--docs", type=int, default=512)
parser.add_argument("--max-tokens", type=int, default=512)
parser.add_argument("--queries", type=int, default=10**9, help="steps at most")
arguments = parser.parse_args()
tokenizer = Tokenizer.from_file(arguments.checkpoint + "/tokenizer.json")
documents = [
    tokenizer.encode(json.loads(line)["text"]).ids[: arguments.max_tokens]
    for _, line in zip(range(arguments.docs), open(arguments.corpus))
]
queries, left = [], arguments.queries
for line in open(arguments.questions):
    question = json.loads(line)
    ids, steps = tokenizer.encode(question["prompt"]).ids, []
    for step in question["steps"][:left]:
        more = tokenizer.encode(step).ids
        steps.append([len(ids), len(ids) + len(more)])
        ids = ids + more
    left -= len(steps)
    if steps:
        queries.append(dict(tokens=ids, steps=steps))
json.dump(dict(documents=documents, queries=queries), open(arguments.out, "w"))
