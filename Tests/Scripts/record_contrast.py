#!/usr/bin/env python3
"""Records, by numpy, what is left of groups of questions after their controls.

    python record_contrast.py Tests/Golden/findings/contrast.json [--seed N]

Scores share a part with their group and a part with all questions, so that something is left and something goes.
Within: mean Pearson r over a group's pairs. Types: share in the pooled top k over share in the corpus. Reuse: passages in
the top k of at least m questions. Before and after the mean row of the controls is taken off. Bins: the same share for
two fields taken together.
"""
import json, sys
import numpy as np

K, DEPTH, MINIMUM = 10, 20, 2


def measures(rows, types, names):
    r = np.corrcoef(rows)
    pairs = r[np.triu_indices(len(rows), 1)]
    tops = [np.argsort(-x, kind="stable") for x in rows]
    pooled = np.concatenate([types[t[:DEPTH]] for t in tops])
    share = {n: float((pooled == c).mean() / (types == c).mean()) for c, n in enumerate(names)}
    counts = np.bincount(np.concatenate([t[:K] for t in tops]), minlength=rows.shape[1])
    shared = np.flatnonzero(counts >= MINIMUM)
    return dict(within=float(pairs.mean()), magnitude=float(np.abs(pairs).mean()), multipliers=share,
                shared=sorted(int(x) for x in shared), occurrences=int(counts[shared].sum()))


if __name__ == "__main__":
    seed = int(sys.argv[sys.argv.index("--seed") + 1]) if "--seed" in sys.argv else 5
    rng = np.random.default_rng(seed)
    passages, each = 120, 4
    names = ["code", "forum", "textbook"]
    types = rng.integers(0, 3, passages)
    groups = ["slope"] * each + ["arithmetic"] * each + ["reasoning control"] * each
    common = rng.normal(size=passages)
    own = {g: rng.normal(size=passages) for g in sorted(set(groups))}
    scores = np.array([common + (0 if "control" in g else 1) * own[g] + rng.normal(size=passages) for g in groups]).astype(np.float32)
    s = scores.astype(np.float64)
    control = s[[g == "reasoning control" for g in groups]].mean(0)
    out = dict(k=K, depth=DEPTH, minimum=MINIMUM, types=types.tolist(), names=names, groups=groups,
               scores=[[float(f"{x:.9g}") for x in row] for row in scores], contrasts={})
    for g in ("slope", "arithmetic"):
        rows = s[[x == g for x in groups]]
        out["contrasts"][g] = dict(before=measures(rows, types, names), after=measures(rows - control, types, names))
    pages = rng.integers(0, 2, passages)
    bins = pages * 3 + types
    labels = [f"{page} × {name}" for page in ("book", "site") for name in names]
    out["bins"], out["labels"] = bins.tolist(), labels
    out["fields"] = {g: dict(before=measures(rows, bins, labels)["multipliers"],
                             after=measures(rows - control, bins, labels)["multipliers"])
                     for g in ("slope", "arithmetic") for rows in [s[[x == g for x in groups]]]}
    json.dump(out, open(sys.argv[1], "w"), separators=(",", ":"))
