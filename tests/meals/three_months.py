#!/usr/bin/env python3
"""Three months of a meal point with 400 eaters, 6 carriers, holidays, menus, changes and mistakes.

    three_months.py --program build/bin/qingdan [--days 91] [--eaters 400] [--seed 7]

The generator decides what truly happens: who wants what on which day, who calls off, who changes, which door stays
shut, what the manager waives. It writes that down as plain facts, and only then writes the messages that people send
about it. The messages go through `qingdan simulate`; every kitchen count, every route and every bill that comes out is
compared with what this file counts from the facts alone. It never looks at what the program understood.

At the end three errors are planted in the counting (a portion forgotten, two doors of a route exchanged, a fen too
much on one bill), and each has to be found.
"""
import argparse
import base64
import collections
import datetime
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
# No name with the syllable that also means a household: the parser takes it for that word.
GIVEN = "秀英桂兰玉珍建国志强美华淑芬根宝阿福慧芳国平文娟林生海涛雪梅永康金凤小妹德明珍月仙水根"
PRICE = {"standard": 1500, "age60": 1200, "age80": 900, "hardship": 300}
MEALS = {"lunch": "午饭", "dinner": "晚饭"}
SHUT_FROM, SHUT_UNTIL = datetime.date(2026, 4, 4), datetime.date(2026, 4, 5)  # told by the manager
START = datetime.date(2026, 3, 2)
CARRIERS = ["s-%d" % i for i in range(1, 7)]
ZONE = "+08:00"


class Eater:
    def __init__(self, number, name, address, birth, level, diet):
        self.number, self.name, self.address, self.birth, self.level, self.diet = \
            number, name, address, birth, level, diet
        self.user = "e-%03d" % number

    def level_on(self, day):
        if self.level:
            return self.level
        age = day.year - self.birth.year - ((day.month, day.day) < (self.birth.month, self.birth.day))
        return "age80" if age >= 80 else "age60" if age >= 60 else "standard"

    def door(self):
        return tuple(int(n) for n in re.findall(r"\d+", self.address))


def price(level, portions):
    return PRICE[level] + (portions - 1) * PRICE["standard"]


def make_eaters(rng, count):
    names, doors, eaters = set(), set(), []
    while len(eaters) < count:
        name = rng.choice(SURNAMES) + "".join(rng.choice(GIVEN) for _ in range(2))
        door = (rng.randint(1, 30), rng.randint(1, 18) * 100 + rng.randint(1, 4))
        if name in names or door in doors:
            continue
        names.add(name)
        doors.add(door)
        birth = datetime.date(rng.randint(1934, 1964), rng.randint(1, 12), rng.randint(1, 28))
        eaters.append(Eater(len(eaters) + 1, name, "%d号楼%d" % door, birth,
                            rng.choice(["", "", "", "", "hardship"]),
                            rng.choice([[], [], [], ["low_salt"], ["soft"], ["low_salt", "soft"], ["no_pork"]])))
    return eaters


def at(day, hour, minute, second=0):
    return "%sT%02d:%02d:%02d%s" % (day, hour, minute, second, ZONE)


