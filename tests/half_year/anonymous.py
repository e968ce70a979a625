#!/usr/bin/env python3
"""Whoever has the whole database and every export cannot tell who wrote which anonymous report.

    anonymous.py --program build/bin/qingdan --roster roster.csv

Three cadres tell the same anonymously on one day, among named reports. Then the database is read table by table: nothing of
an anonymous report may stand beside a sender, a chat, a message or a time finer than the day, and its number nowhere else.
"""
import argparse
import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

CADRES = ["c-chen", "c-lin", "c-he"]


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--program", required=True)
    p.add_argument("--roster", required=True)
    a = p.parse_args()
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        database = os.path.join(folder, "qingdan.db")
        lines, minute = [], 0
        for cadre in CADRES:
            for text in ("这周开了2个会", "匿名反映：镇安全办本月要了7张报表", "匿名反映：镇安全办本月要了7张报表"):
                minute += 6
                lines.append({"at": "2026-06-08T09:%02d:11+08:00" % minute, "from": cadre, "text": text,
                              "message_id": "secret-%d" % minute})
        lines.append({"at": "2026-06-10T12:00:00+08:00", "from": "o-fang", "text": "本月填了多少报表"})
        done = subprocess.run([a.program, "simulate", "--db", database, "--roster", a.roster],
                              input="\n".join(json.dumps(l, ensure_ascii=False) for l in lines).encode(),
                              stdout=subprocess.PIPE, check=True)
        answers = [json.loads(l) for l in done.stdout.splitlines()]
        for line, answer in zip(lines, answers):
            if "匿名" in line["text"] and answer["changed"]:
                faults.append("an anonymous report says what it changed: %s" % answer["changed"])
        receipts = {answer["out"][0]["text"] for line, answer in zip(lines, answers) if "匿名" in line["text"]}
        if len(receipts) != 1:
            faults.append("anonymous receipts differ: %s" % receipts)

        db = sqlite3.connect(database)
        db.row_factory = sqlite3.Row
        hidden = db.execute("SELECT * FROM burdens WHERE anonymous = 1").fetchall()
        if len(hidden) != 6:
            faults.append("%d anonymous reports instead of 6" % len(hidden))
        for row in hidden:
            said = json.dumps(dict(row), ensure_ascii=False, default=str)
            if any(trace in said for trace in CADRES + ["secret", "sim"]):
                faults.append("a trace in " + said)
            if row["created_at"] != "2026-06-07T16:00:00Z":
                faults.append("a time finer than the day: " + row["created_at"])
        # The order of rows is that of their numbers, which are random; equal voices are of one person.
        voices = [row["voice"] for row in hidden]
        if len(set(voices)) != 3 or None in voices:
            faults.append("voices: %s" % voices)
        numbers = [str(row["number"]) for row in hidden]
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if table in ("burdens",) or table.startswith("sqlite"):
                continue
            for row in db.execute("SELECT * FROM %s" % table).fetchall():
                said = " ".join(str(value) for value in row)
                for number in numbers:
                    if number in said:
                        faults.append("%s has the number of an anonymous report" % table)
                if any(voice in said for voice in voices):
                    faults.append("%s has a voice" % table)
        for kind in ("burdens", "reminders", "audit"):
            out = subprocess.run([a.program, "export", kind, "--db", database, "--format", "csv"],
                                 stdout=subprocess.PIPE, check=True).stdout.decode("utf-8-sig")
            for row in csv.DictReader(io.StringIO(out)):
                if any(number in row.get("number", "") for number in numbers) and \
                        any(trace in " ".join(row.values()) for trace in CADRES):
                    faults.append("export %s: %s" % (kind, row))
                if any(voice in " ".join(row.values()) for voice in voices):
                    faults.append("export %s has a voice" % kind)
        backup = os.path.join(folder, "copy.db")
        subprocess.run([a.program, "backup", backup, "--db", database], check=True, stdout=subprocess.DEVNULL)
        key = open(database + ".voices", encoding="utf-8").read().split()[1]
        if key.encode() in open(backup, "rb").read() or os.path.exists(backup + ".voices"):
            faults.append("the backup has the key of the voices")
    print(*faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
