#!/usr/bin/env python3
"""Writes the character classes of `tokenizers`' regular expressions as Swift tables.

    python Tests/Scripts/record_unicode.py > Sources/Tokenization/Unicode/UnicodeTables+Data.swift

Every class is asked of the library itself (Oniguruma inside, Unicode 16), so that results equal its own
whatever Unicode version other libraries follow. Scripts' names are those of Unicode 16.
Needs from PyPI: tokenizers.
"""
import unicodedata
from tokenizers import Regex, pre_tokenizers as pt

CATEGORIES = "Cc Cf Co Ll Lm Lo Lt Lu Mc Me Mn Nd Nl No Pc Pd Pe Pf Pi Po Ps Sc Sk Sm So Zl Zp Zs".split()
PROPERTIES = ["Alphabetic", "Uppercase", "Lowercase", "Emoji", "Emoji_Presentation", "Emoji_Modifier", "Emoji_Modifier_Base",
              "Emoji_Component", "Extended_Pictographic", "Ideographic", "Math", "Dash", "Hex_Digit", "Punct", "Alnum", "Blank", "Cntrl", "Graph", "Print"]
POSIX = ["alnum", "alpha", "lower", "upper", "punct", "graph", "print", "word"]
SCRIPTS = """Adlam Ahom Anatolian_Hieroglyphs Arabic Armenian Avestan Balinese Bamum Bassa_Vah Batak Bengali Bhaiksuki Bopomofo Brahmi
Braille Buginese Buhid Canadian_Aboriginal Carian Caucasian_Albanian Chakma Cham Cherokee Chorasmian Common Coptic Cuneiform Cypriot
Cypro_Minoan Cyrillic Deseret Devanagari Dives_Akuru Dogra Duployan Egyptian_Hieroglyphs Elbasan Elymaic Ethiopic Garay Georgian
Glagolitic Gothic Grantha Greek Gujarati Gunjala_Gondi Gurmukhi Gurung_Khema Han Hangul Hanifi_Rohingya Hanunoo Hatran Hebrew Hiragana
Imperial_Aramaic Inherited Inscriptional_Pahlavi Inscriptional_Parthian Javanese Kaithi Kannada Katakana Kawi Kayah_Li Kharoshthi
Khitan_Small_Script Khmer Khojki Khudawadi Kirat_Rai Lao Latin Lepcha Limbu Linear_A Linear_B Lisu Lycian Lydian Mahajani Makasar
Malayalam Mandaic Manichaean Marchen Masaram_Gondi Medefaidrin Meetei_Mayek Mende_Kikakui Meroitic_Cursive Meroitic_Hieroglyphs Miao
Modi Mongolian Mro Multani Myanmar Nabataean Nag_Mundari Nandinagari New_Tai_Lue Newa Nko Nushu Nyiakeng_Puachue_Hmong Ogham Ol_Chiki
Ol_Onal Old_Hungarian Old_Italic Old_North_Arabian Old_Permic Old_Persian Old_Sogdian Old_South_Arabian Old_Turkic Old_Uyghur Oriya
Osage Osmanya Pahawh_Hmong Palmyrene Pau_Cin_Hau Phags_Pa Phoenician Psalter_Pahlavi Rejang Runic Samaritan Saurashtra Sharada Shavian
Siddham SignWriting Sinhala Sogdian Sora_Sompeng Soyombo Sundanese Sunuwar Syloti_Nagri Syriac Tagalog Tagbanwa Tai_Le Tai_Tham
Tai_Viet Takri Tamil Tangsa Tangut Telugu Thaana Thai Tibetan Tifinagh Tirhuta Todhri Toto Tulu_Tigalari Ugaritic Vai Vithkuqi Wancho
Warang_Citi Yezidi Yi Zanabazar_Square""".split()


def find(pattern, codes, text):
    """Runs of characters that match, as inclusive ranges of code points."""
    pieces = pt.Split(Regex(f"(?:{pattern})+"), "removed").pre_tokenize_str(text)
    found, at = [], 0
    for _, (start, end) in pieces:
        found += codes[at:start]; at = end
    found += codes[at:]
    ranges = []
    for code in found:
        if ranges and ranges[-1][1] == code - 1: ranges[-1][1] = code
        else: ranges.append([code, code])
    return ranges


def packed(ranges):
    """Gaps and lengths less one, in hexadecimal; a length of one character is left out."""
    out, end = [], 0
    for low, high in ranges:
        out.append(f"{low - end:x}" + (f".{high - low:x}" if high > low else "")); end = high + 1
    return " ".join(out)


everything = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
assigned = find(r"[^\p{Cn}\p{Co}]", everything, "".join(map(chr, everything)))
codes = [c for low, high in assigned for c in range(low, high + 1)]
text = "".join(map(chr, codes))
print("// swift-format-ignore-file\n// Written by Tests/Scripts/record_unicode.py; change that and run it again.\n")
print("extension UnicodeTables {\n  /// Classes by their names in lower case without separators: gaps and lengths in hexadecimal.\n  static let packed: [String: String] = [")
done = {}
for kind, names in (("p", CATEGORIES + PROPERTIES + SCRIPTS), ("posix", POSIX)):
    for name in names:
        pattern = rf"\p{{{name}}}" if kind == "p" else f"[[:{name}:]]"
        ranges = [[0xE000, 0xF8FF], [0xF0000, 0xFFFFD], [0x100000, 0x10FFFD]] if name == "Co" else find(pattern, codes, text)
        if name in ("Extended_Pictographic", "Graph", "graph", "Print", "print"): ranges = find(pattern, everything, "".join(map(chr, everything)))
        key = ("" if kind == "p" else "[") + name.lower().replace("_", "")
        value = packed(ranges)
        print(f'    "{key}": "{done.get(value) and "=" + done[value] or value}",')
        done.setdefault(value, key)
ranges = find(r"\w", codes, text)
print(f'    "\\\\w": "{packed(ranges)}",')
kind = {}
for name in CATEGORIES:
    for low, high in find(rf"\p{{{name}}}", codes, text):
        for code in range(low, high + 1): kind[code] = name
changed, old = [], unicodedata.unidata_version
for code in codes:
    if unicodedata.category(chr(code)) != kind.get(code):
        if changed and changed[-1][1] == code - 1: changed[-1][1] = code
        else: changed.append([code, code])
print(f'    "changed": "{packed(changed)}",')
print("  ]\n")
print(f"  /// Characters whose category is another than in this version of Unicode stand under `changed`.\n  static let changedSince = \"{old}\"\n}}")
