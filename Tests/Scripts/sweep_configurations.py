#!/usr/bin/env python3
"""Compares every key of every family's config.json with transformers: deleted, nulled, set otherwise.

    python Tests/Scripts/sweep_configurations.py .build/debug/stemma [FAMILY ...] [--seed N] [--draws N]
    python Tests/Scripts/sweep_configurations.py record Tests/Golden/sweep.json [FAMILY ...] [--seed N]

For each variant a tiny checkpoint is written whose weights fit what transformers makes of the
configuration. Where transformers loads it, Stemma must give the same logits or refuse; where
transformers refuses, nothing is asked of Stemma but that it does not crash, and what it computes is
printed. `--draws` tries that many draws of two to four changes at once instead. `record` writes what transformers makes of all of them, without Stemma, for a test that needs
no Python (SweepTests): weights come from the tensors' names.

Needs from PyPI: torch transformers tokenizers safetensors numpy.
"""
import argparse, concurrent.futures, copy, json, os, shutil, subprocess, tempfile, warnings
import numpy as np, torch
import transformers as tf
from safetensors.numpy import load_file, save_file

warnings.filterwarnings("ignore"); tf.logging.set_verbosity_error()
VOCAB, TEXT = 40, list(range(3, 38)) + [5, 5, 9, 30, 7, 0, 1, 2, 39, 38]

BASE = dict(vocab_size=VOCAB, hidden_size=32, num_hidden_layers=4, num_attention_heads=4, num_key_value_heads=2,
            intermediate_size=40, max_position_embeddings=64, initializer_range=0.02, use_cache=True)
ROPE = dict(rope_parameters=dict(rope_type="default", rope_theta=1000.0))
NESTED = dict(rope_parameters=dict(full_attention=dict(rope_type="default", rope_theta=5000.0),
                                   sliding_attention=dict(rope_type="default", rope_theta=100.0)))
TYPES = dict(layer_types=["sliding_attention", "full_attention", "sliding_attention", "full_attention"])
LONG = dict(rope_type="longrope", rope_theta=1000.0, short_factor=[1.0, 1.1, 1.2, 1.5], long_factor=[1.0, 2.0, 3.0, 4.0],
            original_max_position_embeddings=16)
