#!/usr/bin/env python3
"""Record the rotary frequencies that transformers computes.

    python record_rotary.py > ../Golden/rotary/frequencies.json

Each entry: a configuration as config.json holds it, the angles per position and the factor on
cosines and sines. Needs from PyPI: torch transformers.
"""
import copy
import json

import transformers
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS

BASE = dict(model_type="llama", vocab_size=64, hidden_size=256, num_hidden_layers=1, num_attention_heads=4,
            intermediate_size=64, max_position_embeddings=4096, rms_norm_eps=1e-5)
CASES = [
    dict(rope_theta=10000.0),
    dict(rope_theta=500000.0, rope_scaling=dict(rope_type="linear", factor=4.0)),
    dict(rope_theta=10000.0, rope_scaling=dict(type="linear", factor=2.5)),
    dict(rope_theta=500000.0, rope_scaling=dict(
        rope_type="llama3", factor=32.0, low_freq_factor=1.0, high_freq_factor=4.0,
        original_max_position_embeddings=1024)),
    dict(rope_theta=10000.0, rope_scaling=dict(
        rope_type="llama3", factor=8.0, low_freq_factor=2.0, high_freq_factor=16.0,
        original_max_position_embeddings=2048)),
    dict(rope_theta=10000.0, rope_scaling=dict(
        rope_type="yarn", factor=4.0, original_max_position_embeddings=1024)),
    dict(rope_theta=1000000.0, rope_scaling=dict(
        rope_type="yarn", factor=16.0, original_max_position_embeddings=256, beta_fast=16.0, beta_slow=2.0)),
    dict(rope_theta=10000.0, rope_scaling=dict(
        rope_type="yarn", factor=8.0, original_max_position_embeddings=512, attention_factor=0.75)),
    dict(rope_theta=10000.0, rope_scaling=dict(
        rope_type="yarn", factor=8.0, original_max_position_embeddings=512, mscale=1.0, mscale_all_dim=0.5)),
    dict(rope_theta=10000.0, rope_scaling=dict(
        rope_type="yarn", factor=8.0, original_max_position_embeddings=512, truncate=False)),
    dict(rope_theta=10000.0, rope_scaling=dict(rope_type="dynamic", factor=2.0)),
    dict(rope_parameters=dict(rope_type="default", rope_theta=20000.0)),
    dict(rope_parameters=dict(
        rope_type="llama3", rope_theta=300000.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
        original_max_position_embeddings=512)),
    dict(model_type="gpt_neox", rotary_pct=0.25, rotary_emb_base=5000),
    dict(model_type="phi", partial_rotary_factor=0.5, rope_theta=10000.0),
]

out = []
for case in CASES:
    values = {**BASE, **copy.deepcopy(case)}
    config = transformers.AutoConfig.for_model(**copy.deepcopy(values))
    parameters = config.rope_parameters
    kind = parameters["rope_type"]
    if kind == "default":
        share = parameters.get("partial_rotary_factor", 1.0)
        width = int(config.hidden_size // config.num_attention_heads * share)
        frequencies = [parameters["rope_theta"] ** (-2 * i / width) for i in range(width // 2)]
        factor = 1.0
    else:
        # At lengths up to the trained one, where the dynamic kind turns as the plain one.
        inverse, factor = ROPE_INIT_FUNCTIONS[kind](config, "cpu", seq_len=None)
        frequencies = inverse.tolist()
    out.append(dict(config=values, frequencies=frequencies, factor=float(factor)))
print(json.dumps(dict(transformers=transformers.__version__, cases=out), indent=1))
