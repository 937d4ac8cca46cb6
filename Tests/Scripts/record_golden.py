#!/usr/bin/env python3
"""Records what transformers and kronfluence compute, in float64, for one family or for many configurations.

    python record_golden.py family OUT FAMILY [--seed N]   a folder: checkpoint, corpus, questions, golden.json
    python record_golden.py variants OUT.json [FAMILY ...] [--seed N]
    python record_golden.py all OUT [FAMILY ...] [--seed N]      OUT/FAMILY of every family, and OUT/variants.json

With `all` and another seed the tests read those: STEMMA_GOLDENS=OUT swift test --filter 'Golden|VariantScore'.
The second form keeps configurations and results only: weights come from the tensors' names (`draws` in
sweep_configurations.py), so that a test makes the same ones. Both trace every linear layer of the blocks
with the empirical Fisher, one passage a batch and never padded.

Needs from PyPI: torch transformers tokenizers safetensors kronfluence datasets numpy.
"""
import argparse, json, os, random, shutil, tempfile, warnings
import torch, torch.nn as nn, torch.nn.functional as F
import transformers as tf
from tokenizers import Tokenizer, decoders, models as tkm, pre_tokenizers as pt, trainers
from sweep_configurations import FAMILIES, LONG, VOCAB, YARN, weights

warnings.filterwarnings("ignore"); tf.logging.set_verbosity_error()
DOUBLE = torch.float64
WORDS = "the of a line slope points first then answer equals subtract divide both sides by code def return x y capital is".split()
ODD = ["naïve", "∑", "日本", "🙂", "’s", "don't", "  ", "\t", "\n\n"]

