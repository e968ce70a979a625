#!/usr/bin/env python3
"""What the year comes to, counted from what truly happened and from the facts alone.

    count.py FOLDER      prints the count as JSON

Reads truth.jsonl, people.csv, roster.csv of FOLDER, the intervals and due times of the facts (visits.toml where the
facts lie beside the project, else the project's default.toml, which says the same) and the calendar. It shares no
line with the program and none with generate.py, and asks neither.
"""
import csv
import datetime
import json
import os
import sys
import tomllib

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
DAY = datetime.timedelta(days=1)


def load(path):
    with open(path, "rb") as file:
        return tomllib.load(file)


class Facts:
    def __init__(self):
        shared = os.path.join(ROOT, "..", "shared", "facts")
        if os.path.exists(os.path.join(shared, "visits.toml")):
            visits = load(os.path.join(shared, "visits.toml"))
            self.interval = {code: entry["interval_days"] for code, entry in visits["visit"].items()}
            self.due = {task["code"]: (task["due"], task["urgent"]) for task in visits["task"]}
            calendar = load(os.path.join(shared, "calendar-cn.toml"))
        else:
            config = load(os.path.join(ROOT, "config", "default.toml"))
            self.interval = config["visits"]["interval_days"]
            self.due = {code: (task["due"], task["urgent"]) for code, task in config["tasks"].items()}
            calendar = load(os.path.join(ROOT, "config", "calendar-cn.toml"))
        self.special = {entry["date"]: entry["kind"] for entry in calendar["day"]}

    def worked(self, day):
        if day in self.special:
            return self.special[day] == "workday"
        return day.weekday() < 5

    def after_workdays(self, day, count):
        while count:
            day += DAY
            count -= self.worked(day)
        return day

    def due_at(self, kind, urgent, made):
        """RFC 3339 without the offset, as the export writes it."""
        span = self.due[kind][1 if urgent else 0]
        if span.endswith("h"):
            return (made + datetime.timedelta(hours=int(span[:-1]))).isoformat()
        return self.after_workdays(made.date(), int(span[:-2])).isoformat() + "T23:59:59"


class Household:
    """Its contacts as they stand now; a visit is [day, promised day]."""

    def __init__(self, row, facts, entered):
        self.name, self.address = row["name"], row["address"]
        codes = [code for code in row["categories"].split(";") if code]
        self.interval = min((facts.interval[code] for code in codes), default=None)
        self.entered = entered
        self.visits = {}

    def due(self):
        """The day on which the next contact is due, or None."""
        due = None
        days = [visit[0] for visit in self.visits.values()]
        if self.interval is not None:
            due = max(days) + self.interval * DAY if days else self.entered + min(self.interval, 7) * DAY
        promised = self.promised()
        if promised and (due is None or promised < due):
            due = promised
        return due

    def promised(self):
        """The promise made last, unless a contact on that day, after it, or up to two days before kept it."""
        made = [(visit[0], number, visit[1]) for number, visit in self.visits.items() if visit[1]]
        if not made:
            return None
        _, number, day = max(made)
        kept = any(other != number and visit[0] >= day - 2 * DAY for other, visit in self.visits.items())
        return None if kept else day


def count(folder):
    facts = Facts()
    read = lambda name: csv.DictReader(open(os.path.join(folder, name), encoding="utf-8", newline=""))
    events = [json.loads(line) for line in open(os.path.join(folder, "truth.jsonl"), encoding="utf-8")]
    first = datetime.date.fromisoformat(events[0]["at"][:10])
    homes = [Household(row, facts, first) for row in read("people.csv")]
    users = [row["user_id"] for row in read("roster.csv")]
    visits, tasks, overdue, months = {}, {}, {}, {}
    last = datetime.date.fromisoformat(events[-1]["at"][:10])
    at_nine, day = 0, first
    while day <= last + DAY:
        nine = day.isoformat() + "T09:00:00"
        while at_nine < len(events) and events[at_nine]["at"] < nine:
            happen(events[at_nine], homes, visits, tasks, facts, users)
            at_nine += 1
        if facts.worked(day):
            overdue[day.isoformat()] = {home.name: (day - home.due()).days for home in homes
                                        if home.due() and home.due() < day}
        if day.day <= 7 and day.weekday() == 0 and facts.worked(day):
            end = day.replace(day=1) - DAY
            inside = [v for v in visits.values() if v["status"] in ("active", "corrected")
                      and end.replace(day=1).isoformat() <= v["day"] <= end.isoformat()]
            months[day.isoformat()] = [len(inside), len({v["person"] for v in inside})]
        day += DAY
    end = events[-1]["at"]
    for task in tasks.values():
        if task["status"] == "open" and task["due"] < end:
            task["status"] = "overdue"
    return {"visits": visits, "tasks": tasks, "overdue": overdue, "months": months}


def happen(event, homes, visits, tasks, facts, users):
    what, number = event["what"], event.get("visit")
    day = lambda key: datetime.date.fromisoformat(event[key]) if event.get(key) else None
    if what in ("visit", "attempt"):
        home = homes[event["person"]]
        visits[number] = {"person": home.name, "address": home.address, "day": event["day"],
                          "method": event["method"], "revisit": event["revisit"], "by": users[event["by"]],
                          "status": "attempt" if what == "attempt" else "active", "home": event["person"]}
        if what == "visit":
            home.visits[number] = [day("day"), day("revisit")]
    elif what == "day":
        visit = visits[number]
        visit["day"] = event["day"]
        visit["status"] = "corrected"
        homes[visit["home"]].visits[number][0] = day("day")
    elif what == "withdrawn":
        visits[number]["status"] = "withdrawn"
        homes[visits[number]["home"]].visits.pop(number)
        for task in tasks.values():
            if task["visit"] == number:
                task["status"] = "closed"
    elif what == "need":
        made = datetime.datetime.fromisoformat(event["at"])
        tasks[event["need"]] = {"visit": number, "person": homes[event["person"]].name, "kind": event["kind"],
                                "by": users[event["by"]], "status": "open",
                                "due": facts.due_at(event["kind"], event.get("urgent", False), made)}
    elif what == "closed":
        tasks[event["need"]]["status"] = "closed"


if __name__ == "__main__":
    print(json.dumps(count(sys.argv[1]), ensure_ascii=False))
