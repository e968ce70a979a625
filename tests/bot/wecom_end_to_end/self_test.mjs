// Tries the two stand-ins on each other's ground: the peer against a small receiver written here, the API against plain
// calls. Usage: npm ci && npm test
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import wecom from '@wecom/crypto';

const here = dirname(fileURLToPath(import.meta.url));
const app = { token: 'AppToken1', aes_key: `${'q'.repeat(42)}8`, corp_id: 'ww00000000demo0001' };

/** A receiver that echoes each text, answers a message's repeat alike, and fails as `trouble` says. */
async function receiver(trouble = () => undefined) {
    const seen = new Map();
    const order = new Map();
    const server = createServer((request, response) => {
        const chunks = [];
        request.on('data', (chunk) => chunks.push(chunk));
        request.on('end', () => {
            const query = new URL(request.url, 'http://here').searchParams;
            const body = Buffer.concat(chunks).toString();
            const ciphertext = query.get('echostr') ?? body.match(/<Encrypt><!\[CDATA\[(.*?)\]\]>/)[1];
            const signature = wecom.getSignature(app.token, query.get('timestamp'), query.get('nonce'), ciphertext);
            if (signature !== query.get('msg_signature')) return response.writeHead(401).end();
            const inner = wecom.decrypt(app.aes_key, ciphertext).message;
            if (request.method === 'GET') return response.end(inner);
            const [user, id, text] = ['FromUserName', 'MsgId', 'Content'].map((name) => inner.match(new RegExp(`<${name}>(?:<!\\[CDATA\\[)?(.*?)(?:\\]\\]>)?</${name}>`))[1]);
            const times = (seen.get(id) ?? 0) + 1;
            seen.set(id, times);
            if (times === 1) order.set(user, [...(order.get(user) ?? []), id]);
            const status = trouble(id, times);
            if (status !== undefined) return response.writeHead(status).end();
            const reply = wecom.encrypt(app.aes_key, `<xml><ToUserName><![CDATA[${user}]]></ToUserName><FromUserName><![CDATA[${app.corp_id}]]></FromUserName>`
                + `<CreateTime>1</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[收到：${text}]]></Content></xml>`, app.corp_id);
            return response.end(`<xml><Encrypt><![CDATA[${reply}]]></Encrypt><MsgSignature><![CDATA[${wecom.getSignature(app.token, '1', '2', reply)}]]></MsgSignature>`
                + '<TimeStamp>1</TimeStamp><Nonce><![CDATA[2]]></Nonce></xml>');
        });
    });
    await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    return { url: `http://127.0.0.1:${server.address().port}/callback/wecom`, seen, order, close: () => { server.closeAllConnections(); server.close(); } };
}

const peer = (url, ...more) => new Promise((resolve) => {
    execFile('node', [join(here, 'wecom_peer.mjs'), '--url', url, '--token', app.token, '--aes-key', app.aes_key, '--corp-id', app.corp_id, '--pause', '1', ...more],
        { maxBuffer: 1 << 26 }, (error, stdout) => resolve({ status: error?.code ?? 0, lines: stdout.trim().split('\n').map((line) => JSON.parse(line)) }));
});

test('the peer verifies, delivers every message in order and reads every reply', async () => {
    const far = await receiver();
    const { status, lines } = await peer(far.url, '--users', '7', '--messages', '100');
    far.close();
    assert.equal(status, 0);
    assert.deepEqual(lines[0], { verify: true });
    const sums = lines.at(-1);
    assert.equal(sums.acknowledged, 100);
    assert.equal(sums.replies, 100);
    assert.ok(sums.repeated > 0);
    for (const line of lines.slice(1, -1)) assert.equal(line.reply, `收到：${line.text}`);
    for (const ids of far.order.values()) assert.deepEqual(ids, [...ids].sort());
});

test('the peer repeats what was not acknowledged, under the same id', async () => {
    const far = await receiver((id, times) => (id.endsWith('3') && times < 3 ? 503 : undefined));
    const { status, lines } = await peer(far.url, '--users', '5', '--messages', '40', '--repeat-share', '0');
    far.close();
    assert.equal(status, 0);
    for (const line of lines.slice(1, -1)) assert.deepEqual(line.statuses, line.message_id.endsWith('3') ? [503, 503, 200] : [200]);
});

test('the peer tells a receiver that answers a repeat otherwise', async () => {
    const far = await receiver((id, times) => (times > 1 ? 500 : undefined));
    const { status, lines } = await peer(far.url, '--users', '2', '--messages', '10', '--repeat-share', '1');
    far.close();
    assert.equal(status, 1);
    assert.equal(lines.at(-1).unequal, 10);
});

/** The API stand-in, and a sender that tries as qingdan does. */
async function api(...more) {
    const folder = mkdtempSync(join(tmpdir(), 'wecom-api-'));
    const log = join(folder, 'accepted.jsonl');
    const child = spawn('node', [join(here, 'wecom_api.mjs'), '--log', log, ...more]);
    const { port } = JSON.parse(await new Promise((resolve) => { child.stdout.once('data', resolve); }));
    const url = `http://127.0.0.1:${port}`;
    const token = async () => (await (await fetch(`${url}/cgi-bin/gettoken?corpid=ww00000000demo0001&corpsecret=demo-secret`)).json()).access_token;
    const send = async (to, text) => {
        for (let i = 0; i < 20; ++i) {
            try {
                const response = await fetch(`${url}/cgi-bin/message/send?access_token=${await token()}`, {
                    method: 'POST', body: JSON.stringify({ touser: to, agentid: 1000002, msgtype: 'text', text: { content: text }, enable_duplicate_check: 1, duplicate_check_interval: 1800 }),
                });
                if (response.status === 200 && (await response.json()).errcode === 0) return i + 1;
            } catch { /* no answer: once more */ }
        }
        throw new Error('never accepted');
    };
    const lines = () => readFileSync(log, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    const stop = () => new Promise((resolve) => {
        child.once('exit', () => { rmSync(folder, { recursive: true }); resolve(); });
        child.kill('SIGTERM');
    });
    return { url, send, token, lines, stop };
}

test('the API accepts each message once, whatever trouble it makes', async () => {
    const far = await api('--trouble', '500=0.2,42001=0.1,45009=0.1,hangup=0.1,lost=0.1', '--limit', '45009=3', '--seed', '7');
    let tries = 0;
    for (let i = 0; i < 100; ++i) tries += await far.send(`user${i % 5}`, `text ${i}`);
    const shown = far.lines().filter((line) => !line.duplicate);
    await far.stop();
    assert.equal(shown.length, 100);
    assert.deepEqual(shown.map((line) => line.text), Array.from({ length: 100 }, (_, i) => `text ${i}`));
    assert.ok(tries > 130);
});

test('the API gives one token until it dies', async () => {
    const far = await api('--trouble', '42001=1', '--limit', '42001=1');
    const before = await far.token();
    assert.equal(await far.token(), before);
    await far.send('user1', 'x');
    assert.notEqual(await far.token(), before);
    await far.stop();
});