# Sizes of the recorded families, beside what sweep_configurations.py has.
SIZES = dict(hidden_size=32, num_attention_heads=4, intermediate_size=48, max_position_embeddings=256, num_hidden_layers=2)
GOLDEN = {
    "olmo3": dict(layer_types=["sliding_attention", "full_attention"], sliding_window=16, num_key_value_heads=2),
    "smollm3": dict(no_rope_layers=[1, 0], use_sliding_window=False, sliding_window=None, tie_word_embeddings=True),
    "gpt_neo": dict(num_layers=2, num_heads=4, attention_types=[[["global", "local"], 1]], window_size=16),
    "gemma3_text": dict(layer_types=["sliding_attention", "full_attention"], sliding_window=16, head_dim=12),
    "phi3": dict(sliding_window=None, original_max_position_embeddings=64, rope_parameters={**LONG, "original_max_position_embeddings": 64}),
    "granite": dict(tie_word_embeddings=True, mlp_bias=True), "stablelm": dict(), "starcoder2": dict(sliding_window=20),
    "olmoe": dict(clip_qkv=None), "mixtral": dict(), "qwen3_moe": dict(mlp_only_layers=[1], moe_intermediate_size=24),
    # What the repository keeps of these eleven is older and of other sizes; `all` makes them anew.
    "llama": dict(tie_word_embeddings=True), "mistral": dict(sliding_window=16), "gpt2": dict(n_layer=2, n_positions=256), "gpt_neox": dict(),
    "qwen2": dict(use_sliding_window=False, sliding_window=None), "qwen3": dict(use_sliding_window=False, sliding_window=None),
    "olmo": dict(clip_qkv=None), "olmo2": dict(), "cohere": dict(), "phi": dict(),
    "gemma2": dict(layer_types=["sliding_attention", "full_attention"], sliding_window=16),
}
# Further configurations: what the first ones leave out, and the rotary variants.
LINEAR = dict(rope_type="linear", factor=3.0, rope_theta=1000.0)
LLAMA3 = dict(rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=16, rope_theta=900.0)
VARIANTS = {
    "llama": [dict(attention_bias=True, mlp_bias=True, rope_parameters=LLAMA3), dict(rope_parameters=LINEAR, head_dim=12)],
    "mistral": [dict(tie_word_embeddings=True, sliding_window=5), dict(rope_parameters={**YARN, "rope_theta": 800.0}, sliding_window=None)],
    "qwen2": [dict(tie_word_embeddings=True), dict(rope_parameters={**YARN, "rope_theta": 800.0}, use_sliding_window=False)],
    "qwen3": [dict(), dict(attention_bias=True, head_dim=12, rope_parameters=dict(rope_type="dynamic", factor=2.0, rope_theta=1000.0))],
    "olmo": [dict(), dict(clip_qkv=None, num_key_value_heads=4)],
    "olmo2": [dict(), dict(attention_bias=True, tie_word_embeddings=True)],
    "olmo3": [dict(), dict(rope_parameters=dict(full_attention={**YARN, "rope_theta": 5000.0}, sliding_attention=dict(rope_type="default", rope_theta=5000.0)), attention_bias=True)],
    "cohere": [dict(), dict(use_qk_norm=False, attention_bias=True)],
    "gemma2": [dict(), dict(attn_logit_softcapping=None, final_logit_softcapping=None, attention_bias=True)],
    "gemma3_text": [dict(rope_parameters=dict(full_attention=dict(rope_type="linear", factor=8.0, rope_theta=5000.0), sliding_attention=dict(rope_type="default", rope_theta=100.0))),
                    dict(final_logit_softcapping=3.0, attn_logit_softcapping=4.0, attention_bias=True)],
    "phi": [dict(), dict(qk_layernorm=False, tie_word_embeddings=True)],
    "phi3": [dict(sliding_window=None), dict(rope_parameters=dict(rope_type="default", rope_theta=1000.0, partial_rotary_factor=0.75), tie_word_embeddings=True)],
    "gpt2": [dict(), dict(n_inner=40, activation_function="relu")],
    "gpt_neo": [dict(), dict(attention_types=[[["global"], 1], [["local"], 3]], intermediate_size=40)],
    "gpt_neox": [dict(), dict(use_parallel_residual=False, attention_bias=False, tie_word_embeddings=True)],
    "granite": [dict(), dict(attention_bias=True, mlp_bias=True, rope_parameters=LINEAR)],
    "smollm3": [dict(), dict(no_rope_layers=None, no_rope_layer_interval=2, attention_bias=True, tie_word_embeddings=False, use_sliding_window=False, sliding_window=None)],
    "stablelm": [dict(), dict(qk_layernorm=False, use_parallel_residual=True, use_qkv_bias=False)],
    "olmoe": [dict(), dict(clip_qkv=None, norm_topk_prob=True, num_experts=6, num_experts_per_tok=3, tie_word_embeddings=True, attention_bias=True, num_key_value_heads=4)],
    "mixtral": [dict(), dict(sliding_window=None, num_experts_per_tok=1, head_dim=12, rope_parameters=LINEAR)],
    "qwen3_moe": [dict(), dict(mlp_only_layers=[0, 3], norm_topk_prob=False, attention_bias=True, head_dim=12, num_experts=3, tie_word_embeddings=True)],
    "starcoder2": [dict(), dict(use_bias=False, sliding_window=None, tie_word_embeddings=False)],
}


def rounded(value, digits=9):
    if isinstance(value, torch.Tensor): value = value.tolist()
    if isinstance(value, list): return [rounded(v, digits) for v in value]
    if isinstance(value, dict): return {k: rounded(v, digits) for k, v in value.items()}
    return float(f"{value:.{digits}g}") if isinstance(value, float) else value


def linearise(model):
    """GPT-2's Conv1D as nn.Linear, which is what kronfluence tracks."""
    from transformers.pytorch_utils import Conv1D
    for _, module in list(model.named_modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, Conv1D):
                linear = nn.Linear(child.weight.shape[0], child.weight.shape[1], dtype=child.weight.dtype)
                linear.weight.data, linear.bias.data = child.weight.data.T.contiguous(), child.bias.data
                setattr(module, name, linear)


