#!/usr/bin/env python3
"""The real program, killed under the load of a platform: five times at each named point, fifty times at random.

    crash_test.py PROGRAM [--random N]

WeCom is two other processes, one that writes to the service (crash_peer.mjs) and one that it sends to (wecom_api.mjs); their logs are the
only evidence. Afterwards each acknowledged visit is in the books exactly once, each owed reply has arrived exactly once (inside an answer
or sent), each cry for help has been passed on exactly once, and `qingdan verify` is content. So that the spool is written too, the files
that the service may write are limited now and then, as on a full disk. Exit status 77 (skipped) where npm has not installed the library.
"""
import argparse
import atexit
import collections
import json
import pathlib
import random
import re
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
APP = {"token": "QDTOKEN0001", "aes-key": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "corp-id": "ww00000000demo0001"}
POINTS = ["%s_%s" % (when, what) for what in ("spool", "commit", "answer", "send", "mark") for when in ("before", "after")]
# The log of deliveries fits in this and the database's log does not.
FULL_DISK_BYTES = 64 * 1024
TOWN = "临塘镇"
CONFIG = """
[server]
port = {port}
[store]
path = "{folder}/qingdan.db"
[outbox]
first_pause_seconds = 1
longest_pause_seconds = 2
[platforms.wecom]
token = "{token}"
aes_key = "{aes-key}"
corp_id = "{corp-id}"
agent_id = 1000002
secret = "demo-secret"
api_base = "http://127.0.0.1:{api}"
town = "临塘镇"
community = "一居"
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def process(command, **streams):
    made = subprocess.Popen(command, text=True, **streams)
    atexit.register(made.kill)
    return made


def roster():
    """Forty cadres; the residents who cry for help are spread over twenty communities, because a platform takes only so many messages a
    minute for one receiver."""
    lines = ["platform,user_id,name,role,community,town,unit,phone,person,duties,superior,kind"]
    lines += ["wecom,c%02d,干部%d,cadre,居委%d,%s,,,,,,committee" % (i, i, i % 20, TOWN) for i in range(40)]
    lines += ["wecom,d%03d,居民%d,resident,居委%d,%s,,,,,,committee" % (i, i, i % 20, TOWN) for i in range(400)]
    return "\n".join(lines) + "\n"


class Service:
    def __init__(self, program, config):
        self.program, self.config = program, config

    def start(self, crash_at=None):
        environment = {"QINGDAN_CRASH_AT": crash_at} if crash_at else {}
        # SIGXFSZ stays ignored, as Python has it: a write beyond the limit is an error, not an end.
        self.process = process([self.program, "serve", "--config", str(self.config)], stderr=subprocess.PIPE, env=environment, restore_signals=False)
        for line in self.process.stderr:
            if "serve.ready" in line:
                return
        # A point may be passed before the service is ready; that counts.
        if self.process.wait() != -signal.SIGKILL:
            sys.exit("the service did not start: exit status %s" % self.process.returncode)

    def fill_disk(self):
        try:
            resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (FULL_DISK_BYTES, resource.RLIM_INFINITY))
        except ProcessLookupError:
            pass

    def kill(self):
        self.process.kill()
        self.process.stderr.read()
        self.process.wait()

    def wait_killed(self, point):
        self.process.stderr.read()
        status = self.process.wait(timeout=60)
        if status != -signal.SIGKILL:
            sys.exit("%s: ended with %s instead of being killed" % (point, status))


def lines_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def arrived(peer_log, api_log):
    """How often each receiver has got each text."""
    count = collections.Counter((line["user"], line["reply"]) for line in peer_log if line["reply"] is not None)
    count.update((line["to"], line["text"]) for line in api_log if "text" in line and not line.get("duplicate"))
    return count


def faults(peer_log, api_log, database):
    """What was promised and not kept, in words."""
    got = arrived(peer_log, api_log)
    by_user = collections.defaultdict(list)
    for (user, text), times in got.items():
        by_user[user].append((text, times))
    books = sqlite3.connect("file:%s?mode=ro" % database, uri=True)
    visits = collections.Counter(address for (address,) in books.execute("SELECT address FROM visits"))
    found = []
    for line in peer_log:
        if line["kind"] == "visit":
            if visits[line["address"]] != 1:
                found.append("message %(number)d: " % line + "%d visits to %s" % (visits[line["address"]], line["address"]))
            mine = [(text, times) for text, times in by_user[line["user"]] if "（%s）" % line["address"] in text]
            if len(mine) != 1 or mine[0][1] != 1:
                found.append("message %(number)d: " % line + "replies %s" % mine)
        elif line["kind"] == "danger":
            mine = [(text, times) for text, times in by_user[line["user"]] if re.search(r"（T-\d+）", text)]
            if len(mine) != 1 or mine[0][1] != 1:
                found.append("message %(number)d: " % line + "replies %s" % mine)
                continue
            task = re.search(r"T-\d+", mine[0][0]).group()
            told = [(user, times) for (user, text), times in got.items() if text.startswith("【紧急】") and re.search(task + r"\b", text)]
            if not told or any(times != 1 for _, times in told):
                found.append("message %(number)d: " % line + "%s was told to %s" % (task, told))
        elif line["reply"] is not None:
            found.append("message %(number)d: " % line + "thanks were answered: %s" % line["reply"])
    if sum(visits.values()) != sum(line["kind"] == "visit" for line in peer_log):
        found.append("%d visits are in the books, %d were acknowledged" % (sum(visits.values()), sum(line["kind"] == "visit" for line in peer_log)))
    for (letters,) in books.execute("SELECT count(*) FROM dead_letters"):
        if letters:
            found.append("%d dead letters" % letters)
    return found


def wait_for_load(peer, messages):
    """Until so many more messages have been acknowledged."""
    if messages:
        peer.stdout.read(messages)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("program")
    p.add_argument("--random", type=int, default=50)
    p.add_argument("--rounds", type=int, default=5)
    a = p.parse_args()
    if not (HERE / "node_modules").is_dir():
        print("npm has not installed @wecom/crypto")
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        api_log, peer_log = folder / "api.jsonl", folder / "peer.jsonl"
        api = process(["node", str(HERE / "wecom_api.mjs"), "--log", str(api_log), "--trouble", "500=0.03,42001=0.02,hangup=0.02,lost=0.02"], stdout=subprocess.PIPE)
        port = free_port()
        config = folder / "qingdan.toml"
        config.write_text(CONFIG.format(folder=folder, port=port, api=json.loads(api.stdout.readline())["port"], **APP), encoding="utf-8")
        (folder / "roster.csv").write_text(roster(), encoding="utf-8")
        subprocess.run([a.program, "import", "roster", str(folder / "roster.csv"), "--config", str(config)], check=True, stdout=subprocess.DEVNULL)
        service = Service(a.program, config)
        options = [part for key, value in APP.items() for part in ("--" + key, value)]
        peer = process(["node", str(HERE / "crash_peer.mjs"), "--url", "http://127.0.0.1:%d/callback/wecom" % port, "--log", str(peer_log), *options],
                       stdout=subprocess.PIPE)
        for point in POINTS:
            for round_number in range(a.rounds):
                service.start("%s:%d" % (point, 1 + round_number * 3 if "spool" not in point else 1 + round_number))
                if "spool" in point:
                    service.fill_disk()
                service.wait_killed(point)
        chance = random.Random()
        for round_number in range(a.random):
            service.start()
            if round_number % 5 == 4:
                service.fill_disk()
            wait_for_load(peer, chance.randint(0, 20))
            service.kill()
        service.start()
        peer.send_signal(signal.SIGTERM)
        peer.stdout.read()
        assert peer.wait(timeout=60) == 0
        patience = time.monotonic() + 60
        while faults(lines_of(peer_log), lines_of(api_log), folder / "qingdan.db") and time.monotonic() < patience:
            time.sleep(0.3)
        service.process.terminate()
        said = service.process.stderr.read()
        assert service.process.wait(timeout=60) == 0, said
        found = faults(lines_of(peer_log), lines_of(api_log), folder / "qingdan.db")
        owed = sqlite3.connect(folder / "qingdan.db").execute("SELECT count(*) FROM outbox WHERE state = 'owed'").fetchone()[0]
        if owed:
            found.append("%d messages are still owed" % owed)
        verified = subprocess.run([a.program, "verify", "--config", str(config)], capture_output=True, text=True)
        if verified.returncode != 0:
            found.append("verify: " + verified.stdout + verified.stderr)
        log = lines_of(peer_log)
        print("%d messages acknowledged, %d of them after more than one try, %d without the reply in the answer" % (
            len(log), sum(line["tries"] > 1 for line in log), sum(line["reply"] is None and line["kind"] != "thanks" for line in log)))
        print("\n".join(found[:20]))
        api.terminate()
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