FAMILIES = {
    "llama": {**BASE, **ROPE, "rms_norm_eps": 1e-5, "attention_bias": False, "mlp_bias": False, "head_dim": 8},
    "mistral": {**BASE, **ROPE, "sliding_window": 7, "head_dim": 8, "rms_norm_eps": 1e-5},
    "qwen2": {**BASE, **ROPE, "use_sliding_window": True, "sliding_window": 7, "max_window_layers": 2},
    "qwen3": {**BASE, **ROPE, "use_sliding_window": True, "sliding_window": 7, "max_window_layers": 2, "head_dim": 8,
              "attention_bias": False},
    "olmo": {**BASE, **ROPE, "clip_qkv": 0.8, "attention_bias": False},
    "olmo2": {**BASE, **ROPE, "attention_bias": False, "rms_norm_eps": 1e-5},
    "olmo3": {**BASE, **NESTED, **TYPES, "sliding_window": 7, "attention_bias": False},
    "cohere": {**BASE, **ROPE, "logit_scale": 0.5, "use_qk_norm": True, "layer_norm_eps": 1e-5, "attention_bias": False},
    "gemma2": {**BASE, **ROPE, **TYPES, "head_dim": 8, "sliding_window": 7, "query_pre_attn_scalar": 9,
               "attn_logit_softcapping": 5.0, "final_logit_softcapping": 4.0, "hidden_activation": "gelu_pytorch_tanh",
               "use_bidirectional_attention": None},
    "gemma3_text": {**BASE, **NESTED, **TYPES, "head_dim": 8, "sliding_window": 7, "query_pre_attn_scalar": 9,
                    "attn_logit_softcapping": None, "final_logit_softcapping": None, "sliding_window_pattern": 2,
                    "hidden_activation": "gelu_pytorch_tanh", "use_bidirectional_attention": False},
    "phi": {**BASE, "rope_parameters": dict(rope_type="default", rope_theta=1000.0, partial_rotary_factor=0.5),
            "qk_layernorm": True, "layer_norm_eps": 1e-5},
    "phi3": {**BASE, "rope_parameters": LONG, "original_max_position_embeddings": 16, "sliding_window": 9,
             "rms_norm_eps": 1e-5, "pad_token_id": 0},
    "gpt2": dict(vocab_size=VOCAB, n_embd=32, n_layer=3, n_head=4, n_positions=64, n_inner=None, layer_norm_epsilon=1e-5,
                 activation_function="gelu_new", scale_attn_weights=True, scale_attn_by_inverse_layer_idx=False,
                 reorder_and_upcast_attn=False),
    "gpt_neo": dict(vocab_size=VOCAB, hidden_size=32, num_layers=4, num_heads=4, max_position_embeddings=64,
                    attention_types=[[["global", "local"], 2]], window_size=7, intermediate_size=None,
                    layer_norm_epsilon=1e-5, activation_function="gelu_new"),
    "gpt_neox": {**{k: v for k, v in BASE.items() if k != "num_key_value_heads"},
                 "rope_parameters": dict(rope_type="default", rope_theta=1000.0, partial_rotary_factor=0.25),
                 "use_parallel_residual": True, "attention_bias": True, "layer_norm_eps": 1e-5, "hidden_act": "gelu"},
    "granite": {**BASE, **ROPE, "embedding_multiplier": 3.0, "logits_scaling": 2.0, "residual_multiplier": 0.4,
                "attention_multiplier": 0.2, "attention_bias": False, "mlp_bias": False, "rms_norm_eps": 1e-5},
    "smollm3": {**BASE, **ROPE, "no_rope_layers": [1, 1, 0, 1], "no_rope_layer_interval": 3, "use_sliding_window": True,
                "sliding_window": 7, "attention_bias": False, "mlp_bias": False, "pad_token_id": 0},
    "stablelm": {**BASE, "rope_parameters": dict(rope_type="default", rope_theta=1000.0, partial_rotary_factor=0.5),
                 "use_qkv_bias": True, "qk_layernorm": True, "use_parallel_residual": False, "layer_norm_eps": 1e-5},
    "olmoe": {**BASE, **ROPE, "clip_qkv": 0.8, "num_experts": 4, "num_experts_per_tok": 2, "norm_topk_prob": False,
              "attention_bias": False, "rms_norm_eps": 1e-5},
    "mixtral": {**BASE, **ROPE, "num_local_experts": 4, "num_experts_per_tok": 2, "sliding_window": 7, "head_dim": 8,
                "rms_norm_eps": 1e-5},
    "qwen3_moe": {**BASE, **ROPE, "num_experts": 4, "num_experts_per_tok": 2, "moe_intermediate_size": 24, "head_dim": 8,
                  "norm_topk_prob": True, "decoder_sparse_step": 1, "mlp_only_layers": [1], "use_sliding_window": False,
                  "sliding_window": 7, "attention_bias": False},
    "starcoder2": {**BASE, **ROPE, "sliding_window": 7, "use_bias": True, "norm_epsilon": 1e-5,
                   "hidden_act": "gelu_pytorch_tanh"},
}