class Expert(nn.Module):
    def __init__(self, gate, up, down):
        super().__init__()
        for name, weight in (("gate_proj", gate), ("up_proj", up), ("down_proj", down)):
            linear = nn.Linear(weight.shape[1], weight.shape[0], bias=False, dtype=weight.dtype)
            linear.weight.data = weight.contiguous(); setattr(self, name, linear)


class SeparateExperts(nn.ModuleList):
    """Experts as linear layers of their own, which kronfluence can track.

    Each has every token of the passage as a row, those that it was not sent as zeros: so that a
    passage's gradient stays one, and covariances are summed over the expert's own tokens.
    """
    def __init__(self, fused):
        super().__init__(Expert(*gate_up.chunk(2), down) for gate_up, down in zip(fused.gate_up_proj.data, fused.down_proj.data))
        self.__dict__["act"] = fused.act_fn  # no member of the list
    def forward(self, x, chosen, weights):
        out = torch.zeros_like(x)
        for number, expert in enumerate(self):
            hit = chosen == number
            mine, weight = hit.any(-1, keepdim=True).to(x.dtype), (weights * hit).sum(-1, keepdim=True)
            own = (x * mine)[None]  # [1, tokens, width]: one passage
            out = out + (expert.down_proj(self.act(expert.gate_proj(own)) * expert.up_proj(own)) * weight[None])[0]
        return out


def separate(model):
    for module in model.modules():
        if hasattr(getattr(module, "experts", None), "gate_up_proj"): module.experts = SeparateExperts(module.experts)


def name_in_file(name, family):
    """Mixtral's tensors have other names in files than in transformers 5."""
    if family != "mixtral": return name
    for own, file in ((".mlp.", ".block_sparse_moe."), ("gate_proj", "w1"), ("up_proj", "w3"), ("down_proj", "w2")): name = name.replace(own, file)
    return name


