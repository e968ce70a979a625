#!/usr/bin/env python3
"""Shows that the year of visits catches mistakes: plants each of three in the C++, builds, plays the year, and puts the
source back.

    planted_errors.py --build build [--days 120]

Exit status 0: the year without a mistake is right, and each mistake was caught. Runs by hand, since it builds three times.
"""
import argparse
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.realpath(os.path.join(HERE, "..", ".."))
PLANTED = [
    ("of several categories the longest interval counts", "domain/visits/visit.cpp",
     "std::min(shortest.value_or(days->second), days->second)", "std::max(shortest.value_or(days->second), days->second)"),
    ("overdue on the very day", "domain/visits/day_list.cpp", "*person.visit_due_on < day)", "*person.visit_due_on <= day)"),
    ("a visit that was taken back still counts as a contact", "domain/visits/visit.cpp",
     "AND status IN ('active', 'corrected') ORDER", "AND status IN ('active', 'corrected', 'withdrawn') ORDER"),
]


def play(build, days):
    subprocess.run(["ninja", "-C", build, "-j1", "qingdan"], check=True, stdout=subprocess.DEVNULL)
    test = [sys.executable, os.path.join(HERE, "year_test.py"), "--program", os.path.join(build, "bin", "qingdan"),
            "--days", str(days)]
    done = subprocess.run(test, stdout=subprocess.PIPE)
    lines = done.stdout.decode().splitlines()
    return done.returncode, "\n".join(lines[1:3])


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--build", default=os.path.join(ROOT, "build"))
    p.add_argument("--days", type=int, default=120)
    a = p.parse_args()
    status, said = play(a.build, a.days)
    print("nothing planted: %s\n%s" % ("right" if status == 0 else "WRONG", said))
    missed = status != 0
    for name, path, right, wrong in PLANTED:
        path = os.path.join(ROOT, path)
        with open(path, encoding="utf-8") as file:
            source = file.read()
        # Formatting may have parted the words.
        if right not in source:
            sys.exit("%s: not found: %s" % (path, right))
        try:
            with open(path, "w", encoding="utf-8") as file:
                file.write(source.replace(right, wrong))
            status, said = play(a.build, a.days)
        finally:
            with open(path, "w", encoding="utf-8") as file:
                file.write(source)
        print("%s: %s\n%s" % (name, "caught" if status == 1 else "MISSED", said))
        missed = missed or status != 1
    subprocess.run(["ninja", "-C", a.build, "-j1", "qingdan"], check=True, stdout=subprocess.DEVNULL)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
