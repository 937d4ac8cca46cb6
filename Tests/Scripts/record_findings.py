"""Records matrices and their statistics for FindingsTests, in float64 numpy from the definitions.

    python Tests/Scripts/record_findings.py Tests/Golden/findings

Two cases: `random` (heavy tails, groups that share a part) and `adversarial` (ties, a constant row, a row
without positive scores, a mean far from zero, tiny and huge magnitudes, a group of one question).
"""
import json
import math
import sys
from pathlib import Path

import numpy as np
from scipy import stats

PERCENTAGES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 5, 10, 20, 50, 100]


def number(value):
    """JSON has no NaN: undefined becomes null."""
    value = float(value)
    return value if math.isfinite(value) else None


def matrix(values):
    return [[number(v) for v in row] for row in values]


def pearson(rows):
    constant = rows.min(1) == rows.max(1)
    deviations = rows - rows.mean(1, keepdims=True)
    scale = np.abs(deviations).max(1, keepdims=True)
    deviations = np.divide(deviations, scale, out=np.zeros_like(deviations), where=scale > 0)
    norms = np.sqrt((deviations**2).sum(1))
    with np.errstate(invalid="ignore", divide="ignore"):
        r = deviations @ deviations.T / np.outer(norms, norms)
    r[constant, :] = np.nan
    r[:, constant] = np.nan
    return r


def blocks(r, groups):
    groups = np.array(groups)
    names = sorted(set(groups.tolist()))
    result = []
    for i, a in enumerate(names):
        for b in names[i:]:
            part = r[np.ix_(groups == a, groups == b)]
            pairs = part[np.triu_indices(len(part), 1)] if a == b else part.ravel()
            known = pairs[~np.isnan(pairs)]
            if len(known):
                result.append({
                    "first": a, "second": b, "pairs": len(known), "mean": known.mean(),
                    "maximum": known.max(), "median": float(np.median(known)),
                })
    return result


def side_scores(row, sign):
    row = sign * row
    return np.sort(row[row > 0])[::-1]


def coverage(row, nats, sign):
    tail = side_scores(row, sign) / nats
    if not len(tail):
        return [0.0] * len(PERCENTAGES)
    sums = np.cumsum(tail)
    return [sums[max(1, int(round(len(tail) * p / 100))) - 1] for p in PERCENTAGES]


def slope(row, k, sign):
    tail = side_scores(row, sign)[:k]
    if len(tail) < 3:
        return None
    return number(np.polyfit(np.log(np.arange(1, len(tail) + 1)), np.log(tail), 1)[0])


def pareto(row, k, sign):
    tail = side_scores(row, sign)[:k]
    if not len(tail):
        return None
    total = np.log(tail / tail[-1]).sum()
    return number(1 + len(tail) / total) if total > 0 else None


def gini(row, sign):
    tail = side_scores(row, sign)[::-1]
    n = len(tail)
    return number((2 * np.arange(1, n + 1) - n - 1) @ tail / (n * tail.sum())) if n else None


def over_representation(ranks, types, groups, ks, bottom):
    types, groups = np.array(types), np.array(groups)
    ranks = ranks.shape[1] - 1 - ranks if bottom else ranks
    result = []
    for group in sorted(set(groups.tolist())):
        for k in ks:
            top = ranks[groups == group] < k
            for code in sorted(set(types.tolist())):
                count, pooled = int(top[:, types == code].sum()), int(top.sum())
                low, high = stats.binomtest(count, pooled).proportion_ci(method="wilson")
                share = (types == code).mean()
                result.append({
                    "group": group, "k": k, "type": code, "multiplier": count / pooled / share,
                    "low": low / share, "high": high / share,
                })
    return result


