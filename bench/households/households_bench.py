#!/usr/bin/env python3
"""What a report and `谁逾期了` cost with 100, 10,000 and 1,000,000 households in one community.

    households_bench.py --program build/bin/qingdan [--sizes 100,10000,1000000] [--messages 300]

Prints milliseconds a message for each size, and the ratio to the smallest: near 1 is what is wanted. The register is
written straight into the database, because an import of a million lines is another bench. In memory (/dev/shm), so that
no disk is measured.
"""
import argparse
import datetime
import json
import os
import random
import sqlite3
import subprocess
import tempfile
import time

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
GIVEN = "秀英桂兰玉珍凤淑芬美娟惠芳月琴素彩云宝根阿建国强福生志明永康德发金山丽华雅佩巧春花海荣水银招娣"
COMMUNITY = "东滨新村"
ROSTER = "platform,user_id,name,role,community,town\nsim,c-lin,林干部,cadre,%s,临塘镇\n" % COMMUNITY


def household(chance, i):
    name = chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN)
    building, room = i // 60 + 1, (i % 60 // 10 + 1) * 100 + i % 10 + 1
    return name, "%d号楼%d" % (building, room), "/%d/%d/" % (building, room)


def fill(database, households, today):
    rows = []
    for i, (name, address, key) in enumerate(households):
        due = (today + datetime.timedelta(days=i % 40 - 4)).isoformat()
        rows.append((i + 1, COMMUNITY, name, address, ";elder_80plus;", "c-lin", name, name[0], key, "2026-01-05", due))
    with sqlite3.connect(database) as db:
        db.executemany("INSERT INTO people (id, community, name, address, categories, responsible, name_key, surname, "
                       "address_key, entered_on, visit_due_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        db.execute("ANALYZE")


class Program:
    def __init__(self, program, database, roster):
        self.process = subprocess.Popen([program, "simulate", "--db", database, "--roster", roster],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def say(self, at, text):
        line = {"at": at.isoformat() + "+08:00", "from": "c-lin", "text": text}
        self.process.stdin.write((json.dumps(line, ensure_ascii=False) + "\n").encode())
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def measure(program, size, messages):
    chance = random.Random(size)
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    now = datetime.datetime(2026, 6, 15, 9, 0)
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        database, roster = os.path.join(folder, "bench.db"), os.path.join(folder, "roster.csv")
        with open(roster, "w", encoding="utf-8") as file:
            file.write(ROSTER)
        first = Program(program, database, roster)
        first.say(now, "谢谢")
        first.end()
        households = [household(chance, i) for i in range(size)]
        fill(database, households, now.date())
        bench = Program(program, database, roster)
        bench.say(now, "谢谢")
        took = {}
        for what in ("report", "overdue"):
            times = []
            for i in range(messages):
                now += datetime.timedelta(seconds=7)
                name, address, _ = households[chance.randrange(size)]
                text = "走访了%s%s，身体还可以" % (address, name) if what == "report" else "谁逾期了"
                began = time.perf_counter()
                bench.say(now, text)
                times.append(time.perf_counter() - began)
            times.sort()
            took[what] = times[len(times) // 2] * 1000
        bench.end()
    return took


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--program", required=True)
    p.add_argument("--sizes", default="100,10000,1000000")
    p.add_argument("--messages", type=int, default=300)
    a = p.parse_args()
    first = None
    for size in map(int, a.sizes.split(",")):
        took = measure(a.program, size, a.messages)
        first = first or took
        print("%9d households: " % size + ", ".join(
            "%s %.2f ms (%.2f times the smallest)" % (what, ms, ms / first[what]) for what, ms in took.items()))


if __name__ == "__main__":
    main()
