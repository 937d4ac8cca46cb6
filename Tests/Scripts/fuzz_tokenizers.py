#!/usr/bin/env python3
"""Compares Stemma's tokenizers with Hugging Face's on random text.

    python Tests/Scripts/fuzz_tokenizers.py OUT [--count 10000] [--seed 1] [--kinds a,b] [--run]

OUT gets one JSON file for each kind of tokenizer: a small tokenizer of that kind, random strings of
code points assigned in Unicode 14, and what `tokenizers` makes of them. `--run` then has the Swift
tests compare (in release, so that it takes a minute). The sample in Tests/Golden/tokenizers
was made with `--count 50`.

Needs from PyPI: tokenizers (0.23.3 made the sample). Python 3.11 has the tables of Unicode 14.
"""
import argparse, json, os, random, subprocess, unicodedata

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers as nm
from tokenizers import pre_tokenizers as pt, processors, trainers

ASSIGNED = [c for c in range(0x110000) if unicodedata.category(chr(c)) not in ("Cn", "Cs")]
COMMON = [c for c in ASSIGNED if c < 0x3000 and unicodedata.category(chr(c)) != "Co"]
MARKS = [c for c in ASSIGNED if unicodedata.category(chr(c))[0] == "M"]
ODD = [0x17F, 0x212A, 0x180E, 0x85, 0xA0, 0x200B, 0x200C, 0x200D, 0x2028, 0x3000, 0xFEFF, 0x1E9E, 0xDF,
       0x130, 0x131, 0x3A3, 0x3C2, 0xFB01, 0xFB06, 0xAC00, 0x1100, 0x1161, 0x11A8, 0xFF9E, 0xFF76, 0x2581,
       0xB2, 0xBD, 0x2167, 0x660, 0x966, 0xFFFD, 0x1D7CE, 0x1F1E6, 0x1F468, 0xFE0F, 0x11938, 0x11935, 0x11930,
       0x0, 0x1, 0x7F, 0xAD, 0x345, 0x1E130, 0xF900, 0x2F800, 0x958, 0x9BE, 0x9C7, 0x1133E, 0x2E52]
WORDS = """the of slope points answer don't DON'T I'm we'll They'Ve it's 'S 'RE 're 'd x's naïve Ünïcödé 日本語 日本
한국어 и русский ελληνικά العربية עברית हिन्दी ไทย code def return self.x foo_bar CamelCase HTTPServer ﬁne ㎏ ①②
e\u0301a\u0300\u0316 1 12 123 1234 12345 3.14 1,000 ½ ² Ⅷ ٣ == != -> // /* */ #!/bin {} [] () ... !!! ?? “q” — 🙂 👨‍👩‍👧 🇩🇪
<s> </s> <|endoftext|> <|im_start|> [MASK] <pad> world wörld ▁ ▁▁ Ġ <0x0A> www.example.org a@b.c""".split()
SPACES = [" ", " ", " ", " ", "  ", "   ", "\n", "\n\n", "\t", "\r\n", " \n ", "\u00a0", "\u3000", "", "    "]


def text(rng):
    out = []
    for _ in range(rng.choice([0, 1, 2, 3, 5, 8, 13, 30])):
        r = rng.random()
        if r < .5: out.append(rng.choice(WORDS))
        elif r < .6: out.append(str(rng.randint(0, 10 ** rng.randint(1, 9))))
        elif r < .7: out.append("".join(chr(rng.choice(ODD)) for _ in range(rng.randint(1, 4))))
        elif r < .8: out.append("".join(chr(rng.choice(COMMON)) for _ in range(rng.randint(1, 6))))
        elif r < .87: out.append(rng.choice("aeoEnkか") + "".join(chr(rng.choice(MARKS)) for _ in range(rng.randint(1, 3))))
        elif r < .95: out.append("".join(chr(rng.choice(ASSIGNED)) for _ in range(rng.randint(1, 5))))
        elif r < .98: out.append("".join(rng.choice("abcdeXYZ \n'.") for _ in range(rng.randint(1, 40))))
        else: out.append(rng.choice("a =-▁") * rng.randint(2, 60))
        if rng.random() < .8: out.append(rng.choice(SPACES))
    return "".join(out)


LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
QWEN2 = LLAMA3.replace("{1,3}", "")
CL100K = r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"
O200K = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
         r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
         r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")
