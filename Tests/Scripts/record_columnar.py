"""Writes Parquet and Arrow files with pyarrow, and beside each what its rows are.

    python record_columnar.py FOLDER [--seed N] [--few]

Over the matrix of codecs, encodings, page versions, nulls, dictionaries, row groups, page sizes and types. Beside
NAME.parquet or NAME.arrow stands NAME.rows, one line a row: `name:value|name:value`, texts in hexadecimal, reals as
the number of their bits. `--few` writes the small subset that is kept in Tests/Golden/columnar. All of them are
compared by `STEMMA_COLUMNAR_FILES=FOLDER swift test --filter ColumnarTests`.
"""

import argparse
import datetime
import itertools
import os
import random
import struct

import pyarrow as pa
import pyarrow.ipc as ipc
import pyarrow.parquet as pq


def shown(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return "nan" if value != value else str(struct.unpack("<Q", struct.pack("<d", value))[0])
    if isinstance(value, str):
        return '"' + value.encode().hex() + '"'
    if isinstance(value, bytes):
        return '"' + value.hex() + '"'
    if isinstance(value, list):
        return "[" + ",".join(shown(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{shown(item)}" for key, item in value.items()) + "}"
    raise TypeError(type(value))


WORDS = ["slope", "Paris", "naïve", "日本", "🙂", "", "x" * 40, "a\x00b", "the line is 4", "\n"]


def table(random, rows, nulls, repeats, nested, lists=False):
    """A table of every type; `nulls` is the share of values that are null."""

    def column(make, kind, nullable=True):
        values = [None if nullable and random.random() < nulls else make() for _ in range(rows)]
        return pa.array(values, kind)

    pool = [" ".join(random.choices(WORDS, k=5)) for _ in range(4 if repeats else 10_000)]
    text = lambda: random.choice(pool)
    sorted_texts = iter(sorted(f"https://example.org/{random.randrange(10**6):07}" for _ in range(rows)))
    fields = {
        "text": column(text, pa.string()),
        "id": column(lambda: next(sorted_texts), pa.string(), False),
        "large": column(text, pa.large_string()),
        "binary": column(lambda: random.randbytes(random.randrange(9)), pa.binary()),
        "i32": column(lambda: random.randrange(-2**31, 2**31), pa.int32()),
        "i64": column(lambda: random.randrange(-2**63, 2**63), pa.int64()),
        "small": column(lambda: random.randrange(-3, 3), pa.int64()),
        "i16": column(lambda: random.randrange(-2**15, 2**15), pa.int16()),
        "u8": column(lambda: random.randrange(2**8), pa.uint8()),
        "u32": column(lambda: random.randrange(2**32), pa.uint32()),
        "u64": column(lambda: random.randrange(2**64), pa.uint64()),
        "f32": column(lambda: random.choice([0.0, -1.5, float("inf"), float("nan"), 3.25]), pa.float32()),
        "f64": column(lambda: random.gauss(0, 1), pa.float64()),
        "flag": column(lambda: random.random() < 0.5, pa.bool_()),
    }
    if nested:
        kind = pa.struct([("url", pa.string()), ("score", pa.float64()), ("n", pa.int32())])
        make = lambda: {
            "url": None if random.random() < nulls else text(),
            "score": None if random.random() < nulls else random.random(),
            "n": random.randrange(100),
        }
        fields["metadata"] = column(make, kind)
    if lists:
        kind = pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))
        make = lambda: [
            {"role": "user", "content": None if random.random() < nulls else text()}
            for _ in range(random.randrange(3))
        ]
        fields["messages"] = column(make, kind)
    return pa.table(fields)


def parquet_row(row):
    # Of an optional structure that is null, each field is null: what stands in the columns.
    if "metadata" in row and row["metadata"] is None:
        row = dict(row, metadata={"url": None, "score": None, "n": None})
    return row


def write(path, table, rows, writer):
    writer(path)
    with open(os.path.splitext(path)[0] + ".rows", "w") as file:
        for row in rows:
            file.write("|".join(f"{name}:{shown(value)}" for name, value in row.items()) + "\n")


