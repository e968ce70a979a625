#!/usr/bin/env python3
"""A list of visits (接龙) that is posted forty times by different people, with entries put in, left out, renumbered and
mistyped: in the end every household stands in the records once and rightly, and each posting that brought something
new had one receipt.

    growing_list_test.py --program build/bin/qingdan [--seed 7] [--postings 40] [--show]
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile

USERS = ["c-lin", "c-chen", "c-zhu", "g-sun"]
ROSTER = "platform,user_id,name,role,community,town\n" + "".join(
    "sim,%s,%s,%s,东滨新村,临塘镇\n" % (user, name, role) for user, name, role in
    zip(USERS, ["林干部", "陈书记", "朱干部", "孙组长"], ["cadre", "cadre", "cadre", "group_leader"]))
NAMES = ["王秀英", "李桂兰", "张玉珍", "刘凤英", "陈淑芬", "杨美娟", "赵惠芳", "黄雪琴", "周素珍", "吴彩云", "徐宝根", "孙阿根", "胡建国", "朱国强",
         "高福生", "林根宝", "何志明", "郭永康", "马国华", "罗金山", "梁丽华", "宋雅琴", "郑佩芳", "谢巧云", "韩春花", "唐海生", "冯荣根", "于瑞根",
         "董银娣", "萧招娣", "程秀英", "曹桂兰", "袁玉珍", "邓凤英", "许淑芬", "傅美娟", "沈惠芳", "曾雪琴", "彭素珍", "吕彩云"]
CONDITIONS = ["身体还可以", "情况稳定", "精神不错", "血压稳定", "一切都好"]
SLIPS = {"秀英": "秀莹", "桂兰": "桂蓝", "玉珍": "玉真", "凤英": "凤瑛", "彩云": "彩芸"}


class Program:
    def __init__(self, program, folder, people):
        self.program, self.database = program, os.path.join(folder, "list.db")
        for name, text in (("roster.csv", ROSTER), ("people.csv", people)):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        self.process = subprocess.Popen([program, "simulate", "--db", self.database, "--roster",
                                         os.path.join(folder, "roster.csv"), "--people",
                                         os.path.join(folder, "people.csv")],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def post(self, minute, who, text):
        line = {"at": "2026-06-15T%02d:%02d:00+08:00" % divmod(9 * 60 + minute, 60), "from": who, "text": text,
                "chat": {"id": "g1", "kind": "group"}}
        self.process.stdin.write((json.dumps(line, ensure_ascii=False) + "\n").encode())
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def visits(self):
        self.process.stdin.close()
        self.process.wait()
        out = subprocess.run([self.program, "export", "visits", "--db", self.database, "--format", "jsonl"], check=True,
                             stdout=subprocess.PIPE).stdout.decode()
        return [json.loads(line) for line in out.splitlines()]


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--program", required=True)
    p.add_argument("--seed", type=int, default=7)
    p.add_argument("--postings", type=int, default=40)
    p.add_argument("--show", action="store_true")
    a = p.parse_args()
    chance = random.Random(a.seed)
    register = {name: "%d号楼%d0%d" % (i // 6 + 1, i % 6 + 1, i % 4 + 1) for i, name in enumerate(NAMES)}
    # The last ten are not in the register.
    people = "community,name,address,categories,responsible\n" + "".join(
        "东滨新村,%s,%s,elder_80plus,c-lin\n" % (name, register[name]) for name in NAMES[:-10])
    todo = NAMES[:]
    chance.shuffle(todo)
    entries = []   # {"name", "written", "condition", "by"} in the order of the list
    gone = []
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        program = Program(a.program, folder, people)
        for posting in range(a.postings):
            who = chance.choice(USERS)
            news = 0
            what = chance.choice(["add"] * 5 + ["insert"] * 3 + ["typo", "mend", "leave out", "again", "change"])
            if not entries:
                what = "add"
            own = [e for e in entries if e["by"] == who]
            if what in ("add", "insert", "typo") and todo:
                for _ in range(chance.choice([1, 1, 2])):
                    if not todo:
                        break
                    name = todo.pop()
                    written = name
                    if what == "typo" and name[1:] in SLIPS:
                        written = name[0] + SLIPS[name[1:]]
                    entry = {"name": name, "written": written, "condition": chance.choice(CONDITIONS), "by": who}
                    entries.insert(chance.randrange(len(entries) + 1) if what == "insert" else len(entries), entry)
                    news += 1
            elif what == "mend":
                for entry in entries:
                    if entry["written"] != entry["name"]:
                        entry["written"] = entry["name"]
                        news += 1
            elif what == "change" and own:
                entry = chance.choice(own)
                condition = chance.choice([c for c in CONDITIONS if c != entry["condition"]])
                entry["condition"] = condition
                news += 1
            elif what == "leave out" and own and len(entries) > 3:
                entry = chance.choice(own)
                entries.remove(entry)
                gone.append(entry)
                news += 1
            # Numbers as people write them: with a gap, or from the beginning.
            skip = chance.choice([0, 0, 0, 1])
            lines = ["%d. %s %s %s" % (i + 1 + (skip if i > 2 else 0), e["written"], register[e["name"]], e["condition"])
                     for i, e in enumerate(entries)]
            answer = program.post(posting * 7, who, "#接龙\n今日走访情况\n" + "\n".join(lines))
            replies = [o["text"] for o in answer["out"] if o["kind"] == "reply"]
            if a.show:
                print(posting, who, what, news, replies)
            if len(replies) != (1 if news else 0):
                wrong.append("posting %d (%s, %s, %d new): %s" % (posting, who, what, news, replies))
        rows = program.visits()
    live = sorted((r["person"], r["address"], r["condition"]) for r in rows if r["status"] in ("active", "corrected"))
    want = sorted((e["written"], register[e["name"]], e["condition"]) for e in entries)
    if live != want:
        wrong.append("missing: %s" % sorted(set(want) - set(live)))
        wrong.append("too much: %s" % sorted(set(live) - set(want)))
        wrong.append("%d in the records, %d on the list" % (len(live), len(want)))
    withdrawn = sum(1 for r in rows if r["status"] == "withdrawn")
    if withdrawn != len(gone):
        wrong.append("%d left out, %d withdrawn" % (len(gone), withdrawn))
    for line in wrong:
        print(line)
    print("%d postings, %d households, %d left out, %d wrong" % (a.postings, len(entries), len(gone), len(wrong)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
