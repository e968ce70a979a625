#!/usr/bin/env python3
"""Plays a conversation transcript against `qingdan simulate` and compares every line.

    transcript.py --program build/bin/qingdan [--restarts] [--show] FILE.txt

A transcript is written as a committee member would read it:

    # 2026-06-15                     the day on which it begins; `# 2026-06-16` later moves on to that day
    # config: meals.capacity = 3     a line of the configuration; `# menu: 2026-06-16,lunch,…` one of the menu
    09:15 c-lin> text                somebody writes to the bot; `09:15 c-lin@g1> text` writes in the group g1
    09:16 c-lin@g1!> text            names the bot in the group
          < line                     what the bot answers in the same chat; further lines of it are indented deeper
          << c-chen: line            what it pushes to somebody else
          + name                     a file that goes with it
    12:00 --                         the clock alone moves
          -- repeat --               the platform repeats the last message: the same answer again, marked `again`

With --restarts the program is killed (SIGKILL) and started again, on the same database, before every line.
"""
import argparse
import datetime
import json
import os
import re
import signal
import subprocess
import sys
import tempfile

# `10:00 c-lin> (image)` sends a photograph.
WROTE = re.compile(r"^(\d\d:\d\d(?::\d\d)?) ([\w-]+)(?:@([\w-]+))?(!)?> (.*)$")
MOVED = re.compile(r"^(\d\d:\d\d(?::\d\d)?) --$")


class Program:
    def __init__(self, command, database, restarts):
        self.command, self.database, self.restarts, self.process = command, database, restarts, None

    def start(self):
        self.process = subprocess.Popen(self.command + ["--db", self.database], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)

    def send(self, line):
        if self.process is None:
            self.start()
        elif self.restarts:
            self.stop(signal.SIGKILL)
            self.start()
        self.process.stdin.write((json.dumps(line, ensure_ascii=False) + "\n").encode())
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit("the program ended: exit status %s" % self.process.wait())
        return json.loads(answer)

    def stop(self, sig=None):
        if sig is None:
            self.process.stdin.close()
        else:
            os.kill(self.process.pid, sig)
        self.process.wait()


def steps_of(text):
    """(input, expected lines) in order; the expected lines keep their markers."""
    day, steps = None, []
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#"):
            found = re.match(r"^# (\d{4}-\d\d-\d\d)", line)
            if found:
                day = datetime.date.fromisoformat(found.group(1))
            continue
        if not line.strip():
            continue
        wrote, moved = WROTE.match(line), MOVED.match(line)
        if wrote or moved:
            time = (wrote or moved).group(1)
            at = "%sT%s+08:00" % (day, time if len(time) == 8 else time + ":00")
            if moved:
                steps.append(({"at": at}, [], number))
                continue
            _, who, group, named, said = wrote.groups()
            message = {"at": at, "from": who, "text": said.replace("⏎", "\n"), "message_id": "line-%d" % number}
            if said == "(image)":
                message["kind"], message["text"] = "image", ""
            if group:
                message["chat"] = {"id": group, "kind": "group"}
                message["mentions_bot"] = bool(named)
            steps.append((message, [], number))
        elif line.strip() == "-- repeat --":
            steps.append((dict(steps[-1][0]), [], number))
        else:
            steps[-1][1].append(line.strip())
    return steps


def shown(step, answer):
    """What came out, in the transcript's own form."""
    lines = []
    chat = step.get("chat", {"id": step.get("from"), "kind": "private"})
    if "error" in answer:
        lines.append("! " + answer["error"])
    for message in answer["out"]:
        to = message["to"].get("user") or message["to"].get("chat")
        mark = "<" if message["kind"] == "reply" and to == chat["id"] else "<< %s:" % to
        if message.get("again"):
            mark = "(again) " + mark
        first, *rest = message["text"].split("\n")
        lines.append("%s %s" % (mark, first))
        lines.extend(rest)
        lines.extend("+ " + file["name"] for file in message.get("files", []))
    return [line.strip() for line in lines if line.strip()]


def given(source, folder):
    """The options for what stands at the head of a transcript: configuration and menu."""
    options = []
    config = re.findall(r"^# config: (.*)$", source, re.M)
    menu = re.findall(r"^# menu: (.*)$", source, re.M)
    if config:
        options += ["--config", os.path.join(folder, "qingdan.toml")]
        open(options[-1], "w", encoding="utf-8").write("\n".join(config) + "\n")
    if menu:
        options += ["--menu", os.path.join(folder, "menu.csv")]
        head = "date,meal,dishes,price_fen,capacity,set,allergens,diets\n"
        open(options[-1], "w", encoding="utf-8").write(head + "\n".join(menu) + "\n")
    return options


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--program", required=True)
    p.add_argument("--data", required=True, help="folder of roster.csv and people.csv")
    p.add_argument("--restarts", action="store_true")
    p.add_argument("--show", action="store_true", help="print the transcript as it comes out")
    p.add_argument("file")
    a = p.parse_args()
    command = [a.program, "simulate", "--roster", os.path.join(a.data, "roster.csv"), "--people",
               os.path.join(a.data, "people.csv")]
    wrong = 0
    source = open(a.file, encoding="utf-8").read()
    with tempfile.TemporaryDirectory() as folder:
        command += given(source, folder)
        program = Program(command, os.path.join(folder, "qingdan.db"), a.restarts)
        for step, expected, number in steps_of(source):
            got = shown(step, program.send(step))
            if a.show:
                print(source.split("\n")[number - 1])
                for line in got:
                    print("      " + line)
            elif got != expected:
                wrong += 1
                print("%s:%d: %s" % (a.file, number, source.split("\n")[number - 1]))
                print("  expected:", *expected, sep="\n    ")
                print("  got:", *got, sep="\n    ")
        program.stop()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
