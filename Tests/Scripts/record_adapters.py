#!/usr/bin/env python3
"""Lets peft write LoRA adapters of recorded checkpoints and records what transformers computes with them, unmerged.

    python record_adapters.py [--seed N]

Fills Tests/Golden/adapters: a folder an adapter with adapter_config.json, adapter_model.safetensors and the
logits of a text, in float64. Needs from PyPI: torch transformers peft safetensors numpy.
"""
import argparse, json, pathlib, shutil, warnings
import torch, transformers as tf
from peft import LoraConfig, get_peft_model

warnings.filterwarnings("ignore"); tf.logging.set_verbosity_error()
GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "Golden"
ATTENTION = ["q_proj", "k_proj", "v_proj", "o_proj"]
KINDS = {
    "plain": ("llama", dict(r=4, lora_alpha=12, target_modules=ATTENTION)),
    "root": ("qwen2", dict(r=3, lora_alpha=5, use_rslora=True, target_modules=["q_proj", "gate_proj", "down_proj"])),
    "patterns": ("mistral", dict(r=2, lora_alpha=4, target_modules=ATTENTION + ["up_proj"],
                                 rank_pattern={"q_proj": 5, "layers.1.self_attn.o_proj": 3},
                                 alpha_pattern={"q_proj": 9, r"^model.layers.0.*up_proj": 1})),
    "transposed": ("gpt2", dict(r=4, lora_alpha=8, target_modules=["c_attn", "c_fc"], fan_in_fan_out=True)),
    "fused": ("phi3", dict(r=4, lora_alpha=8, target_modules=["qkv_proj", "gate_up_proj"])),
    "embedding": ("llama", dict(r=4, lora_alpha=8, target_modules=["embed_tokens", "q_proj"])),
    "whole": ("olmo2", dict(r=2, lora_alpha=8, target_modules=["v_proj"], modules_to_save=["lm_head"])),
    "biases": ("gpt2", dict(r=2, lora_alpha=8, target_modules=["c_proj"], bias="lora_only", fan_in_fan_out=True)),
    "tied": ("smollm3", dict(r=2, lora_alpha=8, target_modules=["lm_head"])),
}

ap = argparse.ArgumentParser(); ap.add_argument("--seed", type=int, default=1); a = ap.parse_args()
torch.manual_seed(a.seed); torch.set_num_threads(1)
shutil.rmtree(GOLDEN / "adapters", ignore_errors=True)
text = list(range(3, 60, 2))
for name, (family, settings) in KINDS.items():
    base = f"{family}/checkpoint"
    model = tf.AutoModelForCausalLM.from_pretrained(GOLDEN / base, attn_implementation="eager", dtype=torch.float32)
    model = get_peft_model(model, LoraConfig(task_type="CAUSAL_LM", **settings))
    with torch.no_grad():
        for n, p in model.named_parameters():
            if p.requires_grad: p.add_(torch.randn_like(p) * 0.2)
    folder = GOLDEN / "adapters" / name
    model.save_pretrained(folder, save_embedding_layers=False)
    (folder / "README.md").unlink(missing_ok=True)
    config = json.loads((folder / "adapter_config.json").read_text())
    config["base_model_name_or_path"] = base
    (folder / "adapter_config.json").write_text(json.dumps(config))
    with torch.no_grad(): logits = model.double().eval()(torch.tensor([text])).logits[0, -1]
    (folder / "logits.json").write_text(json.dumps(dict(tokens=text, logits=[float(f"{v:.9g}") for v in logits.tolist()])))
    print(name, family, sum(f.stat().st_size for f in folder.iterdir()))
for file in (GOLDEN / "adapters").rglob("*.safetensors"): file.chmod(0o644)
