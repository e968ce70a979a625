#!/usr/bin/env python3
"""The real program on loopback: starts, answers its pages, takes a message, and has it still after SIGKILL.

    serve_test.py PROGRAM DEMO_CONFIG_FOLDER
"""
import json
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import urllib.request


def start(program, config):
    service = subprocess.Popen([program, "serve", "--config", str(config)], stderr=subprocess.PIPE, text=True)
    for line in service.stderr:
        found = re.search(r"serve\.ready .*port=(\d+)", line)
        if found:
            return service, "http://127.0.0.1:" + found.group(1)
    sys.exit("the service did not start: exit status %s" % service.wait())


def get(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read().decode()


def write(url, text, message_id):
    body = {"from": "r-wang", "chat": {"id": "r-wang", "kind": "private"}, "text": text, "message_id": message_id}
    request = urllib.request.Request(url + "/chat/api/message", json.dumps(body).encode(),
                                     {"Content-Type": "application/json", "Origin": url})
    with urllib.request.urlopen(request, timeout=10):
        pass


def said(url):
    """What the bot has said; asked again until it has said something, since a reply leaves after its commit."""
    for _ in range(200):
        texts = [e["text"] for e in json.loads(get(url + "/chat/api/events?since=0"))["events"] if not e["from"]]
        if texts:
            return texts
    return []


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder) / "qingdan.toml"
        config.write_text('[server]\ndemo = true\nport = 0\n\n[store]\npath = "%s/qingdan.db"\n' % folder)
        service, url = start(program, config)
        assert get(url + "/readyz").strip() == "ready"
        assert "qingdan_" in get(url + "/metrics")
        assert "<html" in get(url + "/chat")
        write(url, "每天午饭一份", "m-1")
        first = said(url)
        assert "M-1001" in first[0], first
        service.send_signal(signal.SIGKILL)
        service.wait()
        service, url = start(program, config)
        write(url, "我订了哪几天", "m-2")
        assert any("M-1001" in text for text in said(url)), said(url)
        busy = config.with_name("busy.toml")
        busy.write_text('[server]\nport = %s\n\n[store]\npath = "%s/other.db"\n' % (url.rsplit(":", 1)[1], folder))
        second = subprocess.run([program, "serve", "--config", str(busy)], capture_output=True, text=True, timeout=60)
        assert second.returncode == 2 and "port" in second.stderr, second
        service.send_signal(signal.SIGTERM)
        assert service.wait(timeout=60) == 0
        verified = subprocess.run([program, "verify", "--config", str(config)], capture_output=True, text=True)
        assert verified.returncode == 0, verified


if __name__ == "__main__":
    main()