class World:
    """What truly happens, and the messages that tell of it."""

    def __init__(self, rng, eaters, days):
        self.rng, self.eaters, self.days = rng, eaters, days
        self.meals = {}          # (day, meal, eater number) -> portions that are cooked
        self.shut = set()        # (day, meal, eater number): nobody opened
        self.waived = set()      # likewise
        self.mistakes = 0
        self.lines = []          # (when, who, text)
        for number, eater in enumerate(eaters):
            self.live(eater, number)
        self.rounds()
        self.waivers()
        self.lines.append((at(SHUT_FROM - datetime.timedelta(days=20), 9, 0), "m-1",
                           "%d月%d日到%d日不开伙" % (SHUT_FROM.month, SHUT_FROM.day, SHUT_UNTIL.day)))
        self.lines.sort(key=lambda line: line[0])

    def dates(self):
        return [START + datetime.timedelta(days=i) for i in range(1, self.days)]

    def is_open(self, day):
        return not SHUT_FROM <= day <= SHUT_UNTIL

    def say(self, day, hour, minute, who, text):
        self.lines.append((at(day, hour, minute, self.rng.randint(0, 59)), who, text))

    def live(self, eater, number):
        rng = self.rng
        kind = rng.random()
        meal = "dinner" if rng.random() < 0.15 else "lunch"
        wanted = {}
        if kind < 0.35:      # a standing order from the first day
            portions = 2 if rng.random() < 0.1 else 1
            week = rng.random() < 0.5
            self.say(START, 8, number % 60, eater.user,
                     ("每天%s%d份" if not week else "每周一到周五%s%d份") % (MEALS[meal], portions))
            # It was said before the first day's dinner was closed, so that one is meant, too.
            first = [START] if meal == "dinner" else []
            for day in first + self.dates():
                if (not week or day.isoweekday() <= 5) and self.is_open(day):
                    wanted[day] = portions
            self.leave_days_out(eater, meal, wanted)
            self.pause(eater, meal, wanted)
        else:                # orders now and then, a day ahead
            for day in self.dates():
                if self.is_open(day) and rng.random() < 0.12:
                    portions = 2 if rng.random() < 0.15 else 1
                    before = day - datetime.timedelta(days=1)
                    self.say(before, 9, rng.randint(0, 50), eater.user,
                             "明天%s%s份" % (MEALS[meal], "一" if portions == 1 else "两"))
                    wanted[day] = portions
                    self.change_mind(eater, meal, wanted, day, before)
        for day, portions in wanted.items():
            self.meals[(day, meal, eater.number)] = portions

    def leave_days_out(self, eater, meal, wanted):
        for day in sorted(wanted):
            before = day - datetime.timedelta(days=1)
            if self.rng.random() < 0.03 and before > START:
                self.say(before, 10, self.rng.randint(0, 59), eater.user, "明天%s不要了" % MEALS[meal])
                del wanted[day]

    def pause(self, eater, meal, wanted):
        if self.rng.random() > 0.2:
            return
        first = START + datetime.timedelta(days=self.rng.randint(10, max(11, self.days - 20)))
        last = first + datetime.timedelta(days=self.rng.randint(2, 8))
        self.say(first - datetime.timedelta(days=2), 14, self.rng.randint(0, 59), eater.user,
                 "%d月%d日到%d月%d日停餐" % (first.month, first.day, last.month, last.day))
        for day in list(wanted):
            if first <= day <= last:
                del wanted[day]

    def change_mind(self, eater, meal, wanted, day, before):
        turn = self.rng.random()
        if turn < 0.08:
            self.say(before, 11, self.rng.randint(0, 59), eater.user, "明天%s不要了" % MEALS[meal])
            del wanted[day]
        elif turn < 0.14:
            self.say(before, 12, self.rng.randint(0, 59), eater.user, "明天%s改成3份" % MEALS[meal])
            wanted[day] = 3
        elif turn < 0.20:    # mistakes: the same message again, and a cancellation that comes too late
            self.say(before, 13, self.rng.randint(0, 59), eater.user,
                     "明天%s%s份" % (MEALS[meal], "一" if wanted[day] == 1 else "两"))
            self.mistakes += 1
        elif turn < 0.24 and meal == "lunch":
            self.say(before, 16, self.rng.randint(5, 59), eater.user, "明天午饭不要了")
            self.mistakes += 1

    def kitchen(self, day, meal):
        return sorted((e for (d, m, e) in self.meals if d == day and m == meal))

    def route(self, day, meal):
        """(carrier, [eater numbers]) in walking order: nobody's share begins before theirs is due, no door is cut."""
        who = sorted(self.kitchen(day, meal), key=lambda n: self.eaters[n - 1].door())
        boxes = sum(self.meals[(day, meal, n)] for n in who)
        shares, given, carrier = collections.OrderedDict(), 0, 0
        for n in who:
            while carrier + 1 < len(CARRIERS) and given * len(CARRIERS) >= boxes * (carrier + 1):
                carrier += 1
            shares.setdefault(CARRIERS[carrier], []).append(n)
            given += self.meals[(day, meal, n)]
        return shares

    def rounds(self):
        for day in self.dates():
            for meal, hour in (("lunch", 11), ("dinner", 17)):
                for carrier, doors in self.route(day, meal).items():
                    shut = [n for n in doors if self.rng.random() < 0.006]
                    for n in shut:
                        self.shut.add((day, meal, n))
                        self.say(day, hour, self.rng.randint(0, 20), carrier,
                                 "%s没人应门" % self.eaters[n - 1].name)
                        self.say(day, hour + 1, self.rng.randint(0, 20), "c-1",
                                 "%s人没事，去女儿家了" % self.eaters[n - 1].name)
                    if len(shut) < len(doors):
                        self.say(day, hour, self.rng.randint(30, 55), carrier, "都送完了")

    def waivers(self):
        for key in sorted(self.shut):
            if self.rng.random() < 0.4:
                day, _, n = key
                self.waived.add(key)
                self.say(day, 20, self.rng.randint(0, 59), "m-1",
                         "%s今天的饭免单，住院了" % self.eaters[n - 1].name)

    def bill(self, number, year, month):
        eater, own, portions, waived = self.eaters[number - 1], 0, 0, 0
        for (day, meal, n), count in self.meals.items():
            if n == number and (day.year, day.month) == (year, month):
                amount = price(eater.level_on(day), count)
                own += amount
                portions += count
                # One message about a person's day waives all their meals of that day.
                if any((day, m, n) in self.waived for m in MEALS):
                    waived += amount
        return portions, own, waived


