#!/usr/bin/env python3
"""A year of a community, made up: what its cadres write, and what truly happened.

    generate.py --out FOLDER [--seed 2026] [--days 365] [--households 800]

writes into FOLDER
    roster.csv people.csv   for `qingdan simulate`
    messages.jsonl          what is written, in order: lines for `simulate`, with what the player needs besides
    truth.jsonl             what truly happened, one event a line; count.py reads nothing else

The same seed makes the same year. Nothing here asks the program anything: days, intervals and who was visited
are worked out in this file alone. Names and telephone numbers are invented.

A line of messages.jsonl has `send`, the line for `simulate`; in its text `{V:17}` stands for the number of the
visit 17 of the truth, which only the program gives. `visits` are the visits that it tells of, in order. `choose`:
where the program asks which of several is meant, the address of the right one.
"""
import argparse
import csv
import datetime
import json
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))
COMMUNITY, TOWN, GROUP = "东滨新村", "临塘镇", "g1"
CADRES = ["c-lin", "c-chen", "c-zhu", "c-wei", "c-sun", "c-hua"]
CADRE_NAMES = ["林干部", "陈书记", "朱干部", "魏干部", "孙干部", "华干部"]
DUTIES = ["duty;child", "secretary;mediation", "civil_affairs", "facility", "safety", ""]
# Without 周 and 陆: behind a room they read as a week and a six (`101周`), which is another test's matter.
SURNAMES = "王李张刘陈杨赵黄吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
GIVEN = ["秀英", "桂兰", "玉珍", "凤英", "淑芬", "美娟", "惠芳", "雪琴", "素珍", "彩云", "宝根", "阿根", "建国", "国强", "福生", "根宝", "志明", "永康",
         "国华", "金山", "丽华", "雅琴", "佩芳", "巧云", "春花", "海生", "荣根", "瑞根", "银娣", "招娣"]
CONDITIONS = ["身体还可以", "情况稳定", "精神不错", "胃口蛮好", "身体硬朗", "血压稳定", "睡眠还好", "心情不错", "腿脚不便", "一切都好"]
NEEDS = [("楼道灯坏了", "repair"), ("水龙头漏水", "repair"), ("想申请困难补助", "subsidy"), ("想请人代买菜", "accompany"),
         ("跟邻居吵架", "mediation"), ("燃气软管老化", "safety_hazard"), ("楼道垃圾没人清", "environment"), ("想配药", "medical")]
# How many households of each category, beside each other where two stand.
CATEGORIES = [(("elder_alone",), 40), (("elder_alone", "elder_80plus"), 30), (("dementia",), 12),
              (("serious_illness",), 30), (("dispute",), 8), (("elder_80plus",), 110), (("elder_couple",), 90),
              (("disabled",), 60), (("child_hardship",), 20), (("mental_illness",), 15), (("lost_only_child",), 8),
              (("released",), 8), (("low_income",), 90), (("low_income", "disabled"), 20), (("party_hardship",), 20),
              (("veteran",), 40), (("migrant",), 119), ((), 80)]


def load_chatter():
    path = os.path.join(HERE, "..", "corpus", "chatter.jsonl")
    texts = [json.loads(line) for line in open(path, encoding="utf-8")]
    return [t["text"] for t in texts if t["chat"] == "group" and t["expect"]["intent"] == "none"]


def workdays(calendar):
    """day -> worked, by config/calendar-cn.toml."""
    marks = {}
    for entry in calendar["day"]:
        marks[entry["date"]] = entry["kind"] == "workday"
    return lambda day: marks.get(day, day.weekday() < 5)


def load_calendar():
    import tomllib
    with open(os.path.join(HERE, "..", "..", "config", "calendar-cn.toml"), "rb") as file:
        return workdays(tomllib.load(file))


