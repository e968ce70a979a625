#!/usr/bin/env python3
"""A year of a community through `qingdan simulate`, compared with an independent count.

    year_test.py --program build/bin/qingdan [--keep FOLDER] [--days 365]

generate.py makes the year, this plays it line by line as six cadres and a noisy group, count.py counts what it comes
to. No report may be lost, invented or doubled; every overdue day of every household, every task with its due time,
assignee and end, and the figures of each month have to be those of the count.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time

import count
import generate

LINE = re.compile(r"^\d+ (?:【紧急】)?(?P<name>[^（]+)（(?P<address>[^）]+)）(?P<rest>.*)$")
LATE = re.compile(r"逾期(\d+)天")
MONTH = re.compile(r"走访(\d+)次，(\d+)户")


class Player:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.number = {}          # ("V", 17) -> "V-1018"
        self.overdue, self.months, self.wrong = {}, {}, []

    def ask(self, line):
        self.process.stdin.write((json.dumps(line, ensure_ascii=False) + "\n").encode())
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def play(self, message, needs):
        line = dict(message["send"])
        line["text"] = re.sub(r"\{([VT]):(\d+)\}", lambda m: self.number.get((m[1], int(m[2])), m[1] + "-1"),
                              line["text"])
        answer = self.ask(line)
        answer = self.choose(message, line, answer)
        made = [n for n in answer["changed"] if n.startswith("V-")]
        told = message.get("visits", [])
        fresh = [n for n in made if n not in self.number.values()]
        if len(fresh) != len(told):
            self.wrong.append("%s: %d visits told, %s recorded: %s -> %s" % (
                line["at"], len(told), fresh, line["text"], [o["text"] for o in answer["out"]]))
        for visit, number in zip(told, fresh):
            self.number["V", visit] = number
        tasks = [n for n in answer["changed"] if n.startswith("T-") and n not in self.number.values()]
        for need, number in zip([n for v in told for n in needs.get(v, [])], tasks):
            self.number["T", need] = number
        self.look(message, answer)

    def choose(self, message, line, answer):
        """Takes the numbered choice with the right address, as the cadre would."""
        for out in answer["out"]:
            if out["kind"] != "reply" or not out["choices"] or "address" not in message:
                continue
            for choice in out["choices"]:
                if message["address"] in choice["label"]:
                    again = dict(line, text=choice["send"], message_id=line["message_id"] + "-choice")
                    again.pop("edits", None)
                    return self.ask(again)
        return answer

    def look(self, message, answer):
        if message.get("ask") == "list":
            late = self.overdue.setdefault(message["day"], {})
            for out in answer["out"]:
                if out["kind"] != "reply":
                    continue
                for line in out["text"].split("\n"):
                    found = LINE.match(line)
                    days = found and LATE.search(found["rest"])
                    if days:
                        late[found["name"]] = int(days[1])
        elif message.get("ask") == "month":
            for out in answer["out"]:
                found = MONTH.search(out["text"])
                if out["kind"] == "reply" and found:
                    self.months[message["day"]] = [int(found[1]), int(found[2])]

    def end(self):
        self.process.stdin.close()
        return self.process.wait()


def exported(program, database, kind):
    out = subprocess.run([program, "export", kind, "--db", database, "--format", "jsonl"], check=True,
                         stdout=subprocess.PIPE).stdout.decode()
    return {row["number"]: row for row in map(json.loads, out.splitlines())}


def compare(player, expected, visits, tasks):
    wrong = player.wrong
    for visit, truth in expected["visits"].items():
        row = visits.pop(player.number.get(("V", visit)), None)
        got = row and {"person": row["person"], "address": row["address"], "day": row["date"],
                       "method": row["method"], "revisit": row["revisit"], "by": row["reporter"],
                       "status": row["status"]}
        want = {key: truth[key] for key in ("person", "address", "day", "method", "revisit", "by", "status")}
        if got != want:
            wrong.append("visit %s: truth %s, program %s" % (visit, want, got))
    wrong += ["invented: %s" % row for row in visits.values()]
    for need, truth in expected["tasks"].items():
        row = tasks.pop(player.number.get(("T", need)), None)
        got = row and {"person": row["person"], "kind": row["kind"], "by": row["assignee"],
                       "due": row["due"][:19], "status": row["status"]}
        want = {key: truth[key] for key in ("person", "kind", "by", "due", "status")}
        if got != want:
            wrong.append("task %s: truth %s, program %s" % (need, want, got))
    wrong += ["invented: %s" % row for row in tasks.values()]
    for day, late in expected["overdue"].items():
        if day in player.overdue and player.overdue[day] != late:
            got = player.overdue[day]
            wrong.append("overdue on %s: %s" % (day, {name: (late.get(name), got.get(name)) for name in
                                                      set(late) | set(got) if late.get(name) != got.get(name)}))
    for day, figures in expected["months"].items():
        if player.months.get(day) != figures:
            wrong.append("month before %s: count %s, program %s" % (day, figures, player.months.get(day)))
    return wrong


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--program", required=True)
    p.add_argument("--keep", help="where the year and the database stay")
    p.add_argument("--days", type=int, default=365)
    p.add_argument("--households", type=int, default=800)
    p.add_argument("--seed", type=int, default=2026)
    a = p.parse_args()
    # Every message is flushed to disk; in memory that costs nothing.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        folder = a.keep or folder
        subprocess.run([sys.executable, generate.__file__, "--out", folder, "--seed", str(a.seed), "--days",
                        str(a.days), "--households", str(a.households)], check=True)
        expected = count.count(folder)
        needs = {}
        for need, task in expected["tasks"].items():
            needs.setdefault(task["visit"], []).append(need)
        messages = [json.loads(line) for line in open(os.path.join(folder, "messages.jsonl"), encoding="utf-8")]
        database = os.path.join(folder, "year.db")
        if os.path.exists(database):
            os.remove(database)
        config = os.path.join(folder, "year.toml")
        with open(config, "w") as file:
            file.write("# as delivered\n")
        began = time.monotonic()
        player = Player([a.program, "simulate", "--config", config, "--db", database, "--roster",
                         os.path.join(folder, "roster.csv"), "--people", os.path.join(folder, "people.csv")])
        for message in messages:
            player.play(message, needs)
        player.end()
        took = time.monotonic() - began
        wrong = compare(player, expected, exported(a.program, database, "visits"),
                        exported(a.program, database, "tasks"))
        print("%d messages in %.1f s, %.1f MB, %d visits, %d tasks, %d overdue days of households, %d differences" % (
            len(messages), took, os.path.getsize(database) / 1e6, len(expected["visits"]), len(expected["tasks"]),
            sum(len(late) for late in expected["overdue"].values()), len(wrong)))
        for line in wrong[:40]:
            print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
