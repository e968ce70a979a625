#!/usr/bin/env python3
"""Durable encrypted messages a second through `qingdan serve`, beside what the disk allows and what a Node.js bot does.

    service_bench.py FOLDER_OF_PROGRAMS [--messages N] [--connections N] [--rounds N] [--no-peer] [--no-million]

Starts the real service on an invented community and plays WeCom to it: encrypted XML over connections that are kept, one community's
mix of messages (community.py). In the same run and on the same disk: the rows that this left in the database, inserted by SQLite
alone in batches of 64; and the same messages to a bot of the platform's own SDK (peer.mjs), with one transaction a message and with
group commit. Prints each figure with its goal, as ratios, since a disk flush costs 0.1 ms here and 5 ms elsewhere. Then the same
service with a million messages in its database: how soon it is ready, and its memory. Exit status 1 where something was answered
wrongly, never because of speed.
"""
import argparse
import atexit
import json
import pathlib
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

import community

HERE = pathlib.Path(__file__).resolve().parent
APP = {"token": "QDTOKEN0001", "aes-key": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "corp-id": "ww00000000demo0001"}
WARM_UP = 2000
BATCH = 64
CONFIG = """
[server]
port = 0
[store]
path = "{folder}/qingdan.db"
[log]
level = "info"
[platforms.wecom]
token = "{token}"
aes_key = "{aes-key}"
corp_id = "{corp-id}"
agent_id = 1000002
secret = "demo-secret"
api_base = "http://127.0.0.1:9"
town = "{town}"
community = "{community}"
"""


def options_of(app):
    return [part for name, value in app.items() for part in ("--" + name, value)]


def output_of(command):
    return json.loads(subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True).stdout)