def record(scores, nats, groups, types, hits, other, k=50):
    scores = np.asarray(scores, dtype=np.float32)
    rows = scores.astype(np.float64)
    order = np.argsort(-rows, 1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(rows.shape[1])[None], 1)
    r = pearson(rows)
    spearman = pearson(np.stack([stats.rankdata(row) for row in rows]))
    top = (ranks < k).astype(int)
    shared = top @ top.T
    reuse = top[np.array(groups) == groups[0]].sum(0)
    other = np.asarray(other, dtype=np.float32)
    crossed = []
    for a, b in zip(rows, other.astype(np.float64)):
        best = np.argsort(-b, kind="stable")[:k]
        crossed.append({"correlation": number(pearson(np.stack([a, b]))[0, 1]),
                        "greater": float((np.abs(b[best]) > np.abs(a[best])).mean())})
    return {
        "k": k, "scores": [[float(v) for v in row] for row in scores], "nats": nats, "groups": groups,
        "types": types, "hits": hits, "other": [[float(v) for v in row] for row in other],
        "order": order.tolist(), "pearson": matrix(r), "spearman": matrix(spearman),
        "blocks": blocks(r, groups), "jaccard": matrix(shared / (2 * k - shared)),
        "coverage": {name: [coverage(row, n, sign) for row, n in zip(rows, nats)]
                     for name, sign in (("positive", 1), ("negative", -1))},
        "slope": {name: [slope(row, k, sign) for row in rows] for name, sign in (("positive", 1), ("negative", -1))},
        "pareto": {name: [pareto(row, k, sign) for row in rows] for name, sign in (("positive", 1), ("negative", -1))},
        "gini": {name: [gini(row, sign) for row in rows] for name, sign in (("positive", 1), ("negative", -1))},
        "answers": [{"ranks": sorted((row[h] + 1).tolist()), "found": bool((row[h] < k).any()),
                     "expected": float(stats.hypergeom(rows.shape[1], len(h), k).sf(0))}
                    for row, h in zip(ranks, hits)],
        "reuse": {"minimum": 2, "documents": np.flatnonzero(reuse >= 2).tolist(),
                  "occurrences": int(reuse[reuse >= 2].sum())},
        "overRepresentation": {name: over_representation(ranks, types, groups, [10, k], bottom)
                               for name, bottom in (("positive", False), ("negative", True))},
        "crossRun": crossed,
    }


def short(values, digits=4):
    """Few digits keep the file small; they are exact again as float32."""
    return np.array([[float(f"{v:.{digits}g}") for v in row] for row in values])


def main(folder):
    rng = np.random.default_rng(7)
    documents = 300
    groups = ["factual"] * 4 + ["slopes"] * 4 + ["control"] * 2
    parts = {name: rng.standard_t(4, documents) for name in sorted(set(groups))}
    weights = {"factual": 0.2, "slopes": 0.7, "control": 0.1}
    scores = short([weights[g] * parts[g] + (1 - weights[g]) * rng.standard_t(4, documents) for g in groups])
    types = rng.choice(3, documents, p=[0.2, 0.7, 0.1]).tolist()
    hits = [sorted(rng.choice(documents, size, replace=False).tolist()) for size in (0, 1, 2, 3, 5, 8, 20, 40, 1, 290)]
    nats = [round(float(v), 3) for v in rng.uniform(3, 40, len(groups))]
    other = short(0.3 * scores + rng.standard_t(4, scores.shape))
    cases = {"random": record(scores, nats, groups, types, hits, other)}

    documents = 120
    rows = [
        np.round(rng.normal(size=documents)),  # ties, among them zeros
        np.full(documents, 0.1),  # constant, not exact in binary
        -np.abs(rng.standard_t(3, documents)) - 0.01,  # no positive score
        1000 + 0.01 * np.round(rng.normal(size=documents), 2),  # mean far from zero
        1e-25 * rng.normal(size=documents),  # squares underflow in float32
        1e25 * rng.normal(size=documents),  # squares overflow in float32
        np.where(np.arange(documents) == 5, 1.0, 0.0),  # one passage alone
    ]
    rows.append(-rows[0])
    scores = np.array([[float(f"{v:.7g}") for v in row] for row in rows])
    groups = ["a", "a", "a", "b", "b", "b", "b", "single"]
    types = [0] * 110 + [1] * 9 + [2]
    hits = [[0], [], [119], list(range(120)), [5], [3, 4], [5], [0, 119]]
    cases["adversarial"] = record(scores, [1.0, 2.0, 0.5, 3.0, 1e-3, 40.0, 1.0, 7.0], groups, types, hits,
                                  short(rng.normal(size=scores.shape)), k=20)
    for name, case in cases.items():
        text = json.dumps(case, separators=(",", ":"), allow_nan=False)
        Path(folder, f"{name}.json").write_text(text + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
