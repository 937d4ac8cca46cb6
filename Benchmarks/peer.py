#!/usr/bin/env python3
"""Time kronfluence (CPU, float32) on a checkpoint and corpus: the peer to beat, on the same machine.

    python peer.py CHECKPOINT CORPUS.jsonl QUESTIONS.jsonl --docs 512 --threads 2 [--batch 8]

QUESTIONS.jsonl carries prompt + steps (text); each step is one query. Prints seconds per stage and documents/s.
"""
import argparse, json, os, shutil, tempfile, time
import torch, torch.nn as nn, torch.nn.functional as F
import transformers as tf
from tokenizers import Tokenizer
ap = argparse.ArgumentParser()
ap.add_argument("checkpoint"); ap.add_argument("corpus"); ap.add_argument("questions")
ap.add_argument("--docs", type=int, default=512); ap.add_argument("--queries", type=int, default=10**9)
ap.add_argument("--threads", type=int, default=2); ap.add_argument("--batch", type=int, default=8)
ap.add_argument("--max-tokens", type=int, default=512); ap.add_argument("--low-rank", type=int, default=0)
ap.add_argument("--save", default="")
a = ap.parse_args()
torch.set_num_threads(a.threads)
import warnings; warnings.filterwarnings("ignore")
tok = Tokenizer.from_file(f"{a.checkpoint}/tokenizer.json")
model = tf.AutoModelForCausalLM.from_pretrained(a.checkpoint, dtype=torch.float32).eval()
docs = [json.loads(l) for _, l in zip(range(a.docs), open(a.corpus))]
qs = [json.loads(l) for l in open(a.questions)]
D = [tok.encode(d["text"]).ids[: a.max_tokens] for d in docs]
Q = []
for q in qs:
    ids = tok.encode(q["prompt"]).ids
    for s in q["steps"]:
        t = tok.encode(s).ids; Q.append((ids + t, len(ids), len(ids) + len(t))); ids = ids + t
Q = Q[: a.queries]
print(f"docs {len(D)} tokens {sum(map(len, D))} queries {len(Q)} params {sum(p.numel() for p in model.parameters())/1e6:.2f}M threads {a.threads}")
from transformers.pytorch_utils import Conv1D
for _, m in list(model.named_modules()):
    for child, c in list(m.named_children()):
        if isinstance(c, Conv1D):
            lin = nn.Linear(c.weight.shape[0], c.weight.shape[1]); lin.weight.data = c.weight.data.T.contiguous(); lin.bias.data = c.bias.data; setattr(m, child, lin)
from kronfluence.analyzer import Analyzer, prepare_model
from kronfluence.arguments import FactorArguments, ScoreArguments
from kronfluence.task import Task
tracked = [n for n, m in model.named_modules() if isinstance(m, nn.Linear) and "lm_head" not in n and "embed_out" not in n]
class T(Task):
    def compute_train_loss(self, batch, model, sample=False):
        lg = model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits[:, :-1].reshape(-1, model.config.vocab_size)
        y = batch["labels"][:, 1:].reshape(-1)
        if sample:
            with torch.no_grad():
                s = torch.multinomial(lg.softmax(-1), 1).flatten(); s[y == -100] = -100
            y = s
        return F.cross_entropy(lg, y, ignore_index=-100, reduction="sum")
    def compute_measurement(self, batch, model): return self.compute_train_loss(batch, model)
    def get_influence_tracked_modules(self): return tracked
    def get_attention_mask(self, batch): return batch["attention_mask"]
def rows(items):
    return [dict(input_ids=torch.tensor(i), labels=torch.tensor([-100] * lo + i[lo:hi] + [-100] * (len(i) - hi)), attention_mask=torch.ones(len(i), dtype=torch.long)) for i, lo, hi in items]
class DS(torch.utils.data.Dataset):
    def __init__(s, r): s.r = r
    def __len__(s): return len(s.r)
    def __getitem__(s, i): return s.r[i]
def collate(b):  # pad to the longest of the batch, as a careful user would
    n = max(len(x["input_ids"]) for x in b); pad = lambda t, v: F.pad(t, (0, n - len(t)), value=v)
    return dict(input_ids=torch.stack([pad(x["input_ids"], 0) for x in b]), labels=torch.stack([pad(x["labels"], -100) for x in b]), attention_mask=torch.stack([pad(x["attention_mask"], 0) for x in b]))
D.sort(key=len)  # length-sorted: little padding
train, query = DS(rows([(i, 1, len(i)) for i in D])), DS(rows(Q))
task = T(); m = prepare_model(model, task); work = tempfile.mkdtemp()
an = Analyzer("b", m, task, cpu=True, output_dir=work, disable_tqdm=True)
from kronfluence.utils.dataset import DataLoaderKwargs
an.set_dataloader_kwargs(DataLoaderKwargs(collate_fn=collate))
t = {}
def clock(name, f):
    s, c = time.perf_counter(), time.process_time(); f(); t[name] = time.perf_counter() - s
    print(f"{name:12s} {t[name]:8.2f} s {time.process_time() - c:10.2f} s of processor time", flush=True)
fa = FactorArguments(strategy="ekfac")
clock("covariance", lambda: an.fit_covariance_matrices("f", train, per_device_batch_size=a.batch, factor_args=fa, overwrite_output_dir=True))
clock("eigen", lambda: an.perform_eigendecomposition("f", factor_args=fa, overwrite_output_dir=True))
clock("lambda", lambda: an.fit_lambda_matrices("f", train, per_device_batch_size=a.batch, factor_args=fa, overwrite_output_dir=True))
sa = ScoreArguments(damping_factor=None)
if a.low_rank: sa.query_gradient_low_rank = a.low_rank; sa.query_gradient_accumulation_steps = 10
clock("scores", lambda: an.compute_pairwise_scores("s", "f", query, train, per_device_query_batch_size=len(Q) if len(Q) <= 64 else 64, per_device_train_batch_size=a.batch, score_args=sa, overwrite_output_dir=True))
print(f"factors {len(D)/(t['covariance']+t['eigen']+t['lambda']):.2f} docs/s   scores {len(D)/t['scores']:.2f} docs/s x {len(Q)} queries   total {sum(t.values()):.1f} s")
shutil.rmtree(work, ignore_errors=True)