TEXTS, NUMBERS = ["text", "id", "large", "binary"], ["i32", "i64", "small", "i16", "u8", "u32", "u64"]
ENCODINGS = {
    "plain": {},
    "lengths": {name: "DELTA_LENGTH_BYTE_ARRAY" for name in TEXTS},
    "delta": {**{name: "DELTA_BYTE_ARRAY" for name in TEXTS}, **{name: "DELTA_BINARY_PACKED" for name in NUMBERS}},
    "split": {"f32": "BYTE_STREAM_SPLIT", "f64": "BYTE_STREAM_SPLIT", "flag": "RLE"},
}


def iso(seconds, part, unit, type):
    """A moment as ISO 8601 writes it, the second's part without zeros at its end."""
    then = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)
    if pa.types.is_date(type):
        return then.strftime("%Y-%m-%d")
    text = then.strftime("%H:%M:%S" if pa.types.is_time(type) else "%Y-%m-%dT%H:%M:%S")
    if part:
        text += "." + str(part).zfill(len(str(unit)) - 1).rstrip("0")
    return text + ("Z" if getattr(type, "tz", None) else "")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--few", action="store_true")
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    dice = random.Random(options.seed)
    count = 0

    parquet = list(
        itertools.product(
            ["none", "snappy", "gzip", "zstd", "lz4", "brotli"],
            ["1.0", "2.0"],
            ["dictionary", "overflow", *ENCODINGS],
            [0.0, 0.3, 1.0],
            [1, 3],
        )
    )
    arrow = list(itertools.product(["stream", "file"], [None, "lz4", "zstd"], [0.0, 0.3, 1.0], [1, 3], [0, 257]))
    if options.few:
        parquet, arrow = dice.sample(parquet, 18), dice.sample(arrow, 8)

    for codec, version, encoding, nulls, groups in parquet:
        rows = 12 if options.few else dice.choice([1, 7, 200, 1500])
        data = table(dice, rows, nulls, encoding in ("dictionary", "overflow"), nested=True)
        dictionary = encoding in ("dictionary", "overflow")
        settings = dict(
            compression=codec.upper() if codec != "none" else "NONE",
            data_page_version=version,
            use_dictionary=dictionary,
            write_statistics=dice.random() < 0.5,
            row_group_size=max(1, -(-rows // groups)),
            data_page_size=dice.choice([200, 4_000, 1 << 20]),
            write_page_index=dice.random() < 0.3,
            version=dice.choice(["1.0", "2.4", "2.6"]) if "u32" not in data.column_names else "2.6",
        )
        if encoding == "overflow":
            settings["dictionary_pagesize_limit"] = 64
        if not dictionary and ENCODINGS[encoding]:
            settings["column_encoding"] = ENCODINGS[encoding]
        name = f"{options.folder}/{codec}-{version[0]}-{encoding}-{int(nulls * 10)}-{groups}.parquet"
        write(name, data, map(parquet_row, data.to_pylist()), lambda path: pq.write_table(data, path, **settings))
        count += 1

    # Lists of texts, of numbers and of structures; and one that is always there.
    lists = random.Random(options.seed)
    for codec, version, dictionary, nulls, groups in itertools.product(
        ["none", "snappy", "zstd"], ["1.0", "2.0"], [True, False], [0.0, 0.4, 1.0], [1, 3]
    ):
        if options.few and (codec != "zstd" or nulls == 1.0):
            continue
        rows = 12 if options.few else lists.choice([1, 30, 400])
        some = lambda make: [None if lists.random() < nulls else make() for _ in range(rows)]
        word = lambda: None if lists.random() < nulls / 2 else lists.choice(WORDS)
        talk = lambda: [dict(role="user", content=word(), n=lists.randrange(9)) for _ in range(lists.randrange(4))]
        turn = pa.struct([("role", pa.string()), ("content", pa.string()), ("n", pa.int64())])
        data = pa.table(
            {
                "messages": pa.array(some(talk), pa.list_(turn)),
                "tags": pa.array(some(lambda: [word() for _ in range(lists.randrange(5))]), pa.list_(pa.string())),
                "ids": pa.array(some(lambda: [lists.getrandbits(40) for _ in range(3)]), pa.large_list(pa.int64())),
                "text": pa.array(some(lambda: " ".join(lists.choices(WORDS, k=4)))),
            }
        )
        name = f"{options.folder}/lists-{codec}-{version[0]}-{dictionary:d}-{int(nulls * 10)}-{groups}.parquet"
        settings = dict(
            compression=codec, data_page_version=version, use_dictionary=dictionary,
            row_group_size=max(1, -(-rows // groups)), data_page_size=lists.choice([60, 4_000]), write_batch_size=2,
        )
        write(name, data, data.to_pylist(), lambda path: pq.write_table(data, path, **settings))
        count += 1

    for kind, codec, nulls, batches, rows in arrow:
        rows = min(rows, 12) if options.few else rows
        data = table(dice, rows, nulls, True, nested=True, lists=True)
        settings = ipc.IpcWriteOptions(compression=codec)
        name = f"{options.folder}/{kind}-{codec or 'none'}-{int(nulls * 10)}-{batches}-{rows}.arrow"

        def writer(path):
            make = ipc.new_stream if kind == "stream" else ipc.new_file
            with pa.OSFile(path, "wb") as sink, make(sink, data.schema, options=settings) as out:
                out.write_table(data, max_chunksize=max(1, -(-rows // batches)))

        write(name, data, data.to_pylist(), writer)
        count += 1
    # Days, moments and times, also before 1970, as ISO 8601 writes them.
    kinds = dict(
        day=pa.date32(), midnight=pa.date64(), second=pa.timestamp("s"), milli=pa.timestamp("ms", "UTC"),
        micro=pa.timestamp("us", "Europe/Berlin"), nano=pa.timestamp("ns"), clock=pa.time32("s"),
        clock3=pa.time32("ms"), clock6=pa.time64("us"), clock9=pa.time64("ns"),
    )
    scale = dict(s=1, ms=10**3, us=10**6, ns=10**9)
    moments = random.Random(options.seed)
    for nulls, kind in itertools.product([0.0, 0.5], ["plain", "dictionary", "DELTA_BINARY_PACKED", "1.0", "stream"]):
        if options.few and kind not in ("plain", "1.0", "stream"):
            continue
        rows, columns, texts = 40, {}, {}
        for name, type in kinds.items():
            unit = scale.get(getattr(type, "unit", None), 1)
            most, least = (86_400, 0) if pa.types.is_time(type) else (4_000_000_000, -4_000_000_000)
            seconds = [moments.randrange(least, most) for _ in range(rows)]
            parts = [moments.choice([0, moments.randrange(unit)]) for _ in range(rows)]
            if pa.types.is_date(type):
                seconds, parts = [s // 86_400 * 86_400 for s in seconds], [0] * rows
                numbers = [s // 86_400 if name == "day" else s * 1_000 for s in seconds]
            else:
                numbers = [s * unit + part for s, part in zip(seconds, parts)]
            there = [moments.random() >= nulls for _ in range(rows)]
            columns[name] = pa.array(
                [n if t else None for n, t in zip(numbers, there)],
                pa.int32() if name in ("day", "clock", "clock3") else pa.int64(),
            ).cast(type)
            texts[name] = [
                iso(s, part, unit, type) if t else None for s, part, t in zip(seconds, parts, there)
            ]
        data = pa.table(columns)
        if kind != "stream":
            # Parquet knows no seconds and no days in milliseconds; its first version no nanoseconds either.
            if kind == "1.0":
                data = data.drop_columns(["nano", "clock9"])
        listing = [{name: texts[name][row] for name in data.column_names} for row in range(rows)]
        name = f"{options.folder}/times-{kind}-{int(nulls * 10)}.{'arrow' if kind == 'stream' else 'parquet'}"

        def writer(path):
            if kind == "stream":
                with pa.OSFile(path, "wb") as sink, ipc.new_stream(sink, data.schema) as out:
                    out.write_table(data)
            else:
                encoding = {name: kind for name in data.column_names} if kind.startswith("DELTA") else None
                pq.write_table(
                    data, path, use_dictionary=kind == "dictionary", column_encoding=encoding, store_schema=False,
                    version="1.0" if kind == "1.0" else "2.6",
                )

        write(name, data, listing, writer)
        count += 1
    print(count, "files")


main()
