#!/usr/bin/env python3
"""Every platform that answers later, in one configuration: the real program takes a message as that platform signs it
and answers through a stand-in for the platforms' APIs.

    platforms_test.py PROGRAM
"""
import base64
import hashlib
import hmac
import http.server
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

TOKENS = {"errcode": 0, "code": 0, "ok": True, "access_token": "t", "tenant_access_token": "t", "accessToken": "t",
          "expires_in": 7200, "expire": 7200, "expireIn": 7200, "bot": {"open_id": "ou_bot"}}
QUESTION = "选民名单要公布几天？"


class Vendors(http.server.BaseHTTPRequestHandler):
    asked = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        Vendors.asked.append((self.path, body.decode("utf-8", "replace")))
        answer = json.dumps(TOKENS).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST

    def log_message(self, *_):
        pass


def post(url, body, headers):
    request = urllib.request.Request(url, body.encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, ""


def encrypted(key, text):
    """As Feishu does it: AES-256-CBC under the key's hash, the start vector in front."""
    start = bytes(range(16))
    command = ["openssl", "enc", "-aes-256-cbc", "-K", hashlib.sha256(key.encode()).hexdigest(), "-iv", start.hex()]
    return base64.b64encode(start + subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout)


def telegram(url, right):
    update = {"update_id": 1, "message": {"message_id": 5, "date": int(time.time()), "text": QUESTION,
                                          "from": {"id": 77, "first_name": "T"}, "chat": {"id": 77, "type": "private"}}}
    return post(url + "/callback/telegram", json.dumps(update),
                {"X-Telegram-Bot-Api-Secret-Token": "S" if right else "no"})


def dingtalk(url, right):
    stamp = str(int(time.time() * 1000))
    sign = hmac.new(b"secret" if right else b"other", (stamp + "\nsecret").encode(), hashlib.sha256).digest()
    push = {"msgtype": "text", "text": {"content": QUESTION}, "msgId": "msg1", "conversationType": "1",
            "conversationId": "cid1", "senderId": "s1", "senderStaffId": "staff1", "senderNick": "D",
            "createAt": int(stamp), "robotCode": "ding1"}
    return post(url + "/callback/dingtalk", json.dumps(push),
                {"timestamp": stamp, "sign": base64.b64encode(sign).decode()})


def feishu(url, right):
    stamp = int(time.time() * 1000)
    event = {"schema": "2.0",
             "header": {"event_id": "e1", "event_type": "im.message.receive_v1", "token": "V", "app_id": "cli_1",
                        "create_time": str(stamp)},
             "event": {"sender": {"sender_id": {"open_id": "ou_1"}, "sender_type": "user"},
                       "message": {"message_id": "om_1", "create_time": str(stamp), "chat_id": "oc_1",
                                   "chat_type": "p2p", "message_type": "text",
                                   "content": json.dumps({"text": QUESTION})}}}
    body = json.dumps({"encrypt": encrypted("K", json.dumps(event)).decode()})
    key = "K" if right else "other"
    signature = hashlib.sha256(("1" + "n" + key + body).encode()).hexdigest()
    return post(url + "/callback/feishu", body,
                {"X-Lark-Request-Timestamp": "1", "X-Lark-Request-Nonce": "n", "X-Lark-Signature": signature})


def wechat(url, right):
    signature = hashlib.sha1("".join(sorted(["W" if right else "no", "1", "n"])).encode()).hexdigest()
    push = ("<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName><CreateTime>%d</CreateTime>"
            "<MsgType>text</MsgType><Content>%s</Content><MsgId>1</MsgId></xml>" % (time.time(), QUESTION))
    return post(url + "/callback/wechat?timestamp=1&nonce=n&signature=" + signature, push, {"Content-Type": "text/xml"})


def wait_for(path, receiver):
    """The text that went to `receiver`; answers leave after their commit."""
    for _ in range(200):
        for asked, body in Vendors.asked:
            if path in asked and receiver in asked + body:
                return body
        time.sleep(0.05)
    sys.exit("nothing went to %s of %s; asked for were %s" % (path, receiver, [a for a, _ in Vendors.asked]))


def main():
    vendors = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Vendors)
    threading.Thread(target=vendors.serve_forever, daemon=True).start()
    api = "http://127.0.0.1:%d" % vendors.server_address[1]
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder) / "qingdan.toml"
        config.write_text(f"""
[server]
port = 0
[store]
path = "{folder}/qingdan.db"
[platforms.telegram]
secret_token = "S"
bot_username = "b"
bot_token = "1:T"
api_base = "{api}"
[platforms.dingtalk]
app_key = "ding1"
app_secret = "secret"
api_base = "{api}"
[platforms.feishu]
app_id = "cli_1"
app_secret = "secret"
encrypt_key = "K"
verification_token = "V"
api_base = "{api}"
[platforms.wechat]
app_id = "wx1"
token = "W"
mode = "plain"
""")
        service = subprocess.Popen([sys.argv[1], "serve", "--config", str(config)], stderr=subprocess.PIPE, text=True)
        try:
            port = next(found[1] for line in service.stderr if (found := re.search(r"serve\.ready .*port=(\d+)", line)))
            url = "http://127.0.0.1:" + port
            for platform in telegram, dingtalk, feishu, wechat:
                status, _ = platform(url, right=False)
                assert status in (401, 403), (platform.__name__, status)
                status, answer = platform(url, right=True)
                assert status == 200, (platform.__name__, status)
            assert "5" in answer and "<Content>" in answer, answer
            for path, receiver in (("/sendMessage", "77"), ("/v1.0/robot/oToMessages/batchSend", "staff1"),
                                   ("/open-apis/im/v1/messages/om_1/reply", "om_1")):
                wait_for(path, receiver)
        finally:
            service.terminate()
            service.wait()


if __name__ == "__main__":
    main()
