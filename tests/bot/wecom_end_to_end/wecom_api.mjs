// A stand-in for WeCom's API: gettoken, message/send, media/upload and the group robots' webhook/send. Now and then it
// fails as the real one does. What it accepted stands in a log, each line flushed to disk before it is answered, so that
// the log is evidence whatever happens to the sender.
//
// Usage: node wecom_api.mjs --log FILE [--port N] [--seed N] [--corp-id ID] [--secret S] [--trouble SHARES] [--limit COUNTS]
//
//   --port     0 (the default) takes a free one; the first line of output is {"port": N}
//   --trouble  shares of the calls to message/send that fail, e.g. `500=0.03,42001=0.02` (this is the default with
//              45009=0.005, hangup=0.02 and lost=0.01 added). Kinds: an HTTP status from 500, an errcode, `hangup` (the
//              connection is closed before anything happened), `lost` (accepted, but the answer never arrives: closed),
//              `silence` (accepted, and never answered nor closed)
//   --limit    at most so many of a kind, e.g. `45009=2`
//
// Lines of the log: {"n", "at", "path", "to", "msgtype", "text", "attempt"}, with "duplicate": true where the platform would
// have shown nothing because it had the same message within the duplicate check's interval already.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { read_arguments } from './arguments.mjs';
import { chance } from './chance.mjs';

const options = read_arguments({
    log: '', port: 0, seed: 1, corp_id: 'ww00000000demo0001', secret: 'demo-secret', token_seconds: 7200,
    trouble: '500=0.03,42001=0.02,45009=0.005,hangup=0.02,lost=0.01', limit: '45009=1',
}, 'usage: node wecom_api.mjs --log FILE [--port N] [--seed N] [--trouble SHARES] [--limit COUNTS]');
if (!options.log) {
    process.stderr.write('--log is needed\n');
    process.exit(2);
}

const pairs = (text) => text.split(',').filter(Boolean).map((pair) => pair.split('='))
    .map(([kind, number]) => [kind, Number(number)]);
const shares = pairs(options.trouble);
const limits = new Map(pairs(options.limit));
const troubled = new Map();

const log = openSync(options.log, 'a');
let lines = 0;
const write = (line) => {
    writeSync(log, `${JSON.stringify({ n: ++lines, at: Date.now(), ...line })}\n`);
    fsyncSync(log);
};

/** The kind of trouble that this attempt runs into, or undefined. */
function trouble_of(key, attempt) {
    let point = chance(options.seed, key, attempt);
    for (const [kind, share] of shares) {
        if (point < share) {
            const before = troubled.get(kind) ?? 0;
            if (before >= (limits.get(kind) ?? Infinity)) return undefined;
            troubled.set(kind, before + 1);
            return kind;
        }
        point -= share;
    }
    return undefined;
}

// One token at a time; asking again within its life gives the same one.
let token = { value: '', until: 0, serial: 0 };
function current_token() {
    if (Date.now() >= token.until) {
        token = {
            value: `token-${options.seed}-${token.serial + 1}-${'x'.repeat(64)}`,
            until: Date.now() + options.token_seconds * 1000, serial: token.serial + 1,
        };
    }
    return token.value;
}

const attempts = new Map(); // what was asked → how often
const accepted = new Map(); // what was accepted → until when the same is a duplicate

const answer_json = (response, body, status = 200) => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
};
const answer_code = (response, errcode) => answer_json(response, { errcode, errmsg: errcode === 0 ? 'ok' : 'stand-in' });

/** Puts a message into the log, unless it is one more of what was accepted before. */
function accept(path, key, message, attempt) {
    const checked = message.enable_duplicate_check === 1;
    const duplicate = checked && (accepted.get(key) ?? 0) > Date.now();
    if (checked && !duplicate) accepted.set(key, Date.now() + (message.duplicate_check_interval ?? 1800) * 1000);
    const text = message.text?.content ?? message.template_card?.sub_title_text ?? message.markdown?.content ?? '';
    write({
        path, to: message.touser ?? '', msgtype: message.msgtype, text, attempt, ...(duplicate ? { duplicate: true } : {}),
        ...(message.msgtype === 'template_card' ? { task_id: message.template_card.task_id } : {}),
    });
}

function send(path, url, body, request, response) {
    let message;
    try {
        message = JSON.parse(body);
    } catch {
        return answer_code(response, 40058);
    }
    const key = JSON.stringify([path, message]);
    const attempt = (attempts.get(key) ?? 0) + 1;
    attempts.set(key, attempt);
    const kind = trouble_of(key, attempt);
    if (kind === 'hangup') return request.socket.destroy();
    if (/^5\d\d$/.test(kind ?? '')) return answer_json(response, {}, Number(kind));
    if (kind === '42001' || kind === '40014') {
        token.until = 0; // died early: whoever asks gets a new one
        return answer_code(response, Number(kind));
    }
    if (path.endsWith('message/send')) {
        if (url.searchParams.get('access_token') !== token.value || Date.now() >= token.until) return answer_code(response, 40014);
        if (!message.touser || !message.agentid) return answer_code(response, 40058);
    }
    if (/^-?\d+$/.test(kind ?? '')) return answer_code(response, Number(kind));
    accept(path, key, message, attempt);
    if (kind === 'lost') return request.socket.destroy();
    if (kind === 'silence') return undefined;
    return answer_json(response, { errcode: 0, errmsg: 'ok', invaliduser: '', msgid: `m${lines}` });
}

const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('error', () => {});
    response.on('error', () => {});
    request.on('end', () => {
        const url = new URL(request.url, 'http://stand-in');
        const body = Buffer.concat(chunks);
        if (url.pathname === '/cgi-bin/gettoken') {
            const known = url.searchParams.get('corpid') === options.corp_id && url.searchParams.get('corpsecret') === options.secret;
            if (!known) return answer_code(response, 40001);
            const value = current_token();
            return answer_json(response, { errcode: 0, errmsg: 'ok', access_token: value, expires_in: options.token_seconds });
        }
        if (url.pathname === '/cgi-bin/message/send' || url.pathname === '/cgi-bin/webhook/send') {
            return send(url.pathname, url, body.toString('utf8'), request, response);
        }
        if (url.pathname === '/cgi-bin/media/upload' || url.pathname === '/cgi-bin/webhook/upload_media') {
            write({ path: url.pathname, bytes: body.length });
            return answer_json(response, { errcode: 0, errmsg: 'ok', type: 'file', media_id: `media-${lines}` });
        }
        return answer_json(response, { errcode: 404 }, 404);
    });
});
server.keepAliveTimeout = 60000;
server.listen(options.port, '127.0.0.1', () => {
    process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`);
});
const stop = () => {
    server.closeAllConnections();
    server.close(() => {
        closeSync(log);
        process.exit(0);
    });
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
