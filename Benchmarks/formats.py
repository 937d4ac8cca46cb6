#!/usr/bin/env python3
"""How fast corpora are read, by format, beside pyarrow's Parquet.

    python Benchmarks/formats.py [--program .build/release/stemma] [--documents 200000]

Writes the same documents in every format, lets `stemma bench --reading` read each three times and takes
the fastest. All times are seconds of a processor, since each reads on one thread. Of Parquet the time is set
beside pyarrow's for the same column, once as Arrow memory and once as Python's strings: reading the records alone,
without what makes documents of them (their types are guessed from their words).

Needs from PyPI: pyarrow numpy tokenizers.
"""
import argparse, bz2, gzip, json, lzma, os, random, re, shutil, subprocess, tempfile, time
import numpy as np, pyarrow as pa, pyarrow.csv as pc, pyarrow.feather as pf, pyarrow.parquet as pq
from tokenizers import Tokenizer

WORDS = "the slope of a line is rise over run so we divide by x and add 3 to 12 then print(result) for each point".split()


def fastest(body, times=3):
    best = float("inf")
    for _ in range(times):
        start = time.process_time(); body(); best = min(best, time.process_time() - start)
    return best


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--program", default=".build/release/stemma"); ap.add_argument("--documents", type=int, default=200_000)
    ap.add_argument("--checkpoint", default="SampleData/checkpoint"); ap.add_argument("--only", default="", help="formats in whose name this is")
    a = ap.parse_args()
    rng = random.Random(1); work = tempfile.mkdtemp()
    texts = [" ".join(rng.choices(WORDS, k=rng.randint(20, 60))) for _ in range(a.documents)]
    size = sum(len(t) for t in texts)
    print(f"{a.documents} documents, {size / 1e6:.1f} MB of text; {re.search(r'model name.*: (.*)', open('/proc/cpuinfo').read()).group(1)}")
    lines = "".join(json.dumps(dict(text=t)) + "\n" for t in texts).encode()
    table = pa.table(dict(text=texts))
    files = {"docs.jsonl": lambda p: open(p, "wb").write(lines), "docs.jsonl.gz": lambda p: gzip.open(p, "wb", 6).write(lines),
             "docs.jsonl.bz2": lambda p: bz2.open(p, "wb").write(lines), "docs.jsonl.xz": lambda p: lzma.open(p, "wb", preset=1).write(lines),
             "docs.json": lambda p: json.dump([dict(text=t) for t in texts], open(p, "w")),
             "docs.csv": lambda p: pc.write_csv(table, p)}
    for codec in ("NONE", "SNAPPY", "ZSTD", "GZIP", "LZ4", "BROTLI"):
        files[f"{codec.lower()}.parquet"] = lambda p, codec=codec: pq.write_table(table, p, compression=codec, row_group_size=20_000)
    files["plain.parquet"] = lambda p: pq.write_table(table, p, compression="SNAPPY", use_dictionary=False, row_group_size=20_000)

    def stream(path):
        with pa.ipc.new_stream(path, table.schema) as w: w.write_table(table, max_chunksize=1_000)
    files["docs.arrow"] = stream
    files["zstd.feather"] = lambda p: pf.write_feather(table, p, compression="zstd", chunksize=1_000)

    def tokens(path):
        encoded = Tokenizer.from_file(f"{a.checkpoint}/tokenizer.json").encode_batch(texts, add_special_tokens=False)
        end = json.load(open(f"{a.checkpoint}/config.json"))["eos_token_id"]
        np.save(path, np.array([i for e in encoded for i in e.ids + [end]], dtype=np.uint16))
    files["docs.npy"] = tokens
    for name, write in files.items():
        if a.only not in name: continue
        path = f"{work}/{name}"; write(path)
        best = {}
        for _ in range(3):
            done = subprocess.run([a.program, "bench", "--reading", "--corpus", path, "--checkpoint", a.checkpoint], capture_output=True, text=True)
            if done.returncode: raise SystemExit(done.stderr)
            for line in done.stdout.splitlines():
                what, seconds = re.match(r"([a-z ]+): \d+ documents, [\d.]+ MB of text in [\d.]+ s \(([\d.]+) s of a processor", line).groups()
                best[what] = min(best.get(what, 9e9), float(seconds))
        alone, read, cut = best["records alone"], best["read"], best["read and cut into passages"]
        line = f"| {name} | {os.path.getsize(path) / 1e6:.1f} | {alone:.2f} | {read:.2f} | {a.documents / read:,.0f} | {a.documents / cut:,.0f} |"
        if name.endswith(".parquet"):
            arrow = fastest(lambda: pq.read_table(path, columns=["text"], use_threads=False))
            python = fastest(lambda: pq.read_table(path, columns=["text"], use_threads=False)["text"].to_pylist())
            line += f" {arrow:.2f} ({arrow / alone:.0%}) | {python:.2f} ({python / alone:.0%}) |"
        else: line += " – | – |"
        print(line, flush=True)
        os.remove(path)
    shutil.rmtree(work)


if __name__ == "__main__": main()
