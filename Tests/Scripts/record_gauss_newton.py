#!/usr/bin/env python3
"""Records products of the Gauss-Newton matrix of every recorded family by torch.func, in float64.

    python record_gauss_newton.py Tests/Golden Tests/Golden/gauss_newton.json [FAMILY ...]

H = 1/n sum over documents and positions of J^T (diag(p) - p p^T) J, J the derivative of the logits by the weights and
biases of the blocks' linear layers. The direction comes from the modules' names (`draws` in sweep_configurations.py), so
that a test makes the same one; of each product its norm, some elements and some inner products are kept.

Needs from PyPI: torch transformers numpy.
"""
import inspect, json, os, sys, types, warnings
import numpy as np, torch, torch.nn as nn
import transformers as tf
from record_golden import linearise
from sweep_configurations import draws

warnings.filterwarnings("ignore"); tf.logging.set_verbosity_error()
SEED, DOCUMENTS, ELEMENTS, PROJECTIONS = 7, 3, 24, 6


def record(folder):
    golden = json.load(open(f"{folder}/golden.json"))
    model = tf.AutoModelForCausalLM.from_pretrained(f"{folder}/checkpoint", attn_implementation="eager", dtype=torch.float64).eval()
    linearise(model)
    modules = {n: m for n, m in model.named_modules() if n in set(golden["tracked_modules"])}
    names = [f"{n}.{p}" for n, m in modules.items() for p, v in m.named_parameters(recurse=False)]
    every = dict(model.named_parameters())
    chosen = {n: every[n].detach() for n in names}
    rest = {n: v.detach() for n, v in every.items() if n not in chosen}
    direction = {n: torch.tensor(draws(n, v.numel(), SEED).reshape(v.shape)) for n, v in chosen.items()}
    total = {n: torch.zeros_like(v) for n, v in chosen.items()}
    for ids in golden["document_token_ids"][:DOCUMENTS]:
        # LongRoPE writes its frequencies by the text's length, which torch.func forbids: once before, then not.
        long = [m for m in model.modules() if getattr(m, "rope_type", "") == "longrope"]
        for module in long: module.__dict__.pop("forward", None)
        with torch.no_grad(): model(torch.tensor([ids]))
        for module in long: module.forward = types.MethodType(inspect.unwrap(type(module).forward), module)

        def logits(parameters):
            return torch.func.functional_call(model, {**rest, **parameters}, (torch.tensor([ids]),), dict(use_cache=False)).logits[0, :-1]
        values, changes = torch.func.jvp(logits, (chosen,), (direction,))
        p = torch.softmax(values, -1)
        curved = p * (changes - (p * changes).sum(-1, keepdim=True))
        (pulled,) = torch.func.vjp(logits, chosen)[1](curved)
        for n in total: total[n] += pulled[n] / DOCUMENTS
    out = {}
    for n, v in total.items():
        flat = v.reshape(-1).numpy()
        places = np.linspace(0, flat.size - 1, min(ELEMENTS, flat.size)).astype(int)
        out[n] = dict(norm=float(np.linalg.norm(flat)), places=places.tolist(), elements=[float(f"{x:.9g}") for x in flat[places]],
                      projections=[float(f"{flat @ draws(f'{n}/{k}', flat.size, SEED):.9g}") for k in range(PROJECTIONS)])
    return out


if __name__ == "__main__":
    root, target, families = sys.argv[1], sys.argv[2], sys.argv[3:]
    families = families or sorted(f for f in os.listdir(root) if os.path.exists(f"{root}/{f}/golden.json") and f != "kronfluence")
    torch.set_num_threads(1)
    result = {f: record(f"{root}/{f}") for f in families}
    json.dump(dict(seed=SEED, documents=DOCUMENTS, families=result), open(target, "w"), separators=(",", ":"))
    print(len(result), "families")
