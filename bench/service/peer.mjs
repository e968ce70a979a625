// A bot as one would write it of the platform's own SDK: verifies, decrypts, reads the XML, finds out with a few
// patterns what was meant, keeps the message's key, a record and the reply, and answers encrypted. Far less than qingdan
// understands or keeps, on the same disk with the same promise: what was acknowledged is flushed.
//
// Usage: node peer.mjs --db FILE --token T --aes-key K --corp-id C [--group]
//
//   --group   one transaction for all that has arrived while the last one was flushed; without it one for each message
//
// The first line of output is {"port": N}; ends with SIGTERM.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import wecom from '@wecom/crypto';
import Database from 'better-sqlite3';
import { XMLParser } from 'fast-xml-parser';

const { values: options } = parseArgs({ options: {
    db: { type: 'string' }, token: { type: 'string' }, 'aes-key': { type: 'string' }, 'corp-id': { type: 'string' },
    group: { type: 'boolean', default: false },
} });
const token = options.token;
const key = options['aes-key'];
const corp = options['corp-id'];

const db = new Database(options.db);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.pragma('wal_autocheckpoint = 12000');
db.exec(`
    CREATE TABLE inbox (key BLOB PRIMARY KEY, day TEXT NOT NULL, reply INTEGER) WITHOUT ROWID;
    CREATE TABLE records (number INTEGER PRIMARY KEY, created_at TEXT NOT NULL, sender TEXT NOT NULL, kind TEXT NOT NULL,
                          person TEXT, address TEXT, day TEXT, quantity INTEGER, text TEXT NOT NULL);
    CREATE INDEX records_by_day ON records (day, kind);
    CREATE INDEX records_by_sender ON records (sender, created_at);
    CREATE TABLE outbox (number INTEGER PRIMARY KEY, to_id TEXT NOT NULL, text TEXT NOT NULL, created_at TEXT NOT NULL);`);
const add_key = db.prepare('INSERT INTO inbox VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
const find_key = db.prepare('SELECT reply FROM inbox WHERE key = ?');
const find_reply = db.prepare('SELECT text FROM outbox WHERE number = ?');
const add_record = db.prepare('INSERT INTO records VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)');
const add_reply = db.prepare('INSERT INTO outbox VALUES (NULL, ?, ?, ?)');

const patterns = [
    ['meal.cancel', /(不要了|取消|退订)/u],
    ['meal.order', /(今天|明天|后天|大后天)?.{0,4}(早饭|午饭|晚饭|中饭)/u],
    ['visit', /(走访|看了|看望|上门|电话问候)/u],
    ['burden', /(开会|开了|台账|表格|填了)/u],
    ['question', /(怎么|什么|几年|多久|吗)/u],
];
const person = /(?:看了|走访了|看望了|问候了)([\p{Script=Han}]{2,4})/u;
const address = /(\d+)号楼(\d+)/u;
const numerals = { 一: 1, 两: 2, 二: 2, 三: 3, 四: 4, 五: 5 };
const quantity = /([一两二三四五\d]+)[份客]/u;
const days = { 今天: 0, 明天: 1, 后天: 2, 大后天: 3 };

function understood(text) {
    const kind = patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? 'none';
    const said_day = text.match(/大后天|后天|明天|今天/u)?.[0] ?? '今天';
    const number = text.match(quantity)?.[1];
    return {
        kind, person: text.match(person)?.[1] ?? null, address: text.match(address)?.[0] ?? null,
        day: new Date(Date.now() + days[said_day] * 86400000).toISOString().slice(0, 10),
        quantity: number === undefined ? null : numerals[number] ?? (Number(number) || null),
    };
}

/** Keeps one message, inside a transaction; gives the reply's text. */
function keep(message) {
    const hash = createHash('sha256').update(`${message.FromUserName}/${message.MsgId}`).digest().subarray(0, 16);
    const before = find_key.get(hash);
    if (before) return find_reply.get(before.reply)?.text ?? '';
    const now = new Date().toISOString();
    const meant = understood(message.Content);
    let reply = '这句没看懂。';
    if (meant.kind !== 'none' && meant.kind !== 'question') {
        const { lastInsertRowid } = add_record.run(now, message.FromUserName, meant.kind, meant.person, meant.address, meant.day, meant.quantity, message.Content);
        reply = `${meant.kind}-${lastInsertRowid} ${meant.person ?? ''} ${meant.day}，${meant.quantity ?? 1}份。回“撤回”可撤回。`;
    }
    const { lastInsertRowid } = add_reply.run(message.FromUserName, reply, now);
    add_key.run(hash, now.slice(0, 10), lastInsertRowid);
    return reply;
}
const keep_one = db.transaction(keep);
const keep_all = db.transaction((all) => all.map(({ message }) => keep(message)));

const parser = new XMLParser({ parseTagValue: false });
function opened(url, body) {
    const query = new URL(url, 'http://here').searchParams;
    const ciphertext = parser.parse(body).xml.Encrypt;
    const signature = wecom.getSignature(token, query.get('timestamp'), query.get('nonce'), ciphertext);
    if (signature !== query.get('msg_signature')) return undefined;
    const { message, id } = wecom.decrypt(key, ciphertext);
    return id === corp ? parser.parse(message).xml : undefined;
}

function answer(response, message, text) {
    const now = String(Math.floor(Date.now() / 1000));
    const ciphertext = wecom.encrypt(key, `<xml><ToUserName><![CDATA[${message.FromUserName}]]></ToUserName><FromUserName><![CDATA[${corp}]]></FromUserName>`
        + `<CreateTime>${now}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${text}]]></Content></xml>`, corp);
    const body = `<xml><Encrypt><![CDATA[${ciphertext}]]></Encrypt><MsgSignature><![CDATA[${wecom.getSignature(token, now, '1', ciphertext)}]]></MsgSignature>`
        + `<TimeStamp>${now}</TimeStamp><Nonce><![CDATA[1]]></Nonce></xml>`;
    response.writeHead(200, { 'Content-Type': 'application/xml', 'Content-Length': Buffer.byteLength(body) });
    response.end(body);
}

let waiting = [];
function flush() {
    const batch = waiting;
    waiting = [];
    keep_all(batch).forEach((text, i) => answer(batch[i].response, batch[i].message, text));
}

const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
        const message = opened(request.url, Buffer.concat(chunks).toString());
        if (!message) return response.writeHead(403).end();
        if (!options.group) return answer(response, message, keep_one(message));
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({ response, message });
        return undefined;
    });
});
server.keepAliveTimeout = 60000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`));
process.on('SIGTERM', () => {
    server.closeAllConnections();
    server.close(() => { db.close(); process.exit(0); });
});