class Got:
    """What came out of the program."""

    def __init__(self):
        self.counts, self.routes, self.bills, self.errors = {}, {}, {}, []

    def take(self, line, answer):
        if "error" in answer:
            self.errors.append(answer["error"])
        for message in answer["out"]:
            to = message["to"].get("user", "")
            for file in message["files"]:
                if file["name"].startswith("list-") and file["name"].endswith(".xlsx") and to == "m-1":
                    self.take_list(file)
                if file["name"].startswith("bills-") and file["name"].endswith(".xlsx"):
                    self.take_bills(file)

    def take_list(self, file):
        _, year, month, day, meal = file["name"][:-5].split("-")
        day = datetime.date(int(year), int(month), int(day))
        rows = sheet(file)
        head = rows[0]
        entries = [dict(zip(head, row + [""] * (len(head) - len(row)))) for row in rows[1:]]
        self.counts[(day, meal)] = {e["姓名"]: int(float(e["份数"])) for e in entries}
        routes = collections.OrderedDict()
        for e in entries:
            routes.setdefault(e["送餐人"], []).append((int(float(e["站"] or 0)), e["姓名"]))
        self.routes[(day, meal)] = routes

    def take_bills(self, file):
        month = file["name"][6:13]
        rows = sheet(file)
        head = rows[0]
        self.bills[month] = {}
        for row in rows[1:]:
            e = dict(zip(head, row))
            self.bills[month][e["姓名"]] = (int(float(e["份数"])), round(float(e["自付"]) * 100),
                                            round(float(e["免"]) * 100))


def sheet(file):
    """The rows of the first sheet of an XLSX, read without any library of the program's."""
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(file["bytes"]))) as archive:
        shared = []
        if "xl/sharedStrings.xml" in archive.namelist():
            for item in ET.fromstring(archive.read("xl/sharedStrings.xml")).findall("m:si", space):
                shared.append("".join(t.text or "" for t in item.iter("{%s}t" % space["m"])))
        rows = []
        for row in ET.fromstring(archive.read("xl/worksheets/sheet1.xml")).iter("{%s}row" % space["m"]):
            cells = []
            for cell in row.findall("m:c", space):
                letters = re.match(r"[A-Z]+", cell.get("r")).group(0)
                column = 0
                for letter in letters:
                    column = column * 26 + ord(letter) - 64
                while len(cells) < column - 1:
                    cells.append("")
                value = cell.find("m:v", space)
                text = value.text if value is not None else ""
                cells.append(shared[int(text)] if cell.get("t") == "s" and text else text)
            rows.append(cells)
    return rows


def play(program, world, folder):
    with open(os.path.join(folder, "roster.csv"), "w", encoding="utf-8") as f:
        f.write("platform,user_id,name,role,community,town,phone,duties\n")
        f.write("sim,m-1,田师傅,meal_manager,测试新村,测试镇,10000002001,\n")
        f.write("sim,c-1,洪干部,cadre,测试新村,测试镇,10000002002,secretary;duty\n")
        for carrier in CARRIERS:
            f.write("sim,%s,送餐员%s,carrier,测试新村,测试镇,1000000210%s,\n" % (carrier, carrier[-1], carrier[-1]))
        for eater in world.eaters:
            f.write("sim,%s,%s,resident,测试新村,测试镇,,\n" % (eater.user, eater.name))
    with open(os.path.join(folder, "people.csv"), "w", encoding="utf-8") as f:
        f.write("community,name,address,birth,diet,meal_level,responsible\n")
        for eater in world.eaters:
            f.write("测试新村,%s,%s,%s,%s,%s,c-1\n"
                    % (eater.name, eater.address, eater.birth, ";".join(eater.diet), eater.level))
    end = START + datetime.timedelta(days=world.days + 12)
    lines = [{"at": when, "from": who, "text": text} for when, who, text in world.lines]
    lines.append({"at": at(end, 20, 0)})
    with open(os.path.join(folder, "in.jsonl"), "w", encoding="utf-8") as f:
        for line in lines:
            f.write(json.dumps(line, ensure_ascii=False) + "\n")
    got = Got()
    with open(os.path.join(folder, "in.jsonl"), "rb") as source:
        out = subprocess.Popen([program, "simulate", "--roster", os.path.join(folder, "roster.csv"), "--people",
                                os.path.join(folder, "people.csv")], stdin=source, stdout=subprocess.PIPE)
        for line, text in zip(lines, out.stdout):
            got.take(line, json.loads(text))
        out.wait()
    return got


