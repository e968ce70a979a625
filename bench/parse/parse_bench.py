#!/usr/bin/env python3
"""How fast messages are understood, as ratios to peers on the same messages in the same run.

    parse_bench.py QINGDAN [CORPUS.jsonl …] [--peers FOLDER]

Feeds the corpus, many times over with other house numbers, to `QINGDAN parse` on one core and to chrono-node and
@microsoft/recognizers-text-suite (FOLDER/node_modules, `npm ci` in bench/parse), which only look for dates and numbers. Each is timed
without its start; a message of 100 kB is compared with one of 100 bytes. Prints a line a figure.
"""
import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def messages(paths, wanted):
    """Different texts: the corpus again and again, its figures changed."""
    read = [json.loads(line) for path in paths for line in open(path, encoding="utf-8") if line.strip()]
    rng = random.Random(1)
    out = []
    while len(out) < wanted:
        for item in read:
            text = "".join(rng.choice("123456789") if c.isdigit() and c.isascii() else c for c in item["text"]) if len(out) >= len(read) else item["text"]
            out.append({"id": str(len(out)), "text": text, "now": item["now"], "chat": item["chat"]})
    return out[:wanted]


def seconds(command, feed):
    with tempfile.TemporaryFile() as source:
        source.write(feed)
        source.seek(0)
        start = time.perf_counter()
        subprocess.run(command, stdin=source, stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - start


def lines(items):
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items).encode()


def rate(command, items):
    """Messages a second, the start of the program taken off."""
    start = min(seconds(command, lines(items[:1])) for _ in range(3))
    took = min(seconds(command, lines(items)) for _ in range(3))
    return len(items) / max(took - start, 1e-6)


def peer(name, folder, items):
    """Messages a second of a peer, timed by itself inside Node."""
    done = subprocess.run(["node", str(HERE / "peers.mjs"), name], input=lines(items), stdout=subprocess.PIPE,
                          cwd=folder, check=True, env={**os.environ, "NODE_PATH": str(pathlib.Path(folder) / "node_modules")})
    return float(done.stdout)


def linear(program, now):
    """Seconds for a message of 100 kB over seconds for one of 100 bytes."""
    text = "3号楼502王阿婆明天午饭一份，精神很好，"
    short = text.encode()[:99].decode(errors="ignore")
    long = text * (100_000 // len(text.encode()))
    item = {"id": "1", "now": now, "chat": "private"}
    many = [dict(item, text=short)] * 20_000
    few = [dict(item, text=long)] * 20
    return (1 / rate(program, few)) / (1 / rate(program, many))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("program", nargs="?", default=str(ROOT / "build/bin/qingdan"))
    p.add_argument("corpus", nargs="*", default=[str(ROOT / "tests/corpus" / f) for f in ("messages.jsonl", "chatter.jsonl")])
    p.add_argument("--peers", default=str(HERE), help="the folder with node_modules of the peers")
    a = p.parse_args()
    command = [a.program, "parse"]
    items = messages(a.corpus, 50_000)
    ours = rate(command, items)
    print("parse: %.0f messages/s, %.1f us each" % (ours, 1e6 / ours))
    print("parse: 100 kB takes %.0f times as long as 100 bytes (goal: at most 1000)" % linear(command, items[0]["now"]))
    if not (pathlib.Path(a.peers) / "node_modules").is_dir():
        print("peers: not installed (npm ci in bench/parse)", file=sys.stderr)
        return
    for name, count, goal in (("chrono-node", 5_000, 3), ("recognizers-text", 300, 300)):
        theirs = peer(name, a.peers, items[:count])
        print("parse: %.1f times %s, %.0f messages/s (goal: %d)" % (ours / theirs, name, theirs, goal))


if __name__ == "__main__":
    main()