YARN = dict(rope_type="yarn", factor=4.0, original_max_position_embeddings=16)
ROPE_VALUES = [
    dict(rope_type="linear", factor=3.0), dict(type="linear", factor=2.5), dict(rope_type="dynamic", factor=2.0), YARN,
    dict(YARN, attention_factor=0.8), dict(YARN, mscale=1.0, mscale_all_dim=0.5), dict(YARN, mscale=0.7),
    dict(YARN, beta_fast=16.0, beta_slow=2.0), dict(YARN, truncate=False), dict(YARN, factor=None), dict(YARN, beta_fast=None),
    dict(rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=16),
    dict(rope_type="yarn", factor=4.0), LONG, dict(LONG, factor=4.0), dict(LONG, attention_factor=1.2),
    dict(LONG, type="su"), dict(rope_type="default", partial_rotary_factor=0.5), dict(rope_type="proportional"), {},
    dict(rope_theta=200.0), dict(rope_theta=None), dict(rope_type="linear"), dict(YARN, rope_theta=300.0),
    dict(full_attention=dict(rope_type="default", rope_theta=70.0), sliding_attention=dict(rope_type="default", rope_theta=90.0)),
    dict(full_attention=dict(YARN, rope_theta=70.0), sliding_attention=dict(rope_type="default")),
    dict(full_attention=dict(rope_type="linear", factor=2.0)), dict(full_attention=None), dict(full_attention=dict(YARN, truncate=False)),
]
EXTRA = {  # keys that families may or may not look at
    "hidden_act": ["gelu", "relu", "gelu_new", "silu", "quick_gelu"], "hidden_activation": ["gelu", "silu"],
    "activation_function": ["gelu", "relu"], "partial_rotary_factor": [0.5, 1.0, 0.3], "rotary_pct": [0.5],
    "rotary_emb_base": [300], "rope_theta": [300.0, 50000], "rope_local_base_freq": [77.0], "head_dim": [16, 8],
    "num_key_value_heads": [1, 4], "attention_bias": [True], "mlp_bias": [True], "use_bias": [False], "use_qkv_bias": [False],
    "sliding_window": [3, 100], "use_sliding_window": [False, True], "max_window_layers": [0, 1, 9],
    "layer_types": [["full_attention"] * 4, ["sliding_attention"] * 4, ["full_attention"] * 3,
                    ["full_attention", "sliding_attention", "full_attention", "sliding_attention"],
                    ["chunked_attention"] * 4],
    "tie_word_embeddings": [True, False], "rms_norm_eps": [1e-3], "layer_norm_eps": [1e-3], "norm_epsilon": [1e-3],
    "layer_norm_epsilon": [1e-3], "clip_qkv": [0.3], "logit_scale": [0.2], "use_qk_norm": [True, False], "qk_layernorm": [True, False],
    "use_parallel_residual": [True, False], "query_pre_attn_scalar": [25], "attn_logit_softcapping": [2.0],
    "final_logit_softcapping": [2.0], "embedding_multiplier": [2.0], "logits_scaling": [4.0], "residual_multiplier": [0.7],
    "attention_multiplier": [0.3], "no_rope_layers": [[0, 1, 1, 0], [1] * 4], "no_rope_layer_interval": [2],
    "n_inner": [48], "scale_attn_weights": [False], "scale_attn_by_inverse_layer_idx": [True], "reorder_and_upcast_attn": [True],
    "attention_types": [[[["global"], 4]], [[["local"], 3], [["global"], 1]], [[["global", "local"], 12]]], "window_size": [3],
    "intermediate_size": [48], "original_max_position_embeddings": [32, 8], "sliding_window_pattern": [3],
    "use_bidirectional_attention": [True], "max_position_embeddings": [48], "pretraining_tp": [2],
    "rope_scaling": ROPE_VALUES, "rope_parameters": ROPE_VALUES, "num_attention_heads": [2], "use_cache": [False],
    "num_experts": [3], "num_local_experts": [3], "num_experts_per_tok": [1, 3, 9], "norm_topk_prob": [True, False],
    "moe_intermediate_size": [16], "decoder_sparse_step": [2, 3], "mlp_only_layers": [[], [0, 3], [7]],
    "router_aux_loss_coef": [0.1], "output_router_logits": [True], "router_jitter_noise": [0.1],
    "attention_dropout": [0.1], "dtype": ["bfloat16"], "architectures": [["Other"]], "qkv_bias": [True], "bias": [False],
}
SIZES = {"vocab_size", "hidden_size", "num_hidden_layers", "n_embd", "n_layer", "num_layers", "model_type"}


def variants(config):
    yield "as it is", config
    for key in sorted(set(config) | set(EXTRA)):
        if key in config and key != "model_type":
            yield f"{key} deleted", {k: v for k, v in config.items() if k != key}
        yield f"{key} null", {**config, key: None}
        for value in EXTRA.get(key, []):
            if config.get(key) != value: yield f"{key} = {json.dumps(value)}", {**config, key: value}
    rope = config.get("rope_parameters")
    if not rope: return
    for key in rope:
        changed = {k: v for k, v in rope.items() if k != key}
        yield f"rope_parameters.{key} deleted", {**config, "rope_parameters": changed}
        yield f"rope_parameters.{key} null", {**config, "rope_parameters": {**rope, key: None}}
    without = {k: v for k, v in config.items() if k != "rope_parameters"}
    for value in ROPE_VALUES:
        yield f"rope_scaling alone = {json.dumps(value)}", {**without, "rope_scaling": copy.deepcopy(value)}
    for key, values in (("rope_theta", [300.0, None]), ("partial_rotary_factor", [0.5, None]), ("rotary_pct", [0.5]),
                        ("rotary_emb_base", [300]), ("rope_local_base_freq", [77.0])):
        for value in values:
            yield f"{key} alone = {value}", {**without, key: value}