def compare(world, got):
    """Every difference between the facts and what came out, in words."""
    wrong = list(got.errors)
    names = {e.number: e.name for e in world.eaters}
    carriers = {"送餐员%s" % c[-1]: c for c in CARRIERS}
    for day in world.dates():
        for meal in MEALS:
            facts = {names[n]: world.meals[(day, meal, n)] for n in world.kitchen(day, meal)}
            count = got.counts.get((day, meal), {})
            if facts != count:
                wrong.append("kitchen %s %s: %d portions, counted %d; differ: %s"
                             % (day, meal, sum(count.values()), sum(facts.values()),
                                sorted(set(facts.items()) ^ set(count.items()))[:4]))
                continue
            route = {carriers.get(c, c): [name for _, name in stops] for c, stops in
                     got.routes.get((day, meal), {}).items()}
            expected = {c: [names[n] for n in doors] for c, doors in world.route(day, meal).items()}
            if route != expected:
                wrong.append("route %s %s: %s instead of %s" % (day, meal, route, expected))
    months = sorted({(day.year, day.month) for day in world.dates()
                     if day.replace(day=28) + datetime.timedelta(days=4) <=
                     START + datetime.timedelta(days=world.days + 10)})
    for year, month in months:
        bills = got.bills.get("%d-%02d" % (year, month), {})
        for eater in world.eaters:
            facts = world.bill(eater.number, year, month)
            bill = bills.get(eater.name, (0, 0, 0))
            if facts != bill:
                wrong.append("bill %d-%02d %s: (portions, fen, waived) %s, counted %s"
                             % (year, month, eater.name, bill, facts))
    return wrong


def planted(world, got):
    """Three errors, each put into what came out; each has to be found."""
    days = set(world.dates())
    day, meal = next(key for key in sorted(got.counts) if key[0] in days and len(got.counts[key]) > 3)
    name = sorted(got.counts[(day, meal)])[0]
    got.counts[(day, meal)][name] += 1
    found = any("kitchen" in w for w in compare(world, got))
    got.counts[(day, meal)][name] -= 1
    yield "a portion too many in the kitchen", found
    carrier = next(c for c, stops in got.routes[(day, meal)].items() if len(stops) > 1)
    stops = got.routes[(day, meal)][carrier]
    stops[0], stops[1] = stops[1], stops[0]
    found = any("route" in w for w in compare(world, got))
    stops[0], stops[1] = stops[1], stops[0]
    yield "two doors of a route exchanged", found
    month = sorted(got.bills)[0]
    name = sorted(got.bills[month])[0]
    right = got.bills[month][name]
    got.bills[month][name] = (right[0], right[1] + 1, right[2])
    found = any("bill" in w for w in compare(world, got))
    got.bills[month][name] = right
    yield "a fen too much on one bill", found


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--program", required=True)
    p.add_argument("--days", type=int, default=91)
    p.add_argument("--eaters", type=int, default=400)
    p.add_argument("--seed", type=int, default=7)
    a = p.parse_args()
    rng = random.Random(a.seed)
    world = World(rng, make_eaters(rng, a.eaters), a.days)
    with tempfile.TemporaryDirectory() as folder:
        got = play(a.program, world, folder)
    wrong = compare(world, got)
    print("%d messages, %d meals, %d doors shut, %d mistakes of people; %d lists, %d months"
          % (len(world.lines), len(world.meals), len(world.shut), world.mistakes, len(got.counts), len(got.bills)))
    for line in wrong[:20]:
        print(line)
    if wrong:
        print("%d differences" % len(wrong))
        return 1
    for error, found in planted(world, got):
        print("%s: %s" % (error, "found" if found else "NOT FOUND"))
        if not found:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
