"""What counts, and what becomes of a reminder: written from the facts about workload and supervision, not from the program.

`Plant` names errors that can be put in on purpose, to see that the comparison finds them.
"""
import collections
import datetime
import tomllib

LIMITS = {"meeting_per_month": 8, "form_per_month": 10, "proof_per_month": 5, "system_total": 5, "assessment_per_year": 3,
          "signage_total": 6}
INDICATOR = {"meeting": "meeting_per_month", "form": "form_per_month", "proof": "proof_per_month", "system": "system_total",
             "assessment": "assessment_per_year", "signage": "signage_total"}
LENGTH = {None: 0, "day": 0, "week": 1, "month": 2, "quarter": 3, "year": 4}

# state, event -> next state, due; due is workdays after the day of the event unless a word says otherwise
TABLE = """
new observe observed 2
new issue issued 2
observed issue issued 2
observed drop dropped -
observed late observed 2
issued ack acknowledged base10
issued object disputed 3
issued rectify rectified 5
issued late issued keep
issued raise escalated later
issued drop dropped -
issued refer referred -
acknowledged object disputed 3
acknowledged rectify rectified 5
acknowledged late acknowledged keep
acknowledged raise escalated 5
acknowledged publish published 5
acknowledged decline acknowledged 5
acknowledged drop dropped -
acknowledged refer referred -
disputed uphold issued 2
disputed drop dropped -
disputed late disputed 3
disputed refer referred -
rectified confirm verified watch
rectified reject acknowledged 5
rectified false acknowledged 5
rectified late rectified 5
rectified refer referred -
verified watched closed -
verified again reopened 2
verified false acknowledged 5
verified refer referred -
closed again reopened 2
closed false reopened 2
reopened ack acknowledged base10
reopened object disputed 3
reopened rectify rectified 5
reopened late reopened keep
reopened raise escalated later
reopened publish published 5
reopened decline reopened 5
reopened drop dropped -
reopened refer referred -
escalated ack escalated keep
escalated rectify rectified 5
escalated late escalated 5
escalated publish published 5
escalated decline escalated 5
escalated drop dropped -
escalated refer referred -
published ack published keep
published rectify rectified 5
published late published 5
published refer referred -
"""
MOVES = {tuple(line.split()[:2]): tuple(line.split()[2:]) for line in TABLE.split("\n") if line}
ENDED = {"closed", "dropped", "referred"}


class Plant:
    """Errors on purpose."""
    sum_of_a_group = False      # the sum of a group instead of its largest count
    week_by_monday = False      # a week in the month of its Monday
    no_makeup_days = False      # weekends that are worked are taken for rest

    def __init__(self, *on):
        for name in on:
            assert hasattr(self, name)
            setattr(self, name, True)


class Calendar:
    def __init__(self, config_folder, plant):
        self.kind = {}
        for entry in tomllib.load(open(config_folder + "/calendar-cn.toml", "rb"))["day"]:
            if not (plant.no_makeup_days and entry["kind"] == "workday"):
                self.kind[entry["date"]] = entry["kind"]

    def is_workday(self, day):
        return self.kind.get(day, "workday" if day.isoweekday() <= 5 else "holiday") == "workday"

    def after(self, day, n):
        while n > 0:
            day += datetime.timedelta(days=1)
            n -= self.is_workday(day)
        return day


def monday(day):
    return day - datetime.timedelta(days=day.isoweekday() - 1)


def month_end(day):
    return (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)