def together(config, count, seed):
    """Draws of two to four changes at once, of those that one by one are tried too."""
    import random
    own = random.Random(seed)
    for number in range(count):
        changed = copy.deepcopy(config); names = []
        for key in own.sample(sorted(set(config) | set(EXTRA)), own.randint(2, 4)):
            values = [v for v in EXTRA.get(key, []) if changed.get(key) != v]
            kind = own.choice(["deleted", "null"] + ["set"] * 4 if values else ["deleted", "null"])
            if kind == "deleted": changed.pop(key, None)
            else: changed[key] = None if kind == "null" else copy.deepcopy(own.choice(values))
            names.append(f"{key} {kind}" if kind != "set" else f"{key} = {json.dumps(changed[key])}")
        yield "; ".join(names), changed


def draws(name, count, seed):
    """Numbers in [-1, 1) from a tensor's name: FNV-1a, then SplitMix64."""
    state = 0xCBF29CE484222325
    for byte in name.encode(): state = ((state ^ byte) * 0x100000001B3) & (2**64 - 1)
    with np.errstate(over="ignore"):
        z = np.uint64((state + seed) & (2**64 - 1)) + np.uint64(0x9E3779B97F4A7C15) * np.arange(1, count + 1, dtype=np.uint64)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float64) / 2**23 - 1


def weights(name, shape, family, seed):
    values = draws(name, int(np.prod(shape)), seed).reshape(shape)
    if len(shape) == 2 and "norm" not in name and "ln_" not in name: return (values * 0.3).astype(np.float32)
    if name.endswith("bias"): return (values * 0.2).astype(np.float32)
    return (values * 0.3 + (0 if family.startswith("gemma") else 1)).astype(np.float32)


def reference(family, config, folder, seed):
    """Writes a checkpoint of the configuration; logits in float64, or why transformers refuses."""
    os.makedirs(folder, exist_ok=True)
    config = {"model_type": family, **copy.deepcopy(config)}
    json.dump(config, open(f"{folder}/config.json", "w"))
    try:
        loaded = tf.AutoConfig.from_pretrained(folder)
        if loaded.hidden_size > 256 or loaded.num_hidden_layers > 8 or (getattr(loaded, "intermediate_size", 0) or 0) > 4096:
            return None, "sizes from defaults"
        model = tf.AutoModelForCausalLM.from_config(loaded, attn_implementation="eager")
        model.save_pretrained(f"{folder}/saved")
        tensors = load_file(f"{folder}/saved/model.safetensors")
        tensors = {n: weights(n, t.shape, family, seed) for n, t in tensors.items()}
        save_file(tensors, f"{folder}/model.safetensors", {"format": "pt"})
        shutil.rmtree(f"{folder}/saved")
        model = tf.AutoModelForCausalLM.from_pretrained(folder, attn_implementation="eager", dtype=torch.float64).eval()
        model.config._experts_implementation = "eager"  # the grouped products know no float64
        with torch.no_grad(): return model(torch.tensor([TEXT])).logits[0].numpy(), None
    except Exception as error:
        return None, f"{type(error).__name__}: {error}".split("\n")[0]


TOKENIZER = {
    "version": "1.0", "added_tokens": [], "normalizer": None, "pre_tokenizer": None, "post_processor": None, "decoder": None,
    "model": {"type": "BPE", "vocab": {chr(0x4E00 + i): i for i in range(VOCAB)}, "merges": []}}


def ours(stemma, folder):
    json.dump(TOKENIZER, open(f"{folder}/tokenizer.json", "w"))
    open(f"{folder}/text", "w").write("".join(chr(0x4E00 + i) for i in TEXT))
    done = subprocess.run([stemma, "inspect", folder, "--text-file", f"{folder}/text", "--logits", f"{folder}/logits", "--json"],
                          capture_output=True, text=True)
    if done.returncode == 0: return load_file(f"{folder}/logits")["logits"], None
    return None, f"({done.returncode}) {done.stderr.strip()}"


