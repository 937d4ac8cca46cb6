#!/usr/bin/env python3
"""Records how `tokenizers` cuts text by regular expressions that other engines read otherwise.

    python Tests/Scripts/record_patterns.py > Tests/Golden/patterns.json [SEED]

The vocabulary is the bytes; a space is put before each piece, so that the ids show where pieces begin.
Needs from PyPI: tokenizers.
"""
import json, random, sys, unicodedata
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers as pt

rng = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
ALPHABET = sorted(pt.ByteLevel.alphabet())
VOCAB = {c: i for i, c in enumerate(ALPHABET)}


def hashed(ids):
    state = 0xCBF29CE484222325
    for i in ids: state = ((state ^ i) * 0x100000001B3) & (2**64 - 1)
    return f"{state:016x}"


# Characters where some class begins or ends, in any Unicode version from 14 to 16, and some from between.
edges = set()
for name in "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Cf Han Common Latin".split():
    codes = [c for c in range(0x40000) if not 0xD800 <= c < 0xE000] + list(range(0xE0000, 0xE0200))
    pieces = pt.Split(Regex(rf"\p{{{name}}}+"), "isolated").pre_tokenize_str("".join(map(chr, codes)))
    for _, (start, end) in pieces:
        for at in (start - 1, start, end - 1, end):
            if 0 <= at < len(codes): edges.add(codes[at])
edges = [c for c in sorted(edges) if rng.random() < 0.5 or 0x1FA00 < c < 0x1FB00]
rng.shuffle(edges)
EDGES = "".join(map(chr, edges))
WORDS = ["the", "Hello", "naïve", "日本語", "東京。", "「六」", "a🫨b", "🪿", "x²", "½cup", "don't", "WORLD", "МОСКВА", "ελληνικά", "१२३", "١٢٣x",
         "foo_bar", "3.14", "$5", "+−×", "\n", "\t", "  ", "…", "¿Qué?", "‿", "ⅷ", "𞤀", "𖵀", "𞓐", "ꟋꟚ", "e\u0301", "\u00a0", "\u180e", "12345", "é1b"]
PATTERNS = [
    r"[\p{Han}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+(?i:'s|'t)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s+(?!\S)|\s+",
    r"[\p{L}&&[^a-z]]+|[a-z]+", r"[a-z&&[aeiou]]+", r"[^a-z&&[aeiou]]+", r"[a[bc[d-f]]]+", r"[[:alpha:]&&[:^upper:]]+", r"[\w&&[^\d_]]+", r"[\p{L}[0-9]]+",
    r"[[a-m][^\p{ASCII}]]+", r"[\p{L}&&\p{Latin}&&[^A-Z]]+", r"[^[:space:][a-c]]+", r"[\S&&\W]+", r"[]a]+", r"[a\-z]+", r"[-a]+", r"[a-]+", r"[\x{41}-\x{5A}\x61]+", r"[\w-]+",
    r"\d{1,3}\b|.", r"\b\w+\b", r"\B.", r"\bé", r"[[:punct:]]+|[^[:punct:]]+", r"[[:^punct:]]+", r"\p{Han}+|[^\p{Han}]+", r"\p{^Han}+", r"\P{L}+", r"[\P{L}a]+",
    r"[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+", r"[\p{Hiragana}\p{Katakana}ー]+", r"\p{Emoji}+", r"\p{Extended_Pictographic}",
    r"\p{Alphabetic}+", r"\p{lowercase letter}+", r"\p{Uppercase_Letter}\p{Lowercase-Letter}*", r"\h+", r"\H", r"\w{1,2}+", r"[\h\s]+", r"[\D]+", r"(?i)[a-cÉ]+",
    r"(?m).+", r"(?m:.)+", r"(?mi)[h-w].", r"(?-m).+", r"(?i-m:h.)l", r"o(?i)R|l|t", r"(?:o(?i)R|E)|l", r"(?i)\p{Lu}+",
    r"\v", r"[\v]", r"l{,2}", r"l{,0}", r"l{2}?o", r"(?:l|o){2}?", r"l{1,2}?o", r"o\Eb", r"\Q", r"\V", r"\i|\l|\U|\T|\q|\m", r"\p{Word}+", r"\p{^Word}+", r"[\p{Word}]+",
] + [rf"\p{{{n}}}+" for n in "L Lu Ll Lt Lm Lo M Mn Mc N Nd Nl No P Pc Pd Ps Po S Sm Sc Sk So Z Zs C Cc Cf Latin Greek Cyrillic Common Inherited Arabic Thai Hangul Devanagari Punct Alnum".split()] \
  + [rf"[[:{n}:]]+" for n in "alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit".split()] + [r"\w+", r"\W+", r"\d+", r"\s+", r"\S+"]

cases = []
for pattern in PATTERNS:
    tok = Tokenizer(models.BPE(VOCAB, []))
    tok.pre_tokenizer = pt.Sequence([pt.Split(Regex(pattern), "isolated"), pt.ByteLevel(add_prefix_space=True, use_regex=False)])
    tok.decoder = decoders.ByteLevel()
    texts = [" ".join(rng.choice(WORDS) for _ in range(14)), "".join(rng.choice(WORDS) for _ in range(14))]
    ids = tok.encode(EDGES).ids
    cases.append(dict(pattern=pattern, texts=[dict(text=t, ids=tok.encode(t).ids) for t in texts], edges=len(ids), hash=hashed(ids)))
json.dump(dict(alphabet=ALPHABET, edges=edges, cases=cases), sys.stdout, ensure_ascii=True, separators=(",", ":"))
