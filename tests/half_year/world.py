"""The half-year's truth: who is there, what offices ask of whom, and who answers how. A fixed seed makes it the same again.

The generator writes messages as people do and knows what each of them means; the model (model.py) counts by that truth,
the program by what it reads.
"""
import datetime
import random
import tomllib

KINDS = {
    # kind: (measure words for a count in a period, words of the thing)
    "meeting": "开了{n}个会",
    "form": "填了{n}张报表",
    "proof": "开了{n}张证明",
    "assessment": "迎检{n}次",
    "system": "要登录{n}个系统，太多了",
    "signage": "挂了{n}块牌子",
}
STOCK = {"system", "signage"}
PERIODS = {"day": "今天", "week": "这周", "month": "本月", "quarter": "这个季度"}
OFFICES = ["安全办", "平安办", "文明办", "城运中心"]
STRANGERS = ["统计局"]


class World:
    def __init__(self, towns, communities, seed, config_folder):
        self.random = random.Random(seed)
        listed = tomllib.load(open(config_folder + "/towns.toml", "rb"))["town"][:towns]
        self.towns = [t["name"] for t in listed]
        self.communities = []          # (town, name, [cadres], secretary)
        self.roster = ["platform,user_id,name,role,community,town,unit,duties,superior"]
        self.officials, self.supervisor = {}, {}
        for t, town in enumerate(self.towns):
            place = town[-1] if town.endswith("镇") else "街道"
            self.supervisor[town] = "o-%d-s" % t
            self.roster.append("sim,o-%d-s,官甲%d,official,,%s,%s党政办公室,,区委社会工作部" % (t, t, town, place))
            for o, office in enumerate(OFFICES):
                user = "o-%d-%d" % (t, o)
                self.officials[(town, place + office)] = user
                self.roster.append("sim,%s,官乙%d%d,official,,%s,%s,," % (user, t, o, town, place + office))
            for c in range(communities):
                name = "%s%d居" % (town[:2], c + 1)
                cadres = ["c-%d-%d-%d" % (t, c, i) for i in range(3)]
                for i, cadre in enumerate(cadres):
                    self.roster.append("sim,%s,干部%d%d%d,cadre,%s,%s,,%s," %
                                       (cadre, t, c, i, name, town, "secretary" if i == 0 else ""))
                self.communities.append((town, name, cadres))
        self.district = "o-district"
        self.roster.append("sim,o-district,官丙,official,,,区委社会工作部,,")
        self.offices_of = {town: [u for (t, u) in self.officials if t == town] for town in self.towns}
        # Each community has an office that asks for most, so that limits are passed and passed again.
        self.heavy = {name: self.random.choice(self.offices_of[town]) for town, name, _ in self.communities}

    def reports_of(self, day):
        """Messages of one day in order: (community, town, cadre, truth, text)."""
        r = self.random
        said = []
        for town, name, cadres in self.communities:
            if r.random() > 0.22:
                continue
            kind = r.choices(list(KINDS), [8, 5, 2, 2, 2, 2])[0]
            period = None if kind in STOCK else r.choices([None, "day", "week", "month", "quarter"], [2, 3, 6, 3, 1])[0]
            count = {"week": r.randint(1, 6), "month": r.randint(3, 12), "quarter": r.randint(2, 4)}.get(period, r.randint(1, 3))
            if kind in STOCK:
                count = r.randint(2, 7)
            if kind == "assessment":
                count = min(count, 3)
            organizer = r.choices([self.heavy[name], r.choice(self.offices_of[town]), STRANGERS[0], None], [10, 4, 1, 2])[0]
            if organizer is None and period is None and kind not in STOCK:
                period = "day"  # nothing but a number is no report
            voices = r.sample(cadres, r.choices([1, 2, 3], [6, 2, 1])[0])
            for i, cadre in enumerate(voices):
                told = count if i == 0 else max(1, count - r.randint(0, 1))
                truth = {"kind": kind, "count": told, "period": period, "organizer": organizer}
                said.append((name, town, cadre, truth, text_of(truth)))
        return said


def text_of(truth):
    """`这周开了5个会，镇安全办叫的`."""
    head = PERIODS.get(truth["period"], "现在" if truth["kind"] in STOCK else "")
    text = head + KINDS[truth["kind"]].format(n=truth["count"])
    if truth["organizer"]:
        text += "，%s要求的" % truth["organizer"]
    return text


def days(first, last):
    while first <= last:
        yield first
        first += datetime.timedelta(days=1)