def trace(model, documents, questions, strategies):
    """Logits, losses and scores of a float64 model."""
    from kronfluence.analyzer import Analyzer, prepare_model
    from kronfluence.arguments import FactorArguments, ScoreArguments
    from kronfluence.task import Task

    def logits(ids):
        with torch.no_grad(): return model(torch.tensor([ids])).logits[0]

    def losses(ids):
        p = torch.log_softmax(logits(ids)[:-1], -1)
        return -p[torch.arange(len(ids) - 1), torch.tensor(ids[1:])]

    out = dict(first_document_logits=rounded(logits(documents[0]), 8), document_loss_sum=[losses(d).sum().item() for d in documents])
    steps, queries = [], []
    for segments in questions:
        whole = sum(segments, []); own = losses(whole); at = len(segments[0]); row = []
        for segment in segments[1:]:
            row.append(own[at - 1: at - 1 + len(segment)].sum().item())
            # Of the whole sequence, as the losses: what comes later says nothing to a causal model, but the sequence's
            # length turns the angles of LongRoPE and of dynamic scaling.
            queries.append((whole, at, at + len(segment))); at += len(segment)
        steps.append(row)
    out["step_loss_sum"] = steps
    tracked = [n for n, m in model.named_modules() if isinstance(m, nn.Linear) and "lm_head" not in n and "embed_out" not in n]
    family = model.config.model_type
    out["tracked_modules"] = [name_in_file(n, family) for n in tracked]

    class Tracing(Task):
        def compute_train_loss(self, batch, model, sample=False):
            l = model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits[:, :-1]
            return F.cross_entropy(l.reshape(-1, l.shape[-1]), batch["labels"][:, 1:].reshape(-1), ignore_index=-100, reduction="sum")
        def compute_measurement(self, batch, model): return self.compute_train_loss(batch, model)
        def get_influence_tracked_modules(self): return tracked
        def get_attention_mask(self, batch): return batch["attention_mask"]

    def rows(items):
        return [dict(input_ids=torch.tensor(i), attention_mask=torch.ones(len(i), dtype=torch.long),
                     labels=torch.tensor([-100] * lo + i[lo:hi] + [-100] * (len(i) - hi))) for i, lo, hi in items]

    class Rows(torch.utils.data.Dataset):
        def __init__(self, rows): self.rows = rows
        def __len__(self): return len(self.rows)
        def __getitem__(self, index): return self.rows[index]

    train, query = Rows(rows([(d, 1, len(d)) for d in documents])), Rows(rows(queries))
    task = Tracing(); work = tempfile.mkdtemp()
    analyzer = Analyzer("golden", prepare_model(model, task), task, cpu=True, output_dir=work, disable_tqdm=True)
    one = dict(per_device_query_batch_size=1, per_device_train_batch_size=1, overwrite_output_dir=True)
    precise = dict(per_sample_gradient_dtype=DOUBLE, precondition_dtype=DOUBLE, score_dtype=DOUBLE)
    out["scores"] = {}
    for strategy, dampings in strategies:
        factors = FactorArguments(strategy=strategy, use_empirical_fisher=True, activation_covariance_dtype=DOUBLE, gradient_covariance_dtype=DOUBLE,
                                  eigendecomposition_dtype=DOUBLE, per_sample_gradient_dtype=DOUBLE, lambda_dtype=DOUBLE)
        analyzer.fit_all_factors(strategy, train, per_device_batch_size=1, factor_args=factors, overwrite_output_dir=True)
        for label, damping, modules in dampings:
            arguments = ScoreArguments(damping_factor=damping, compute_per_module_scores=modules, **precise)
            analyzer.compute_pairwise_scores(label, strategy, query, train, score_args=arguments, **one)
            scores = analyzer.load_pairwise_scores(label)
            out["scores"][label] = dict(total=rounded(sum(scores.values())), **(dict(per_module={name_in_file(n, family): rounded(s) for n, s in scores.items()}) if modules else {}))
    if strategies[0][0] == "ekfac":
        analyzer.compute_self_scores("self", "ekfac", train, per_device_train_batch_size=1, score_args=ScoreArguments(damping_factor=None, **precise), overwrite_output_dir=True)
        out["self_scores"] = rounded(analyzer.load_self_scores("self")["all_modules"])
    shutil.rmtree(work, ignore_errors=True)
    return out


def text(rng, count):
    def word():
        r = rng.random()
        if r < .3: return str(rng.randint(0, 120))
        if r < .4: return rng.choice(["+", "-", "*", "/", "=", "(", ")", ",", ".\n"])
        return rng.choice(ODD if r < .45 else WORDS)
    return " ".join(word() for _ in range(count))


