#!/usr/bin/env python3
"""Five hundred orders for a hundred portions at once, over HTTP, on the signed webhook.

    rush.py --program build/bin/qingdan

Exactly a hundred are taken, everybody is answered, and nobody twice. Then fifty of the others put themselves on the
waiting list, all at once and out of order; ten orders are taken back, and the ten places go to the ten who wrote first.
"""
import argparse
import base64
import datetime
import hashlib
import hmac
import http.server
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ORDERS, PORTIONS, WAITING, FREED = 500, 100, 50, 10
KEY = b"an invented key for this test"


class Receiver(http.server.BaseHTTPRequestHandler):
    """Where pushes go."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def start(program, config):
    service = subprocess.Popen([program, "serve", "--config", config], stderr=subprocess.PIPE, text=True)
    for line in service.stderr:
        found = re.search(r"serve\.ready .*port=(\d+)", line)
        if found:
            threading.Thread(target=service.stderr.read, daemon=True).start()
            return service, "http://127.0.0.1:" + found.group(1)
    sys.exit("the service did not start: exit status %s" % service.wait())


def post(url, sender, text, message_id, sent_at=None):
    """The texts of the replies; a full house says 503, and the platform comes again."""
    body = {"sender": {"id": sender}, "text": text}
    if sent_at:
        body["sent_at"] = sent_at
    data = json.dumps(body, ensure_ascii=False).encode()
    for _ in range(50):
        stamp = str(int(time.time()))
        signed = hmac.new(KEY, ("%s.%s." % (message_id, stamp)).encode() + data, hashlib.sha256).digest()
        request = urllib.request.Request(url + "/callback/webhook", data, {
            "Content-Type": "application/json", "webhook-id": message_id, "webhook-timestamp": stamp,
            "webhook-signature": "v1," + base64.b64encode(signed).decode()})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return [reply["text"] for reply in json.loads(answer.read())["replies"]]
        except urllib.error.HTTPError as error:
            if error.code != 503:
                raise
            time.sleep(0.2)
        except (ConnectionError, urllib.error.URLError):
            time.sleep(0.2)
    return []


def at_once(jobs):
    """Runs every job in a thread of its own, all let go together; what each gave, in order."""
    gate, results = threading.Event(), [None] * len(jobs)

    def run(i, job):
        gate.wait()
        results[i] = job()

    threads = [threading.Thread(target=run, args=(i, job)) for i, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()
    return results


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--program", required=True)
    a = p.parse_args()
    random.seed(3)
    receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        config, database = os.path.join(folder, "q.toml"), os.path.join(folder, "q.db")
        with open(config, "w") as f:
            f.write('[server]\nport = 0\n[store]\npath = "%s"\n[meals]\ncapacity = { lunch = %d }\n'
                    '[platforms.webhook]\nsecret = "whsec_%s"\nurl = "http://127.0.0.1:%d/"\n'
                    % (database, PORTIONS, base64.b64encode(KEY).decode(), receiver.server_address[1]))
        roster = os.path.join(folder, "roster.csv")
        with open(roster, "w", encoding="utf-8") as f:
            f.write("platform,user_id,name,role,community,town,phone\n")
            f.write("webhook,m-1,田师傅,meal_manager,测试新村,测试镇,10000003001\n")
            for i in range(ORDERS):
                f.write("webhook,r-%03d,居民%03d,resident,测试新村,测试镇,\n" % (i, i))
        subprocess.run([a.program, "import", "roster", roster, "--config", config], check=True, stdout=subprocess.DEVNULL)
        service, url = start(a.program, config)
        day = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date() + datetime.timedelta(days=5)
        text = "%d月%d日午饭一份" % (day.month, day.day)
        began = time.time()
        answers = at_once([lambda i=i: post(url, "r-%03d" % i, text, "order-%d" % i) for i in range(ORDERS)])
        took = time.time() - began
        accepted = [i for i, texts in enumerate(answers) if texts and "订好了" in texts[0]]
        full = [i for i, texts in enumerate(answers) if texts and "订满" in texts[0]]
        print("%d accepted, %d told it is full, %d without an answer, in %.1f s"
              % (len(accepted), len(full), ORDERS - len(accepted) - len(full), took))
        assert len(accepted) == PORTIONS and len(full) == ORDERS - PORTIONS
        assert all("10000003001" in answers[i][0] for i in full), "a refusal without a telephone number"
        # Retries of a platform count nothing twice.
        again = at_once([lambda i=i: post(url, "r-%03d" % i, text, "order-%d" % i) for i in accepted[:20]])
        assert [texts[0] for texts in again] == [answers[i][0] for i in accepted[:20]]
        # Fifty queue up at once; when each wrote is told by the platform, out of order.
        queue = full[:WAITING]
        base = datetime.datetime.now(datetime.timezone.utc)
        wrote = {i: base - datetime.timedelta(seconds=60 - n) for n, i in enumerate(queue)}
        shuffled = random.sample(queue, len(queue))
        waiting = at_once([lambda i=i: post(url, "r-%03d" % i, "排队", "wait-%d" % i, wrote[i].isoformat(timespec="seconds"))
                           for i in shuffled])
        assert all(texts and "排上了" in texts[0] for texts in waiting), waiting[:3]
        freed = accepted[:FREED]
        back = at_once([lambda i=i: post(url, "r-%03d" % i, "取消", "back-%d" % i) for i in freed])
        assert all(texts and "取消了" in texts[0] for texts in back), back[:3]
        service.send_signal(signal.SIGTERM)
        assert service.wait(timeout=60) == 0
        db = sqlite3.connect("file:%s?mode=ro" % database, uri=True)
        portions = db.execute("SELECT COUNT(*), SUM(quantity) FROM meals WHERE status = 'ordered'").fetchone()
        offered = [row[0] for row in db.execute("SELECT orderer FROM meal_waiting WHERE state = 'offered' ORDER BY asked_at")]
        print("%d orders left, %d places offered" % (portions[0], len(offered)))
        assert portions == (PORTIONS - FREED, PORTIONS - FREED)
        assert offered == ["r-%03d" % i for i in queue[:FREED]], (offered, queue[:FREED])
    return 0


if __name__ == "__main__":
    sys.exit(main())