def quick(family, config, folder, seed):
    """Logits in float64 as in `reference`, without a file of weights; or why transformers refuses."""
    config = {"model_type": family, **copy.deepcopy(config)}
    json.dump(config, open(f"{folder}/config.json", "w"))
    try:
        loaded = tf.AutoConfig.from_pretrained(folder)
        if loaded.hidden_size > 256 or loaded.num_hidden_layers > 8 or (getattr(loaded, "intermediate_size", 0) or 0) > 4096:
            return None, "sizes from defaults"
        model = tf.AutoModelForCausalLM.from_config(loaded, attn_implementation="eager", dtype=torch.float32).eval()
        experts = {}
        with torch.no_grad():
            for name, parameter in model.named_parameters():
                if ".experts." in name: experts[name] = parameter; continue
                own = name.replace(".mlp.gate.", ".block_sparse_moe.gate.") if family == "mixtral" else name
                if family == "gpt_neox": own = own.replace("lm_head", "embed_out")
                parameter.copy_(torch.from_numpy(weights(own, parameter.shape, family, seed)))
            for name, parameter in experts.items():  # in files each expert has tensors of its own
                prefix, kind = name.rsplit(".", 1)
                gate, up, down = "gate_proj", "up_proj", "down_proj"
                if family == "mixtral": prefix, gate, up, down = prefix.replace(".mlp.", ".block_sparse_moe."), "w1", "w3", "w2"
                for number in range(parameter.shape[0]):
                    whole = parameter[number]
                    parts = [(gate, whole[: len(whole) // 2]), (up, whole[len(whole) // 2 :])] if kind == "gate_up_proj" else [(down, whole)]
                    for part, rows in parts: rows.copy_(torch.from_numpy(weights(f"{prefix}.{number}.{part}.weight", rows.shape, family, seed)))
        model = model.double()
        model.config._experts_implementation = "eager"
        with torch.no_grad(): return model(torch.tensor([TEXT])).logits[0].numpy(), None
    except Exception as error:
        return None, f"{type(error).__name__}: {error}".split("\n")[0]


def record(out, families, seed):
    work = tempfile.mkdtemp(); records = json.load(open(out))["families"] if os.path.exists(out) else {}
    for family in families:
        base = FAMILIES[family]; own = None; refused = 0
        for name, config in variants(base):
            expected, why = quick(family, config, work, seed)
            if why == "sizes from defaults": continue
            changed = {k: v for k, v in config.items() if k not in base or base[k] != v}
            gone = [k for k in base if k not in config]
            logits = None if expected is None else [round(float(v), 4) for v in expected[-1][:6]]
            if own is None: own = dict(config=base, logits=logits, equal=0, variants=[]); continue
            refused += expected is None
            # `equal` is how many Stemma must compute and not refuse; it is written in by hand from STEMMA_SWEEP=1.
            # null: as without the change; "refused": transformers does not take it.
            own["variants"].append([changed, gone, "refused" if logits is None else None if logits == own["logits"] else logits])
        records[family] = own
        print(f"{family}: {len(own['variants'])} variants, {refused} refused by transformers", flush=True)
        json.dump(dict(seed=seed, tokens=TEXT, families=records), open(out, "w"), separators=(",", ":"))
    shutil.rmtree(work)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("stemma"); ap.add_argument("families", nargs="*"); ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--verbose", action="store_true"); ap.add_argument("--draws", type=int, default=0)
    a = ap.parse_args()
    torch.set_num_threads(1)
    if a.stemma == "record": return record(a.families[0], a.families[1:] or sorted(FAMILIES), a.seed)
    work = tempfile.mkdtemp(); wrong = 0
    for family in a.families or sorted(FAMILIES):
        counts = dict(equal=0, refused=0, both=0); worst = 0
        base = FAMILIES[family]
        for index, (name, config) in enumerate(together(base, a.draws, f"{family} {a.seed}") if a.draws else variants(base)):
            folder = f"{work}/{family}-{index}"
            expected, why = reference(family, config, folder, a.seed)
            if why == "sizes from defaults": shutil.rmtree(folder); continue
            got, problem = ours(a.stemma, folder) if os.path.exists(f"{folder}/model.safetensors") else (None, "not tried")
            shutil.rmtree(folder)
            if expected is None:
                counts["both"] += 1
                if got is not None: print(f"? {family}: {name}: transformers refuses ({why[:150]}), Stemma computes")
                continue
            if got is None:
                counts["refused"] += 1
                if a.verbose or "(1)" not in problem: print(f"- {family}: {name}: refused: {problem.split('/')[-1][:200]}")
            else:
                error = np.linalg.norm(got - expected) / np.linalg.norm(expected)
                if not error < 1e-5: print(f"! {family}: {name}: {error:.2e}"); wrong += 1
                else: counts["equal"] += 1; worst = max(worst, error)
        print(f"{family}: {counts}, largest difference {worst:.1e}", flush=True)
    shutil.rmtree(work)
    print("wrong:", wrong)
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