def family(out, name, seed):
    torch.manual_seed(seed); rng = random.Random(seed)
    os.makedirs(f"{out}/checkpoint", exist_ok=True)
    tok = Tokenizer(tkm.BPE())
    tok.pre_tokenizer = pt.Sequence([pt.Digits(individual_digits=True), pt.ByteLevel(add_prefix_space=False)])
    tok.decoder = decoders.ByteLevel()
    tok.train_from_iterator([text(rng, 60) for _ in range(300)], trainers.BpeTrainer(
        vocab_size=320, special_tokens=["<|endoftext|>"], initial_alphabet=pt.ByteLevel.alphabet(), show_progress=False))
    tok.save(f"{out}/checkpoint/tokenizer.json")
    sizes = {k: v for k, v in SIZES.items() if k in FAMILIES[name] or k == "max_position_embeddings" and name != "gpt2"}
    config = {**FAMILIES[name], **sizes, "vocab_size": tok.get_vocab_size(), **GOLDEN[name]}
    model = tf.AutoModelForCausalLM.from_config(tf.AutoConfig.for_model(name, **config), attn_implementation="eager")
    with torch.no_grad():  # weights large enough that nothing is near-linear
        for n, p in model.named_parameters():
            if p.dim() >= 2: p.normal_(0, 0.18)
            elif "bias" in n: p.normal_(0, 0.1)
            else: p.add_(torch.randn_like(p) * 0.1)
    model.save_pretrained(f"{out}/checkpoint")
    if os.path.exists(f"{out}/checkpoint/generation_config.json"): os.remove(f"{out}/checkpoint/generation_config.json")
    model = model.to(DOUBLE).eval(); linearise(model); separate(model)
    documents = [dict(id=f"doc-{i:03d}", type=["code", "textbook", "forum"][i % 3], text=text(rng, rng.randint(8, 30))) for i in range(14)]
    questions = [dict(id=f"q-{i:02d}", kind="reasoning" if i % 2 == 0 else "factual", task="golden", prompt=text(rng, 10),
                      steps=[" " + text(rng, rng.randint(4, 9)).replace("\n", " ") + "." for _ in range(2)]) for i in range(3)]
    for file, records in (("corpus", documents), ("questions", questions)):
        with open(f"{out}/{file}.jsonl", "w") as f: f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
    # A question's prompt and each of its steps are tokenised apart, then joined.
    ids = [tok.encode(d["text"]).ids for d in documents]
    asked = [[tok.encode(q["prompt"]).ids] + [tok.encode(s).ids for s in q["steps"]] for q in questions]
    golden = dict(family=name, seed=seed, versions=dict(torch=torch.__version__, transformers=tf.__version__), document_token_ids=ids,
                  question_segment_token_ids=asked)
    golden |= trace(model, ids, asked, [
        ("ekfac", [("damping_0.1_mean", None, True), ("damping_1e-4", 1e-4, True)]), ("identity", [("identity", None, False)]),
        ("kfac", [("kfac_damping_0.1_mean", None, False)])])
    json.dump(golden, open(f"{out}/golden.json", "w"), separators=(",", ":"))
    print(name, len(ids), "documents")


def variants(out, names, seed):
    rng = random.Random(seed); records = []
    documents = [[rng.randrange(VOCAB) for _ in range(rng.randint(6, 24))] for _ in range(8)]
    questions = [[[rng.randrange(VOCAB) for _ in range(n)] for n in (5, 4, 6)] for _ in range(2)]
    for name in names or sorted(VARIANTS):
        for change in VARIANTS[name]:
            config = {**FAMILIES[name], **change}
            model = tf.AutoModelForCausalLM.from_config(tf.AutoConfig.for_model(name, **json.loads(json.dumps(config))), attn_implementation="eager")
            folder = tempfile.mkdtemp(); model.save_pretrained(folder)
            from safetensors.numpy import load_file, save_file
            tensors = {n: weights(n, t.shape, name, seed) for n, t in load_file(f"{folder}/model.safetensors").items()}
            save_file(tensors, f"{folder}/model.safetensors", {"format": "pt"})
            model = tf.AutoModelForCausalLM.from_pretrained(folder, attn_implementation="eager", dtype=DOUBLE).eval()
            shutil.rmtree(folder); linearise(model); separate(model)
            result = trace(model, documents, questions, [("ekfac", [("damping_0.1_mean", None, False)])])
            result["last_logits"] = rounded(result.pop("first_document_logits")[-1])
            records.append(dict(config={"model_type": name, **config}, change=change, **result))
            print(name, change, flush=True)
    json.dump(dict(seed=seed, documents=documents, questions=questions, variants=records), open(out, "w"), separators=(",", ":"))


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("form", choices=["family", "variants", "all"]); ap.add_argument("out"); ap.add_argument("families", nargs="*")
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args(); torch.set_num_threads(1)
    if a.form == "family": family(a.out, a.families[0], a.seed)
    elif a.form == "all":
        for name in a.families or sorted(GOLDEN): family(f"{a.out}/{name}", name, a.seed)
        variants(f"{a.out}/variants.json", a.families, a.seed)
    else: variants(a.out, a.families, a.seed)