DEEPSEEK = [r"\p{N}{1,3}", r"[一-龥぀-ゟ゠-ヿ]+",
            r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"]
BYTES = pt.ByteLevel(add_prefix_space=False, use_regex=False)


def split(*patterns): return [pt.Split(Regex(p), "isolated") for p in patterns]


def bos(name): return processors.TemplateProcessing(single=name + " $A", pair=name + " $A $B", special_tokens=[(name, 1)])


def special(*names): return [AddedToken(n, special=True, normalized=False) for n in names]


# name: (normalizer, pre_tokenizer, decoder, model options, added tokens, post-processor, byte alphabet)
def kinds():
    level = decoders.ByteLevel()
    spaces = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    llama2 = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    yield "gpt2", None, pt.ByteLevel(add_prefix_space=False), level, {}, special("<|endoftext|>"), None, "bytes"
    yield "prefix", None, pt.ByteLevel(add_prefix_space=True), level, {}, special("<s>", "</s>") + [AddedToken("[MASK]", lstrip=True)], \
        processors.RobertaProcessing(("</s>", 2), ("<s>", 1), trim_offsets=False), "bytes"
    yield "llama3", None, pt.Sequence(split(LLAMA3) + [BYTES]), level, {"ignore_merges": True}, special("<|endoftext|>", "<s>"), \
        processors.Sequence([processors.ByteLevel(trim_offsets=False), bos("<s>")]), "bytes"
    yield "qwen2", nm.NFC(), pt.Sequence(split(QWEN2) + [BYTES]), level, {}, special("<|endoftext|>", "<|im_start|>"), None, "bytes"
    yield "cl100k", None, pt.Sequence(split(CL100K) + [BYTES]), level, {}, special("<|endoftext|>"), None, "bytes"
    yield "o200k", None, pt.Sequence(split(O200K) + [BYTES]), level, {"ignore_merges": True}, special("<|endoftext|>"), None, "bytes"
    yield "deepseek", nm.Sequence([]), pt.Sequence(split(*DEEPSEEK) + [BYTES]), level, {}, special("<|endoftext|>"), None, "bytes"
    yield "falcon", None, pt.Sequence([pt.Punctuation("contiguous"), pt.ByteLevel(add_prefix_space=False), pt.Digits(False),
                                       pt.Split(Regex("[0-9][0-9][0-9]"), "isolated")]), level, {}, special("<|endoftext|>"), None, "bytes"
    yield "digits", None, pt.Sequence([pt.Digits(True), pt.ByteLevel(add_prefix_space=False)]), level, {}, special("<|endoftext|>"), None, "bytes"
    yield "neox", nm.NFC(), pt.ByteLevel(add_prefix_space=False), level, {}, special("<|endoftext|>") + \
        [AddedToken(" " * n, normalized=True) for n in range(2, 9)], None, "bytes"
    yield "llama2", nm.Sequence([nm.Prepend("▁"), nm.Replace(" ", "▁")]), None, llama2, \
        {"byte_fallback": True, "fuse_unk": True, "unk_token": "<unk>"}, special("<unk>", "<s>", "</s>"), bos("<s>"), "fallback"
    yield "gemma", nm.Replace(" ", "▁"), pt.Split(" ", "merged_with_previous"), spaces, \
        {"byte_fallback": True, "fuse_unk": True, "unk_token": "<unk>"}, special("<unk>", "<s>") + [AddedToken("\n\n"), AddedToken("▁▁")], bos("<s>"), "fallback"
    yield "metaspace", None, pt.Metaspace(prepend_scheme="first"), decoders.Metaspace(prepend_scheme="first"), \
        {"byte_fallback": True, "unk_token": "<unk>"}, special("<unk>", "<s>"), None, "fallback"
    yield "unknown", nm.NFKC(), pt.Metaspace(prepend_scheme="always"), decoders.Metaspace(prepend_scheme="always"), \
        {"unk_token": "<unk>"}, special("<unk>"), None, None
    yield "fused", nm.Lowercase(), pt.Sequence([pt.WhitespaceSplit(), pt.Punctuation("isolated")]), None, \
        {"unk_token": "<unk>", "fuse_unk": True}, special("<unk>"), None, None
    yield "silent", nm.Sequence([nm.NFD(), nm.StripAccents()]), pt.Whitespace(), decoders.BPEDecoder(suffix="</w>"), \
        {"end_of_word_suffix": "</w>"}, special("<pad>"), None, None
    yield "nfkd", nm.Sequence([nm.Strip(), nm.NFKD(), nm.Lowercase(), nm.Replace(Regex(r"\s+"), " "), nm.Replace("''", '"')]), \
        pt.Split(Regex(r"\w+|\d"), "merged_with_next"), decoders.Fuse(), {"unk_token": "<unk>"}, special("<unk>"), None, None
    yield "inverted", None, pt.Sequence([pt.Split(Regex(r"\p{L}+|\h"), "removed", invert=True), pt.Split("a", "contiguous"),
                                         pt.Split("e", "merged_with_previous")]), None, {"continuing_subword_prefix": "##"}, [], None, None
    yield "added", nm.Lowercase(), pt.ByteLevel(add_prefix_space=False), level, {}, special("<|endoftext|>") + [
        AddedToken("[MASK]", lstrip=True, rstrip=True, special=True, normalized=False), AddedToken("world", single_word=True),
        AddedToken("FOO", normalized=True), AddedToken("<pad>", rstrip=True, normalized=False), AddedToken("Slope", single_word=True, normalized=False),
        AddedToken("the", lstrip=True, single_word=True, normalized=True)], \
        processors.Sequence([processors.ByteLevel(trim_offsets=False), bos("<|endoftext|>")]), "bytes"


def build(kind, rng):
    name, norm, pre, decoder, options, added, post, alphabet = kind
    tok = Tokenizer(models.BPE(**options))
    if norm: tok.normalizer = norm
    if pre: tok.pre_tokenizer = pre
    if decoder: tok.decoder = decoder
    initial = pt.ByteLevel.alphabet() if alphabet == "bytes" else []
    specials = [a for a in added if a.special]
    if alphabet == "fallback": specials = specials + [f"<0x{b:02X}>" for b in range(256)]
    options = {k: v for k, v in options.items() if k in ("continuing_subword_prefix", "end_of_word_suffix")}
    # Merges may span whole texts where nothing splits them, so training texts are single words there.
    texts = [text(rng) for _ in range(600)]
    if name == "llama2": texts = [w for t in texts for w in t.split(" ")]
    tok.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=900, special_tokens=specials, initial_alphabet=initial,
                                                       limit_alphabet=220, show_progress=False, **options))
    tok.add_tokens([a for a in added if not a.special])
    if alphabet == "fallback":
        # Only training needed the bytes as special tokens.
        data = json.loads(tok.to_str())
        data["added_tokens"] = [a for a in data["added_tokens"] if not a["content"].startswith("<0x")]
        tok = Tokenizer.from_str(json.dumps(data))
    if post: tok.post_processor = post
    return tok


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default="")
    parser.add_argument("--run", action="store_true")
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    for number, kind in enumerate(kinds()):
        if options.kinds and kind[0] not in options.kinds.split(","): continue
        rng = random.Random(options.seed * 1000 + number)
        tok = build(kind, rng)
        cases = []
        for _ in range(options.count):
            t = text(rng)
            e = tok.encode(t)
            place = [0]
            for c in t: place.append(place[-1] + len(c.encode()))
            case = {"text": t, "ids": e.ids, "plain": tok.encode(t, add_special_tokens=False).ids == e.ids,
                    "decoded": tok.decode(e.ids), "full": tok.decode(e.ids, skip_special_tokens=False)}
            # Where text is normalised the reference places composed characters on their first part only.
            if kind[1] is None: case["offsets"] = [[place[a], place[b]] for a, b in e.offsets]
            cases.append(case)
        path = os.path.join(options.out, kind[0] + ".json")
        with open(path, "w") as f:
            json.dump({"tokenizer": json.loads(tok.to_str()), "cases": cases}, f, ensure_ascii=True, separators=(",", ":"))
        print(path, tok.get_vocab_size(), sum(len(c["ids"]) for c in cases), flush=True)
    if options.run:
        subprocess.run(["swift", "test", "-c", "release", "--filter", "RecordedTokenizationTests"],
                       env=dict(os.environ, STEMMA_RECORDED_TOKENS=os.path.abspath(options.out)), check=True)


main()
