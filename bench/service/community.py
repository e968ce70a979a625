"""The mix of messages that one community writes, and the people who write it. All of it is invented."""
import datetime
import random

COMMUNITY, TOWN = "东滨新村", "临塘镇"
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫"
GIVEN = "桂英秀兰玉珍建国志明美华丽芳文彬国强惠芬月娥根宝阿毛金妹海燕春梅德福水根招弟永康素珍宝山"
BURDENS = ["今天又开了{n}个会，安全生产的", "这周填了{n}张表，都是一样的内容", "{n}月份台账{n}本，街道要求的", "系统里又录了一遍人口信息，用了{n}小时"]
QUESTIONS = ["怎么办居住证", "居委会几年选一次", "选民名单什么时候公布", "台账怎么减", "重点户多久走访一次", "主任是直接选举产生的吗", "取消订餐最晚几点", "什么样的老人可以享受助餐补贴"]
CHATTER = ["谢谢", "好的", "收到", "今天天气不错", "辛苦了", "早上好", "知道了，晚点再说", "小区门口的树该修了吧"]
CONDITIONS = ["血压有点高", "一切都好", "腿脚不太方便，提醒少出门", "精神不错", "降压药快吃完了，已帮忙联系家庭医生", "想申请居家护理，已登记"]
# Out of a hundred messages of a week: helped meals most, then reports, questions, small talk, feedback.
SHARES = [("order", 34), ("change", 4), ("cancel", 4), ("visit", 27), ("burden", 6), ("question", 10), ("menu", 4), ("chatter", 11)]


def people(count):
    """`count` different residents: (id, name, address, phone)."""
    rng = random.Random(1)
    found = []
    for i in range(count):
        name = rng.choice(SURNAMES) + rng.choice(GIVEN) + rng.choice(GIVEN)
        found.append(("r%05d" % i, name, "%d号楼%d%02d" % (1 + i // 96, 1 + i // 4 % 24, 1 + i % 4), "1000%07d" % i))
    return found


def cadres(count):
    return [("c%03d" % i, SURNAMES[i % len(SURNAMES)] + "干部") for i in range(count)]


def write_tables(residents, staff, folder):
    """roster.csv and people.csv for `qingdan import`."""
    with open(folder / "roster.csv", "w", encoding="utf-8") as out:
        out.write("platform,user_id,name,role,community,town,unit,phone,person,duties,superior,kind\n")
        for user, name in staff:
            out.write("wecom,%s,%s,cadre,%s,%s,,,,,,committee\n" % (user, name, COMMUNITY, TOWN))
        for user, name, _, phone in residents:
            out.write("wecom,%s,%s,resident,%s,%s,,%s,,,,committee\n" % (user, name, COMMUNITY, TOWN, phone))
    with open(folder / "people.csv", "w", encoding="utf-8") as out:
        out.write("community,name,address,phone,birth,categories,responsible,diet,meal_level,emergency_contact,emergency_phone\n")
        for i, (_, name, address, phone) in enumerate(residents):
            out.write("%s,%s,%s,%s,1941-03-02,elder_alone,%s,,age80,,\n" % (COMMUNITY, name, address, phone, staff[i % len(staff)][0]))


def messages(residents, staff, count):
    """Yields (user, text). Each household is visited once and nobody orders the same meal twice."""
    rng = random.Random(2)
    kinds = [kind for kind, share in SHARES for _ in range(share)]
    # Spread over the days that can be ordered: a few hundred portions of each meal, as in a large community.
    days = [datetime.date.today() + datetime.timedelta(days=ahead) for ahead in range(2, 14)]
    meals = ["%d月%d日%s" % (day.month, day.day, meal) for day in days for meal in ("午饭", "晚饭")]
    ordered, visited, orders = [], 0, 0
    for _ in range(count):
        kind = rng.choice(kinds)
        cadre = rng.choice(staff)[0]
        resident = rng.choice(residents)[0]
        if kind in ("change", "cancel") and not ordered:
            kind = "order"
        if kind == "order":
            who = residents[orders % len(residents)][0]
            meal = meals[(orders + orders // len(residents)) % len(meals)]
            orders += 1
            ordered.append((who, meal))
            yield who, rng.choice(["%s一份", "%s要一份，低盐", "%s两份，自己来拿", "%s1份送到家"]) % meal
        elif kind in ("change", "cancel"):
            who, meal = ordered.pop(rng.randrange(len(ordered)))
            yield who, rng.choice(["%s改成三份", "%s改成自己来拿"] if kind == "change" else ["%s不要了", "%s取消"]) % meal
        elif kind == "visit":
            _, name, address, _ = residents[visited % len(residents)]
            visited += 1
            how = rng.choice(["刚去看了%s%s，%s", "今天上午走访了%s%s，%s", "电话问候了%s%s，%s"])
            yield cadre, how % (address, name, rng.choice(CONDITIONS))
        elif kind == "burden":
            yield cadre, rng.choice(BURDENS).format(n=rng.randint(1, 9))
        elif kind == "question":
            yield rng.choice([cadre, resident]), rng.choice(QUESTIONS)
        elif kind == "menu":
            yield resident, rng.choice(["明天吃什么", "我明天订了吗"])
        else:
            yield rng.choice([cadre, resident]), rng.choice(CHATTER)
