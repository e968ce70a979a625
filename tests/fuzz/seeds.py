#!/usr/bin/env python3
"""Writes the texts of corpus files as seeds of the fuzzer: seeds.py FOLDER FILE.jsonl …"""
import hashlib
import json
import pathlib
import sys


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for path in sys.argv[2:]:
        for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
            if line.strip():
                text = json.loads(line)["text"].encode()
                (folder / hashlib.sha1(text).hexdigest()[:16]).write_bytes(text)


if __name__ == "__main__":
    main()
