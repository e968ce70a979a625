#!/usr/bin/env python3
"""Nobody sees what they may not: every question, from every role, in private and in a group.

    sight_test.py --program build/bin/qingdan

One household has a name, an address, a telephone number, an illness and a category. The tables below say which of
these may, and have to, stand in the answer to a question; all the others must not.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

ROSTER = """platform,user_id,name,role,community,town,unit,phone,person,duties
sim,own,林干部,cadre,东滨新村,临塘镇,,,,duty
sim,other,魏干部,cadre,东滨新村,临塘镇,,,,
sim,secretary,陈书记,cadre,东滨新村,临塘镇,,,,secretary
sim,elsewhere,钱主任,cadre,塘北村,临塘镇,,,,secretary
sim,leader,孙组长,group_leader,东滨新村,临塘镇,,,,
sim,meals,唐师傅,meal_manager,东滨新村,临塘镇,,,,
sim,carrier,小徐,carrier,东滨新村,临塘镇,,,,
sim,resident,李老伯,resident,东滨新村,临塘镇,,,,
sim,family,王家女儿,family,东滨新村,临塘镇,,,王秀英,
sim,town,方主任,official,,临塘镇,镇党政办,,,
sim,district,高科长,official,,,区民政局,,,
sim,admin,何管理员,admin,,临塘镇,,,,
sim,local_admin,丁管理员,admin,东滨新村,临塘镇,,,,
"""
PEOPLE = """community,name,address,phone,birth,categories,responsible
东滨新村,王秀英,3号楼201,10000001001,1939-05-12,dementia,own
东滨新村,李桂兰,5号楼303,10000001002,1941-05-12,elder_80plus,other
"""
MARKS = {"name": "王秀英", "address": "3号楼201", "phone": "10000001001", "illness": "血糖高", "category": "失智"}
QUESTIONS = {
    "history": "王秀英上次什么时候去的",
    "building": "3号楼情况",
    "overdue": "谁逾期了",
    "figures": "本月走访多少户",
    "progress": "走访进度",
    "list": "全部",
    "tasks": "我的待办",
    "data": "你们存了我什么",
}
# What an answer says in private, in a group; a role or question that is not here says none of it.
SEES = {
    ("own", "history"): ("name address illness", "name"),
    ("other", "history"): ("name address", "name"),
    ("secretary", "history"): ("name address illness", "name"),
    ("local_admin", "history"): ("name address", "name"),
    ("own", "building"): ("name address category", ""),
    ("other", "building"): ("name address", ""),
    ("secretary", "building"): ("name address category", ""),
    ("local_admin", "building"): ("name address", ""),
    ("own", "overdue"): ("name address", "name"),
    ("other", "overdue"): ("name address", "name"),
    ("secretary", "overdue"): ("name address", "name"),
    ("local_admin", "overdue"): ("name address", "name"),
    ("own", "list"): ("name address", "name"),
    ("own", "tasks"): ("name", ""),
    # The name as they wrote it themselves: it is not in their register.
    ("elsewhere", "history"): ("name", "name"),
}
ROLES = [line.split(",")[1] for line in ROSTER.split("\n")[1:] if line] + ["stranger"]


class Program:
    def __init__(self, program, folder):
        for name, text in (("roster.csv", ROSTER), ("people.csv", PEOPLE)):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        self.process = subprocess.Popen([program, "simulate", "--roster", os.path.join(folder, "roster.csv"),
                                         "--people", os.path.join(folder, "people.csv")],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def say(self, at, who, text, group=False):
        line = {"at": at + "+08:00", "from": who, "text": text}
        if group:
            line.update(chat={"id": "g1", "kind": "group"}, mentions_bot=True)
        self.process.stdin.write((json.dumps(line, ensure_ascii=False) + "\n").encode())
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return "\n".join(out["text"] for out in answer["out"] if out["kind"] == "reply")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--program", required=True)
    a = p.parse_args()
    wrong, asked = [], 0
    with tempfile.TemporaryDirectory() as folder:
        program = Program(a.program, folder)
        first = program.say("2026-06-01T09:00:00", "own",
                            "走访了3号楼201王秀英，血糖高，水龙头漏水")
        if "V-1001" not in first:
            wrong.append("the report: " + first)
        second = 0
        for group in (False, True):
            for role in ROLES:
                for question, text in QUESTIONS.items():
                    second += 1
                    at = "2026-06-15T10:%02d:%02d" % divmod(second, 60)
                    answer = program.say(at, role, text, group)
                    may = SEES.get((role, question), ("", ""))[group].split()
                    seen = [mark for mark, words in MARKS.items() if words in answer]
                    asked += 1
                    if sorted(seen) != sorted(may):
                        wrong.append("%s asks %s in %s: sees %s, should see %s: %s" % (
                            role, text, "a group" if group else "private", seen, may, answer))
    for line in wrong:
        print(line)
    print("%d questions, %d wrong" % (asked, len(wrong)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
