#!/usr/bin/env python3
"""WeCom, played by other people's library, against the running program: a thousand encrypted messages of fifty users.

    end_to_end_test.py PROGRAM

Every message is acknowledged once and every passive reply decrypts; nothing is in the dead letters, the audit is
unbroken. Exit status 77 (skipped) where npm has not installed the library.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TOKEN, KEY, CORP, SECRET = "QDTOKEN0001", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "ww00000000demo0001", "demo-secret"


def started(command, pattern, stream):
    """The process, and the number that it printed where it is ready."""
    process = subprocess.Popen(command, text=True, **{stream: subprocess.PIPE})
    lines = []
    for line in getattr(process, stream):
        lines.append(line)
        found = re.search(pattern, line)
        if found:
            return process, found.group(1)
    sys.exit("did not start: %s" % "".join(lines))


def main():
    if not (HERE / "node_modules").is_dir():
        print("npm has not installed @wecom/crypto")
        return 77
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        api, api_port = started(["node", str(HERE / "wecom_api.mjs"), "--log", folder + "/api.log"], r'"port":\s*(\d+)', "stdout")
        config = pathlib.Path(folder) / "qingdan.toml"
        config.write_text("""
[server]
port = 0
[store]
path = "%s/qingdan.db"
[platforms.wecom]
token = "%s"
aes_key = "%s"
corp_id = "%s"
agent_id = 1000002
secret = "%s"
api_base = "http://127.0.0.1:%s"
town = "临塘镇"
community = "东滨新村"
""" % (folder, TOKEN, KEY, CORP, SECRET, api_port), encoding="utf-8")
        service, port = started([program, "serve", "--config", str(config)], r"serve\.ready .*port=(\d+)", "stderr")
        peer = subprocess.run(["node", str(HERE / "wecom_peer.mjs"), "--url", "http://127.0.0.1:%s/callback/wecom" % port,
                               "--token", TOKEN, "--aes-key", KEY, "--corp-id", CORP, "--users", "50", "--messages", "1000"],
                              capture_output=True, text=True, timeout=300)
        service.terminate()
        said = service.stderr.read()
        api.terminate()
        print(peer.stdout.strip().rsplit("\n", 1)[-1])
        assert peer.returncode == 0, peer.stdout[-2000:] + peer.stderr[-2000:]
        assert service.wait(timeout=60) == 0
        assert "dead letters" not in said, said
        verified = subprocess.run([program, "verify", "--config", str(config)], capture_output=True, text=True)
        assert verified.returncode == 0, verified
    return 0


if __name__ == "__main__":
    sys.exit(main())
