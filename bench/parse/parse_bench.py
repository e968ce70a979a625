#!/usr/bin/env python3
"""How fast messages are understood, as ratios to peers on the same messages in the same run.

    parse_bench.py [QINGDAN] [CORPUS.jsonl …] [--peers FOLDER] [--lines N]

Feeds the corpus, many times over with other figures, to `QINGDAN parse` and to chrono-node and @microsoft/recognizers-text-suite
(FOLDER/node_modules, `npm ci` in bench/parse), which only look for dates and numbers and get their messages as objects. Each is
timed by the CPU time that it took, its start left out, the best of several rounds: others on the same machine disturb that least.
Then: a message of 100 kB beside one of 100 bytes, and the memory after 10,000 lines beside that after a million.
"""
import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def messages(paths, wanted):
    """Different texts: the corpus again and again, its figures changed."""
    read = [json.loads(line) for path in paths for line in open(path, encoding="utf-8") if line.strip()]
    rng = random.Random(1)
    out = []
    while len(out) < wanted:
        for item in read:
            text = item["text"]
            if len(out) >= len(read):
                text = "".join(rng.choice("123456789") if c.isdigit() and c.isascii() else c for c in text)
            out.append({"id": str(len(out)), "text": text, "now": item["now"], "chat": item["chat"]})
    return out[:wanted]


def line(item):
    return (json.dumps(item, ensure_ascii=False) + "\n").encode()


# The peak memory of a process begins with that of the one it was forked from: a small one has to do it.
LAUNCHER = """
import os, resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
"""


def run(command, feed):
    """CPU seconds and peak memory in MiB of the command with the open file as its input."""
    feed.seek(0)
    done = subprocess.run([sys.executable, "-I", "-S", "-c", LAUNCHER, *command], stdin=feed, stdout=subprocess.PIPE, check=True)
    status, seconds, memory = done.stdout.split()
    if int(status) != 0:
        sys.exit("%s failed with status %s" % (" ".join(command), status.decode()))
    return float(seconds), float(memory)


def spool(items):
    feed = tempfile.TemporaryFile()
    feed.writelines(line(item) for item in items)
    feed.flush()
    return feed


def microseconds(command, items, rounds=5):
    """CPU time of one message, the start of the program taken off."""
    with spool(items[:1]) as one, spool(items) as all_of_them:
        start = min(run(command, one)[0] for _ in range(rounds))
        took = min(run(command, all_of_them)[0] for _ in range(rounds))
    return max(took - start, 1e-6) * 1e6 / len(items)


def peer(name, folder, items, rounds):
    done = subprocess.run(["node", str(HERE / "peers.mjs"), name, str(rounds)], input=b"".join(line(item) for item in items),
                          stdout=subprocess.PIPE, cwd=folder, check=True)
    return float(done.stdout)


# Long messages of each kind that somebody may write or paste; none may cost more for its length than for its size.
KINDS = {
    "orders": "3号楼502王阿婆明天午饭一份，精神很好，",
    "figures": "1380000",
    "numerals": "一百二十",
    "surnames": "王李张刘陈",
    "commas": "，,、",
    "relay": "\n1. 3号楼502王阿婆 一份",
    "quotes": "「」「",
    "brackets": "（[(【",
    "days": "明天周三6月18日到20日、",
    "visits": "走访了3号楼502王阿婆，独居，精神很好，灯坏了，已报物业，下周再去；",
    "burdens": "本周开了3个会，填了5张表，街道安全办要的，建议合并，",
    "labels": "姓名：王阿婆 地址：3号楼502；",
    "mentions": "@轻担 @王阿婆 ",
    "letters": "abcdefgh ",
    "signs": "没有摔倒 煤气味",
}


def linear(command, now):
    """Prints for each kind the CPU time of a message of 100 kB over that of one of 100 bytes."""
    for kind, piece in KINDS.items():
        size = len(piece.encode())
        item = {"id": "1", "now": now, "chat": "private"}
        short = microseconds(command, [dict(item, text=piece * max(1, 100 // size))] * 20_000, 2)
        long = microseconds(command, [dict(item, text=piece * (100_000 // size))] * 10, 2)
        # Both as if they had exactly 100 bytes and 100 kB.
        ratio = (long / (100_000 // size * size) * 100_000) / (short / (max(1, 100 // size) * size) * 100)
        print("parse: %-9s 100 kB take %5.0f times as long as 100 bytes (goal: at most 1000)" % (kind, ratio))


def memory(command, items, lines):
    """Peak memory in MiB after 10,000 lines and after `lines`."""
    texts = [line(item) for item in items[:20_000]]
    peaks = []
    for count in (10_000, lines):
        with tempfile.TemporaryFile() as feed:
            for begin in range(0, count, len(texts)):
                feed.writelines(texts[:count - begin])
            feed.flush()
            peaks.append(run(command, feed)[1])
    return peaks


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("program", nargs="?", default=str(ROOT / "build/bin/qingdan"))
    p.add_argument("corpus", nargs="*", default=[str(ROOT / "tests/corpus" / f) for f in ("messages.jsonl", "chatter.jsonl")])
    p.add_argument("--peers", default=str(HERE), help="the folder with node_modules of the peers")
    p.add_argument("--lines", type=int, default=1_000_000, help="how many lines the memory is measured with")
    a = p.parse_args()
    command = [a.program, "parse"]
    items = messages(a.corpus, 50_000)
    ours = microseconds(command, items)
    print("parse: %.0f messages/s on one core, %.1f us each" % (1e6 / ours, ours))
    if (pathlib.Path(a.peers) / "node_modules").is_dir():
        for name, count, rounds, goal in (("chrono-node", 5_000, 5, 3), ("recognizers-text", 300, 2, 300)):
            theirs = peer(name, a.peers, items[:count], rounds)
            # Once more beside the peer: the machine may have become slower or faster meanwhile.
            ours = min(ours, microseconds(command, items, 3))
            print("parse: %.1f times %s, which takes %.1f us a message (goal: %d times)" % (theirs / ours, name, theirs, goal))
    else:
        print("parse: the peers are not installed (npm ci in bench/parse)", file=sys.stderr)
    linear(command, items[0]["now"])
    few, many = memory(command, items, a.lines)
    print("parse: %.1f MiB at most over 10,000 lines, %.1f MiB over %d (goal: the same)" % (few, many, a.lines))


if __name__ == "__main__":
    main()