class Report:
    def __init__(self, number, community, town, reporter, day, truth):
        self.number, self.community, self.town, self.reporter, self.day = number, community, town, reporter, day
        self.kind, self.count, self.period, self.organizer = (truth[k] for k in ("kind", "count", "period", "organizer"))
        self.withdrawn = False

    def span(self):
        d = self.day
        if self.period == "week":
            return monday(d), monday(d) + datetime.timedelta(days=6)
        if self.period == "month":
            return d.replace(day=1), month_end(d)
        if self.period == "quarter":
            first = d.replace(month=(d.month - 1) // 3 * 3 + 1, day=1)
            return first, month_end(first.replace(month=first.month + 2))
        return d, d

    def counted_on(self, plant):
        first = self.span()[0]
        return first + datetime.timedelta(days=0 if plant.week_by_monday else 3) if self.period == "week" else first


class Reminder:
    def __init__(self, number, report, indicator):
        self.number, self.community, self.town, self.indicator = number, report.community, report.town, indicator
        self.unit, self.value, self.period = None, 0, ""
        self.state, self.due, self.base, self.confirmed = "new", None, None, None
        self.level, self.relapses = 0, 0
        self.late_told = self.objected = self.proposed = False
        self.counted_from, self.answer = None, None


class Model:
    def __init__(self, offices_of, config_folder, plant):
        self.offices_of, self.plant, self.calendar = offices_of, plant, Calendar(config_folder, plant)
        self.reports = collections.defaultdict(list)     # by community and kind
        self.reminders, self.of_period = [], {}
        self.next_report = 1001

    # ---- counting ----

    def groups(self, reports):
        left = [r for r in reports if not r.withdrawn]
        groups = []
        while left:
            group = [left.pop(0)]
            grew = True
            while grew:
                grew = False
                for r in list(left):
                    if any(r.organizer == g.organizer and r.span()[0] <= g.span()[1] and g.span()[0] <= r.span()[1]
                           for g in group):
                        group.append(r)
                        left.remove(r)
                        grew = True
            groups.append(group)
        return groups

    def flow(self, reports):
        parts = [[r.count or 1 for r in g] for g in self.groups(reports)]
        return sum(sum(p) if self.plant.sum_of_a_group else max(p) for p in parts)

    def stock(self, reports, today):
        latest = {}
        for r in reports:
            if not r.withdrawn and 0 <= (today - r.day).days < 90:
                latest[r.organizer] = r.count
        return sum(latest.values())

    def period_of(self, report):
        if report.kind in ("system", "signage"):
            return report.day.strftime("%Y-%m")
        base = 4 if report.kind == "assessment" else 2
        if LENGTH[report.period] > base:
            return None
        return report.counted_on(self.plant).strftime("%Y" if base == 4 else "%Y-%m")

    def figure(self, community, kind, period, today, after=None):
        """Value, and each organizer's part of it with the report's place at which it got there."""
        told = [r for r in self.reports[(community, kind)] if after is None or r.day > after]
        if kind in ("system", "signage"):
            count = lambda some: self.stock(some, today)
        else:
            told = [r for r in told if self.period_of(r) == period]
            count = self.flow
        parts = []
        for organizer in {r.organizer for r in told}:
            theirs = [r for r in told if r.organizer == organizer]
            total = count(theirs)
            if total:
                reached = next(theirs[i].number for i in range(len(theirs)) if count(theirs[:i + 1]) == total)
                parts.append((-total, reached, organizer))
        parts.sort()
        return sum(-p[0] for p in parts), (parts[0][2] if parts else None)

    # ---- the loop ----

    def move(self, r, event, day):
        """True where the event happens."""
        row = MOVES.get((r.state, event))
        if row is None:
            return False
        if event == "object" and (r.objected or day > self.calendar.after(r.base, 3)):
            return False
        if event in ("publish", "decline") and not r.proposed:
            return False
        if event == "again" and day > r.confirmed + datetime.timedelta(days=180):
            return False
        before, (state, due) = r.state, row
        if event == "issue" or event == "again" or (event == "false" and before == "closed"):
            r.base, r.objected = day, False
        if event == "uphold":
            r.base = day
        if event == "object":
            r.objected = True
        if event == "again":
            r.relapses += 1
            r.proposed = r.relapses >= 2
        if event == "false" or (event == "late" and before == "escalated"):
            r.proposed = True
        if event == "raise":
            r.proposed = r.proposed or (before == "acknowledged" and r.level > 0)
            r.level = min(2, r.level + 1)
        if event in ("publish", "decline", "confirm") or state in ENDED:
            r.proposed = False
        if event == "confirm":
            r.confirmed = day
        if event == "watched":
            r.level = 0
        if event == "rectify":
            r.answer = None
        r.state = state
        r.late_told = due == "keep" and (r.late_told or event == "late")
        if due == "-":
            r.due = None
        elif due == "watch":
            r.due = day + datetime.timedelta(days=30)
        elif due == "base10":
            r.due = self.calendar.after(r.base, 10)
        elif due == "later":
            r.due = max(self.calendar.after(day, 5), self.calendar.after(r.base, 10))
        elif due != "keep":
            r.due = self.calendar.after(day, int(due))
        return True

    def midnight(self, day):
        for r in self.reminders:
            if r.due is None:
                continue
            # One community stands behind each: its answer decided at once, so nothing is left to count here.
            late = day >= self.calendar.after(r.due, 2)
            if r.state == "verified":
                if day >= r.due:
                    self.move(r, "watched", day)
            elif (r.state, "raise") in MOVES:
                if day >= self.calendar.after(r.due, 4):
                    self.move(r, "raise", day)
                elif late and not r.late_told:
                    self.move(r, "late", day)
            elif late:
                self.move(r, "late", day)

    def report(self, community, town, reporter, day, truth):
        report = Report(self.next_report, community, town, reporter, day, truth)
        self.next_report += 1
        self.reports[(community, report.kind)].append(report)
        self.look(report, day)
        return report

    def withdraw(self, report, day):
        report.withdrawn = True
        self.look(report, day)

    def look(self, report, day):
        indicator, period = INDICATOR[report.kind], self.period_of(report)
        if period is None:
            return
        value = lambda after: self.figure(report.community, report.kind, period, day, after)
        known = self.of_period.get((report.community, indicator, period))
        after = None
        if known:
            if known.state in ("dropped", "referred"):
                return
            if known.state not in ("verified", "closed"):
                return self.raise_number(known, period, value(known.counted_from)[0])
            after = known.confirmed
        total, organizer = value(after)
        if total <= LIMITS[indicator]:
            return
        unit = organizer if organizer in self.offices_of[report.town] else None
        earlier = next((r for r in reversed(self.reminders)
                        if (r.community, r.indicator, r.unit) == (report.community, indicator, unit)), None)
        if earlier and earlier.state in ("verified", "closed"):
            since = value(earlier.confirmed)[0]
            if since <= LIMITS[indicator]:
                return
            if self.move(earlier, "again", day):
                earlier.counted_from = earlier.confirmed
                earlier.value, earlier.period = since, period
                self.of_period[(report.community, indicator, period)] = earlier
                return
        elif earlier and earlier.state not in ENDED:
            return self.raise_number(earlier, period, value(earlier.counted_from)[0])
        made = Reminder(1001 + len(self.reminders), report, indicator)
        made.unit, made.value, made.period = unit, total, period
        self.reminders.append(made)
        self.move(made, "issue" if unit else "observe", day)
        self.of_period[(report.community, indicator, period)] = made

    def raise_number(self, r, period, value):
        if period >= r.period:
            r.value, r.period = value, period
            self.of_period[(r.community, r.indicator, period)] = r

    def truth(self):
        """As `export reminders` has it."""
        return {"R-%d" % r.number: {"unit": r.unit, "indicator": r.indicator, "value": r.value, "status": r.state,
                                    "due": r.due and r.due.isoformat(), "community": r.community}
                for r in self.reminders}