class Bench:
    def __init__(self, programs, folder, texts, connections):
        self.qingdan, self.tool = programs / "qingdan", programs / "service_load"
        self.folder, self.texts, self.connections = folder, texts, connections

    def process(self, command, **streams):
        process = subprocess.Popen(command, text=True, **streams)
        atexit.register(process.kill)
        return process

    def load(self, port, messages, skip, rate=0):
        outcome = output_of([self.tool, "load", "--texts", self.texts, "--port", port, "--messages", messages, "--skip", skip, "--connections",
                             self.connections, "--rate", rate, *options_of(APP)])
        if outcome["refused"] or outcome["unreadable"] or not outcome["replies"]:
            sys.exit("answered wrongly: %s" % outcome)
        return outcome

    def started(self, folder):
        begun = time.perf_counter()
        service = self.process([self.qingdan, "serve", "--config", folder / "qingdan.toml"], stderr=subprocess.PIPE)
        for line in service.stderr:
            found = re.search(r"serve\.ready .*port=(\d+)", line)
            if found:
                return service, found.group(1), (time.perf_counter() - begun) * 1000
        sys.exit("the service did not start: exit status %s" % service.wait())

    def prepared(self, residents, staff):
        """A folder with a configuration and a database that knows the community."""
        folder = self.folder / "empty"
        folder.mkdir()
        community.write_tables(residents, staff, folder)
        self.configure(folder)
        for table in ("roster", "people"):
            subprocess.run([self.qingdan, "import", table, folder / (table + ".csv"), "--config", folder / "qingdan.toml"], check=True, stdout=subprocess.DEVNULL)
        return folder

    @staticmethod
    def configure(folder):
        (folder / "qingdan.toml").write_text(CONFIG.format(folder=folder, town=community.TOWN, community=community.COMMUNITY, **APP), encoding="utf-8")

    def copy(self, empty, name):
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(empty, folder)
        self.configure(folder)
        return folder

    def serve(self, empty, messages):
        """The service at full speed and, on, at half of it; then the disk alone with the rows that came of the first."""
        folder = self.copy(empty, "service")
        service, port, _ = self.started(folder)
        self.load(port, WARM_UP, 0)
        full = self.load(port, messages, WARM_UP)
        rate = messages / full["seconds"]
        service.terminate()
        service.wait()
        raw_folder = self.copy(empty, "raw")
        raw = output_of([self.tool, "raw", "--from", folder / "qingdan.db", "--to", raw_folder / "qingdan.db", "--messages", messages + WARM_UP, "--batch", BATCH])
        service, port, _ = self.started(folder)
        half_for = min(messages, int(rate / 2 * 5))
        half = self.load(port, half_for, WARM_UP + messages, rate / 2)
        service.terminate()
        if service.wait() != 0:
            sys.exit("the service did not end well")
        kept = sqlite3.connect(folder / "qingdan.db").execute("SELECT count(*) FROM inbox").fetchone()[0]
        if kept != WARM_UP + messages + half_for:
            sys.exit("%d messages were acknowledged, %d are there" % (WARM_UP + messages + half_for, kept))
        flush = output_of([self.tool, "flush", "--folder", self.folder])["milliseconds"]
        return {"rate": rate, "raw": (messages + WARM_UP) / raw["seconds"], "rows": raw["rows"] / (messages + WARM_UP), "p99": half["p99_ms"], "flush": flush,
                "full_p99": full["p99_ms"]}

    def peer(self, messages, *group):
        folder = self.folder / "peer"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        bot = self.process(["node", HERE / "peer.mjs", "--db", folder / "peer.db", *options_of(APP), *group], stdout=subprocess.PIPE)
        port = json.loads(bot.stdout.readline())["port"]
        self.load(port, WARM_UP, 0)
        outcome = self.load(port, messages, WARM_UP)
        bot.terminate()
        bot.wait()
        return messages / outcome["seconds"]

    def million(self):
        """Start to ready and idle memory with a million messages; the rows are those of the last run, again and again."""
        folder = self.folder / "service"
        base = sqlite3.connect(folder / "qingdan.db")
        columns = {table: [row[1] for row in base.execute("PRAGMA table_info(%s)" % table)] for table in ("outbox", "visits", "meals", "origins")}
        kept, last = base.execute("SELECT (SELECT count(*) FROM inbox), max(number) FROM outbox").fetchone()
        for _ in range(1_000_000 // kept):
            base.execute("INSERT INTO inbox SELECT randomblob(16), day, first_reply, replies FROM inbox LIMIT %d" % kept)
            for table, number in (("outbox", "number"), ("visits", "number"), ("meals", "id")):
                names = ", ".join(columns[table])
                base.execute("INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s <= %d" % (
                    table, names, names.replace(number, "(SELECT max(%s) FROM %s) + row_number() OVER ()" % (number, table), 1), table, number, last))
            base.commit()
        base.execute("UPDATE counters SET next = next + 10000000")
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        base.commit()
        stored = base.execute("SELECT count(*) FROM inbox").fetchone()[0]
        base.close()
        times = []
        for _ in range(5):
            service, _, milliseconds = self.started(folder)
            times.append(milliseconds)
            time.sleep(0.5)
            status = pathlib.Path("/proc/%d/status" % service.pid).read_text(encoding="ascii")
            service.terminate()
            service.wait()
        memory = {name: int(re.search(r"%s:\s+(\d+)" % name, status).group(1)) / 1024 for name in ("VmRSS", "RssAnon")}
        return stored, statistics.median(times), memory


def main():
    p = argparse.ArgumentParser()
    p.add_argument("programs", type=pathlib.Path)
    p.add_argument("--messages", type=int, default=30_000)
    p.add_argument("--connections", type=int, default=64)
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--no-peer", action="store_true")
    p.add_argument("--no-million", action="store_true")
    p.add_argument("--keep", type=pathlib.Path, help="work in this folder and leave it")
    a = p.parse_args()
    programs = a.programs.resolve()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=programs.parent) as temporary:
        folder = a.keep.resolve() if a.keep else pathlib.Path(temporary)
        folder.mkdir(exist_ok=True)
        residents, staff = community.people(10_000), community.cadres(60)
        texts = folder / "texts.jsonl"
        with open(texts, "w", encoding="utf-8") as out:
            for user, text in community.messages(residents, staff, WARM_UP + 2 * a.messages):
                out.write(json.dumps({"user": user, "text": text}, ensure_ascii=False) + "\n")
        bench = Bench(programs, folder, texts, a.connections)
        empty = bench.prepared(residents, staff)
        rounds = [bench.serve(empty, a.messages) for _ in range(a.rounds)]
        best = {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}
        ratio = statistics.median(each["rate"] / each["raw"] for each in rounds)
        print("durable encrypted messages: %.0f/s over %d connections, p99 %.1f ms" % (best["rate"], a.connections, best["full_p99"]))
        print("  raw group commits of the same rows (%.1f a message, batches of %d): %.0f/s; the service reaches %.0f %% (goal 60 %%)" % (
            best["rows"], BATCH, best["raw"], 100 * ratio))
        print("  p99 at half of that: %.2f ms; a flush of the disk: %.2f ms (goal at most %.1f ms)" % (best["p99"], best["flush"], max(5.0, 10 * best["flush"])))
        if not a.no_peer and (HERE / "node_modules").is_dir():
            for name, goal, *group in (("one transaction a message", 6), ("group commit", 2, "--group")):
                rate = statistics.median(bench.peer(a.messages // 2, *group) for _ in range(a.rounds))
                print("  Node.js bot of the platform's SDK, %s: %.0f/s; the service does %.1f times that (goal %d)" % (name, rate, best["rate"] / rate, goal))
        if not a.no_million:
            stored, ready, memory = bench.million()
            print("with %d messages stored: ready after %.0f ms (goal 100), idle memory %.1f MB, of it %.1f MB its own (goal 30)" % (stored, ready, memory["VmRSS"], memory["RssAnon"]))


if __name__ == "__main__":
    main()
