#!/usr/bin/env python3
"""Half a year of towns through `qingdan simulate`; every reminder is compared with the model at every day's end.

    half_year.py --program build/bin/qingdan --config-folder config [--towns 4 --communities 5 --days 181] [--seed N]

Ends with 1 at the first difference of the true model; then plays the same messages to three models with an error each, and
ends with 1 where one of those is not found out.
"""
import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import model
import world

ERRORS = ["sum_of_a_group", "week_by_monday", "no_makeup_days"]
ANSWERS = {"gone": "没有了", "less": "少了", "same": "一样"}


class Program:
    """`simulate` on a file, and `export` beside it."""

    def __init__(self, program, folder, roster):
        self.program, self.database, self.messages = program, os.path.join(folder, "qingdan.db"), 0
        path = os.path.join(folder, "roster.csv")
        with open(path, "w", encoding="utf-8") as out:
            out.write("\n".join(roster) + "\n")
        self.process = subprocess.Popen([program, "simulate", "--db", self.database, "--roster", path],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.pushes = 0

    def send(self, at, who=None, text=None):
        line = {"at": at.isoformat() + "+08:00"}
        if who:
            line.update({"from": who, "text": text})
        self.process.stdin.write((json.dumps(line, ensure_ascii=False) + "\n").encode())
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert "error" not in answer, answer
        self.messages += who is not None
        self.pushes += sum(out["kind"] == "push" for out in answer["out"])
        return answer

    def reminders(self):
        out = subprocess.run([self.program, "export", "reminders", "--db", self.database, "--format", "jsonl"],
                             stdout=subprocess.PIPE, check=True).stdout
        kept = ("unit", "indicator", "value", "status", "due", "community")
        return {row["number"]: {key: row[key] for key in kept} for row in map(json.loads, out.splitlines())}

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def acts_of(people, truth, day):
    """What people do today about the reminders that wait: (who, text, reminder, event)."""
    r = people.random
    acts = []
    for one in truth.reminders:
        if one.state in model.ENDED or not truth.calendar.is_workday(day):
            continue
        number = "R-%d" % one.number
        unit = people.officials.get((one.town, one.unit))
        supervisor = people.supervisor[one.town]
        dice = r.random()
        if one.state in ("issued", "reopened", "acknowledged", "escalated", "published") and unit:
            if one.proposed and dice < 0.3:
                yes = r.random() < 0.6
                acts.append((people.district, "%s %s" % (number, "同意通报" if yes else "不通报"), one,
                             "publish" if yes else "decline"))
            elif dice < 0.12:
                acts.append((unit, number + " 收到", one, "ack"))
            elif dice < 0.19:
                acts.append((unit, number + " 已整改：会并了", one, "rectify"))
            elif dice < 0.23:
                acts.append((unit, number + " 有异议：不是我们", one, "object"))
            elif dice < 0.235 and one.state == "published":
                acts.append((people.district, number + " 移送", one, "refer"))
        elif one.state == "disputed" and dice < 0.3:
            up = r.random() < 0.7
            acts.append((supervisor, number + (" 维持：核对过" if up else " 撤销：属实"), one, "uphold" if up else "drop"))
        elif one.state == "observed" and dice < 0.3:
            if r.random() < 0.5:
                acts.append((supervisor, number + " 撤销：查无此事", one, "drop"))
            else:
                acts.append((supervisor, "%s 提示 %s" % (number, people.offices_of[one.town][0]), one, "issue"))
        elif one.state == "rectified" and dice < 0.35:
            if r.random() < 0.75:
                answer = r.choice(["gone", "less", "same"])
                secretary = next(c for _, name, c in people.communities if name == one.community)[0]
                acts.append((secretary, "%s %s" % (number, ANSWERS[answer]), one, answer))
            else:
                event, word = r.choice([("confirm", "核实"), ("reject", "复查未过"), ("false", "弄虚作假")])
                acts.append((supervisor, "%s %s" % (number, word), one, event))
    return acts


def apply(truth, one, event, day):
    if event in ANSWERS:
        if one.state == "rectified" and one.answer is None:
            one.answer = event
            truth.move(one, "reject" if event == "same" else "confirm", day)
        return
    if event == "issue":
        one.unit = truth.offices_of[one.town][0]
    truth.move(one, event, day)


def differences(ours, theirs):
    return ["%s: model %s, program %s" % (n, ours.get(n), theirs.get(n))
            for n in sorted(set(ours) | set(theirs)) if ours.get(n) != theirs.get(n)]


def play(a, folder):
    """Plays the half-year; gives the log of what was said and what the program had at each day's end."""
    people = world.World(a.towns, a.communities, a.seed, a.config_folder)
    truth = model.Model(people.offices_of, a.config_folder, model.Plant())
    program = Program(a.program, folder, people.roster)
    first = datetime.date(2026, 3, 2)
    log, ends = [], {}
    for day in world.days(first, first + datetime.timedelta(days=a.days - 1)):
        if day != first:
            truth.midnight(day)
        at = datetime.datetime.combine(day, datetime.time(9, 0))
        for name, town, cadre, told, text in people.reports_of(day):
            at += datetime.timedelta(seconds=20)
            program.send(at, cadre, text)
            report = truth.report(name, town, cadre, day, told)
            log.append((day, "report", (name, town, cadre, told)))
            if people.random.random() < 0.03:
                at += datetime.timedelta(seconds=20)
                program.send(at, cadre, "撤回 W-%d" % report.number)
                truth.withdraw(report, day)
                log.append((day, "withdraw", (name, told["kind"], report.number)))
        for who, text, one, event in acts_of(people, truth, day):
            at += datetime.timedelta(seconds=20)
            program.send(at, who, text)
            apply(truth, one, event, day)
            log.append((day, "act", (one.number, event)))
        program.send(datetime.datetime.combine(day, datetime.time(23, 59)))
        ends[day] = program.reminders()
        wrong = differences(truth.truth(), ends[day])
        if wrong:
            print("%s: %d of %d differ" % (day, len(wrong), len(ends[day])), *wrong[:5], sep="\n  ")
            print("last said:", *log[-6:], sep="\n  ")
            return None
    program.close()
    weeks = a.days / 7
    readers = len(people.officials) + len(people.supervisor) + 1 + len(people.communities)
    print("%d messages, %d reminders, states %s; %.2f pushes a reader and week" %
          (program.messages, len(truth.reminders), sorted({r.state for r in truth.reminders}),
           program.pushes / weeks / readers))
    return people, log, ends


def is_found_out(error, a, people, log, ends):
    """The same messages to a model with an error: the day on which it shows."""
    wrong = model.Model(people.offices_of, a.config_folder, model.Plant(error))
    last = None
    steps = log + [(max(ends) + datetime.timedelta(days=1), "end", None)]
    for day, what, about in steps:
        while last is not None and last < day:
            if differences(wrong.truth(), ends[last]):
                return last
            last += datetime.timedelta(days=1)
            if last in ends:
                wrong.midnight(last)
        last = last or day
        if what == "report":
            name, town, cadre, told = about
            wrong.report(name, town, cadre, day, told)
        elif what == "withdraw":
            name, kind, number = about
            wrong.withdraw(next(r for r in wrong.reports[(name, kind)] if r.number == number), day)
        elif what == "act":
            number, event = about
            one = next((r for r in wrong.reminders if r.number == number), None)
            if one is None:
                return day
            apply(wrong, one, event, day)
    return None


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--program", required=True)
    p.add_argument("--config-folder", required=True)
    p.add_argument("--towns", type=int, default=3)
    p.add_argument("--communities", type=int, default=4)
    p.add_argument("--days", type=int, default=181)
    p.add_argument("--seed", type=int, default=20260302)
    a = p.parse_args()
    began = time.time()
    with tempfile.TemporaryDirectory() as folder:
        played = play(a, folder)
    if played is None:
        return 1
    bad = 0
    for error in ERRORS:
        day = is_found_out(error, a, *played)
        print("%s: %s" % (error, "found out on %s" % day if day else "NOT found out"))
        bad += day is None
    print("%.1f s" % (time.time() - began))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