class Year:
    def __init__(self, seed, days, households):
        self.chance = random.Random(seed)
        self.first = datetime.date(2026, 1, 5)
        self.days = days
        self.is_workday = load_calendar()
        self.messages, self.truth = [], []
        self.visits = 0
        self.people = self.make_people(households)
        self.needs = 0
        self.open_needs = {}   # what is being followed up: (household, kind, text) -> number of the need
        self.need_of_visit = {}
        self.closings = {}     # day -> [(need, who)]
        self.attempts = {}     # household -> days of attempts
        self.chatter = load_chatter()

    # ---- the community

    def make_people(self, count):
        rooms = ["%d号楼%d%02d" % (b, f, r) for b in range(1, 26) for f in range(1, 7) for r in range(1, 7)]
        self.chance.shuffle(rooms)
        kinds = [codes for codes, number in CATEGORIES for _ in range(number)]
        self.chance.shuffle(kinds)
        people, names = [], set()
        while len(people) < count:
            name = self.chance.choice(SURNAMES) + self.chance.choice(GIVEN)
            if name in names:
                continue
            names.add(name)
            i = len(people)
            people.append({"name": name, "address": rooms[i], "categories": kinds[i % len(kinds)],
                           "responsible": self.chance.randrange(len(CADRES)), "last": None, "promised": None})
        return people

    def write_tables(self, folder):
        with open(os.path.join(folder, "roster.csv"), "w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow("platform user_id name role community town unit phone duties".split())
            for user, name, duties in zip(CADRES, CADRE_NAMES, DUTIES):
                out.writerow(["sim", user, name, "cadre", COMMUNITY, TOWN, "", "", duties])
            for i in range(40):
                out.writerow(["sim", "r-%d" % i, "居民%d" % i, "resident", COMMUNITY, TOWN, "", "", ""])
            out.writerow(["sim", "m-tang", "唐师傅", "meal_manager", COMMUNITY, TOWN, "", "", ""])
        with open(os.path.join(folder, "people.csv"), "w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow("community name address categories responsible".split())
            for p in self.people:
                out.writerow([COMMUNITY, p["name"], p["address"], ";".join(p["categories"]),
                              CADRES[p["responsible"]]])

    # ---- what is written

    def say(self, at, who, text, group=False, **more):
        number = len(self.messages)
        send = {"at": at.isoformat() + "+08:00", "from": who, "text": text, "message_id": "m%d" % number}
        if group:
            send["chat"] = {"id": GROUP, "kind": "group"}
        self.messages.append({"send": send, **more})
        return "m%d" % number

    def happened(self, at, what, **more):
        self.truth.append({"at": at.isoformat(), "what": what, **more})

    def visit(self, at, person, who, day, method="home", revisit=None, attempt=False, need=None):
        number = self.visits
        self.visits += 1
        self.happened(at, "attempt" if attempt else "visit", visit=number, person=person, by=who, day=day.isoformat(),
                      method=method, revisit=revisit.isoformat() if revisit else None)
        if need:
            self.need(at, number, person, who, need)
        p = self.people[person]
        if not attempt:
            p["last"] = max(p["last"] or day, day)
            if revisit:
                p["promised"] = revisit
            elif p["promised"] and day >= p["promised"] - datetime.timedelta(days=2):
                p["promised"] = None
        return number

    def need(self, at, visit, person, who, need):
        """A need is followed up by whoever has the duty, unless the same is being followed up already."""
        text, kind = need
        key = (person, kind, text if kind in ("repair", "environment") else "")
        if key in self.open_needs:
            return
        number = self.needs
        self.needs += 1
        self.open_needs[key] = number
        self.need_of_visit[visit] = key
        by = DOES.get(kind, who)
        self.happened(at, "need", need=number, visit=visit, person=person, by=by, kind=kind)
        if self.chance.random() < 0.8:
            day = at.date() + datetime.timedelta(days=self.chance.randint(0, 14))
            while not self.is_workday(day) or day == at.date():
                day += datetime.timedelta(days=1)
            self.closings.setdefault(day, []).append((number, by, key))

    def title(self, person):
        """How a cadre writes of the household: the room and the name, the name alone, a form of address."""
        p = self.people[person]
        return self.chance.choice([p["address"] + p["name"]] * 6 + [p["name"]] * 2)

    def report_alone(self, at, person, who):
        chance, p = self.chance, self.people[person]
        title, condition = self.title(person), chance.choice(CONDITIONS)
        day, method, revisit, need = at.date(), "home", None, None
        forms = ["home"] * 10 + ["phone"] * 3 + ["online", "yesterday", "dated", "group", "group", "group phone"]
        form = chance.choice(forms)
        if form == "yesterday" and p["last"] and p["last"] >= day - datetime.timedelta(days=1):
            form = "home"
        tail = ""
        if chance.random() < 0.10:
            need = chance.choice(NEEDS)
            tail = "，" + need[0]
        elif chance.random() < 0.06:
            revisit = day + datetime.timedelta(days=chance.randint(3, 12))
            tail = "，%d月%d日再去" % (revisit.month, revisit.day)
        if form == "phone":
            method, text = "phone", "电话联系了%s，%s" % (title, condition)
        elif form == "online":
            method, text = "online", "微信视频联系了%s，%s" % (title, condition)
        elif form == "yesterday":
            day = day - datetime.timedelta(days=1)
            text = "昨天上门看望了%s，%s" % (title, condition)
        elif form == "dated":
            text = "%d月%d日走访了%s，%s" % (day.month, day.day, title, condition)
        elif form == "group phone":
            method, text = "phone", "电话联系了%s%s，%s" % (p["address"], p["name"], condition)
        elif form == "group":
            text = "今天上午走访了%s%s，%s" % (p["address"], p["name"], condition)
        else:
            text = chance.choice(["走访了%s，%s", "刚去看了%s，%s", "上门看望%s，%s"]) % (title, condition)
        group = form.startswith("group")
        number = self.visit(at, person, who, day, method, revisit, need=need)
        message = self.say(at, CADRES[who], text + tail, group, visits=[number], address=p["address"])
        later = chance.random()
        if later < 0.015:
            self.correct_day(at, who, number, person)
        elif later < 0.03:
            self.withdraw(at, who, number, person)
        elif later < 0.04 and not group and form == "home":
            self.edit(at, who, number, person, message, text, tail)

    def recount(self, person):
        """After something was taken back: what is left of the household's visits."""
        left, promised = None, None
        for event in self.truth:
            if event["what"] == "visit" and event["person"] == person and not event.get("gone"):
                left = max(left or event["day"], event["day"])
        self.people[person]["last"] = datetime.date.fromisoformat(left) if left else None
        self.people[person]["promised"] = promised

    def told(self, number):
        return next(e for e in reversed(self.truth) if e.get("visit") == number and e["what"] == "visit")

    def correct_day(self, at, who, number, person):
        at = at + datetime.timedelta(minutes=2)
        event = self.told(number)
        day = datetime.date.fromisoformat(event["day"]) - datetime.timedelta(days=1)
        text = "更正 {V:%d} 日期%d月%d日" % (number, day.month, day.day)
        self.say(at, CADRES[who], text)
        self.happened(at, "day", visit=number, day=day.isoformat())
        event["day_now"] = day.isoformat()

    def withdraw(self, at, who, number, person):
        at = at + datetime.timedelta(minutes=3)
        self.say(at, CADRES[who], self.chance.choice(["撤回 {V:%d}", "撤回{V:%d}"]) % number)
        self.happened(at, "withdrawn", visit=number)
        self.told(number)["gone"] = True
        self.open_needs.pop(self.need_of_visit.get(number), None)
        self.recount(person)

    def edit(self, at, who, number, person, message, text, tail):
        """The message is edited: another day, everything else as it was."""
        day = at.date() - datetime.timedelta(days=2)
        at = at + datetime.timedelta(minutes=1)
        new = "%d月%d日%s%s" % (day.month, day.day, text, tail)
        self.say(at, CADRES[who], new)
        self.messages[-1]["send"]["edits"] = message
        self.happened(at, "day", visit=number, day=day.isoformat())

    def report_several(self, at, persons, who):
        parts, numbers = [], []
        for person in persons:
            parts.append("%s%s%s" % (self.people[person]["address"], self.people[person]["name"],
                                     self.chance.choice(CONDITIONS)))
            numbers.append(self.visit(at, person, who, at.date()))
        self.say(at, CADRES[who], "今天走访%d户：%s" % (len(persons), "；".join(parts)), visits=numbers)

    def relay(self, at, persons, whos):
        """A list that grows in the group: each posting repeats it and adds a line."""
        lines = []
        for who, person in zip(whos, persons):
            at = at + datetime.timedelta(minutes=self.chance.randint(3, 20))
            p = self.people[person]
            lines.append("%s %s %s" % (p["name"], p["address"], self.chance.choice(CONDITIONS)))
            if self.chance.random() < 0.3 and len(lines) > 1:
                lines.insert(0, lines.pop())
            number = self.visit(at, person, who, at.date())
            body = "\n".join("%d. %s" % (i + 1, line) for i, line in enumerate(lines))
            self.say(at, CADRES[who], "#接龙\n%d月%d日走访\n%s\n%d." % (at.month, at.day, body, len(lines) + 1), True,
                     visits=[number])
        # Somebody posts it once more with nothing new in it.
        at = at + datetime.timedelta(minutes=2)
        self.say(at, CADRES[self.chance.randrange(len(CADRES))], self.messages[-1]["send"]["text"], True, visits=[])

    def attempt(self, at, person, who):
        p = self.people[person]
        number = self.visit(at, person, who, at.date(), attempt=True)
        self.say(at, CADRES[who], "走访%s%s，敲门没人应" % (p["address"], p["name"]), visits=[number])
        day = at.date()
        earlier = self.attempts.setdefault(person, [])
        alone = "elder_alone" in p["categories"]
        if alone or any((day - d).days <= 7 for d in earlier):
            # Somebody goes there at once and closes it before the evening.
            need = self.needs
            self.needs += 1
            self.happened(at, "need", need=need, visit=number, person=person, by=who, kind="welfare_check",
                          urgent=alone)
            self.say(at + datetime.timedelta(minutes=1), CADRES[who], "我去", visits=[])
            at = at + datetime.timedelta(minutes=55)
            self.say(at, CADRES[who], "{T:%d} 已处理，人没事" % need, visits=[])
            self.happened(at, "closed", need=need)
        earlier.append(day)

    # ---- the days

    def is_due(self, person, day):
        p = self.people[person]
        if p["promised"] and p["promised"] <= day + datetime.timedelta(days=1):
            return True
        interval = min([INTERVALS[c] for c in p["categories"]], default=0)
        if not interval:
            return False
        start = p["last"] or self.first - datetime.timedelta(days=max(0, interval - 7))
        return day >= start + datetime.timedelta(days=interval - 1)

    def live(self, day):
        chance = self.chance
        worked = self.is_workday(day)
        events = []
        for _ in range(chance.randint(29, 44) if worked else chance.randint(22, 36)):
            minute = chance.randrange(7 * 60, 21 * 60)
            events.append((minute, "chatter", None))
        if worked:
            events.append((9 * 60, "lists", None))
            todo = [i for i in range(len(self.people)) if self.is_due(i, day) and chance.random() < 0.75]
            todo += chance.sample(range(len(self.people)), 3)
            chance.shuffle(todo)
            seen = set()
            todo = [i for i in todo if not (i in seen or seen.add(i)) and self.people[i]["last"] != day]
            groups, rest = [], todo
            if len(rest) > 12 and chance.random() < 0.5:
                groups.append(("relay", rest[:5]))
                rest = rest[5:]
            while rest:
                if chance.random() < 0.10 and len(rest) >= 2:
                    groups.append(("several", rest[:2]))
                    rest = rest[2:]
                else:
                    groups.append(("attempt" if chance.random() < 0.02 else "alone", rest[:1]))
                    rest = rest[1:]
            for need, by, key in self.closings.pop(day, []):
                events.append((chance.randrange(9 * 60 + 5, 17 * 60), "close", [need, by]))
                if self.open_needs.get(key) == need:
                    self.open_needs.pop(key)
            for what, persons in groups:
                events.append((chance.randrange(9 * 60 + 30, 16 * 60), what, persons))
        events.sort(key=lambda e: (e[0], e[1], e[2] or []))
        for minute, what, persons in events:
            at = datetime.datetime.combine(day, datetime.time(0)) + datetime.timedelta(minutes=minute,
                                                                                    seconds=chance.randrange(60))
            if what == "chatter":
                self.say(at, "r-%d" % chance.randrange(40), chance.choice(self.chatter), True, visits=[])
            elif what == "lists":
                for user in CADRES:
                    self.say(at, user, "全部", visits=[], ask="list", day=day.isoformat())
                if day.day <= 7 and day.weekday() == 0:
                    self.say(at, CADRES[1], "上个月走访多少户", visits=[], ask="month", day=day.isoformat())
            elif what == "close":
                need, by = persons
                self.say(at, CADRES[by], chance.choice(["{T:%d} 已办好", "{T:%d} 已处理", "{T:%d}办好了"]) % need,
                         visits=[])
                self.happened(at, "closed", need=need)
            elif what == "relay":
                self.relay(at, persons, [chance.randrange(len(CADRES)) for _ in persons])
            elif what == "several":
                self.report_several(at, persons, self.people[persons[0]]["responsible"])
            elif what == "attempt":
                self.attempt(at, persons[0], self.people[persons[0]]["responsible"])
            else:
                self.report_alone(at, persons[0], self.people[persons[0]]["responsible"])

    def run(self):
        for i in range(self.days):
            self.live(self.first + datetime.timedelta(days=i))
        order = sorted(range(len(self.messages)), key=lambda i: (self.messages[i]["send"]["at"], i))
        self.messages = [self.messages[i] for i in order]
        self.truth = sorted(self.truth, key=lambda e: e["at"])


# Who follows up what, by the duties of the roster above; all else is the visitor's own.
DOES = {"repair": 3, "environment": 3, "subsidy": 2, "mediation": 1, "safety_hazard": 4}

# Days until the next contact, as the year's cadres know them; count.py has the facts' own table.
INTERVALS = {"elder_alone": 7, "dementia": 7, "serious_illness": 14, "dispute": 14, "elder_80plus": 30,
             "elder_couple": 30, "disabled": 30, "child_hardship": 30, "mental_illness": 30, "lost_only_child": 30,
             "released": 30, "low_income": 60, "party_hardship": 60, "veteran": 90, "migrant": 90}


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--out", required=True)
    p.add_argument("--seed", type=int, default=2026)
    p.add_argument("--days", type=int, default=365)
    p.add_argument("--households", type=int, default=800)
    a = p.parse_args()
    year = Year(a.seed, a.days, a.households)
    year.run()
    os.makedirs(a.out, exist_ok=True)
    year.write_tables(a.out)
    for name, lines in (("messages.jsonl", year.messages), ("truth.jsonl", year.truth)):
        with open(os.path.join(a.out, name), "w", encoding="utf-8") as file:
            for line in lines:
                line = {k: v for k, v in line.items() if k not in ("gone", "day_now")}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
    chatter = sum(1 for m in year.messages if m["send"]["from"].startswith("r-"))
    print("%d messages, %d of them chatter, %d visits told of" % (len(year.messages), chatter, year.visits))


if __name__ == "__main__":
    main()
