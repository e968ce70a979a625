// Makes the files of ../data with the platforms' own libraries.
// Usage: npm ci && node make_vectors.mjs
import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import wecom from '@wecom/crypto';
import { Webhook } from 'standardwebhooks';

const now = 1772420000; // 2026-03-02T02:53:20Z

/** Bytes that look random and are the same each time this runs. */
let drawn = 0;
const bytes = (count) => {
    const hash = createHash('sha256').update(`qingdan ${drawn++}`).digest();
    return hash.subarray(0, count);
};
const digits = (count) => bytes(count).reduce((text, byte) => text + (byte % 10), '1').slice(0, count);

const write = (file, vectors) =>
    writeFileSync(new URL(`../data/${file}`, import.meta.url), `${JSON.stringify({ format: 1, vectors }, null, 1)}\n`);

// ---- The envelope -------------------------------------------------------------------------------------------

const letters = (seed) => createHash('sha512').update(seed).digest('base64').replace(/[^A-Za-z0-9]/g, '');
const app = {
    token: 'AppToken1', aes_key: `${letters('app key').slice(0, 42)}8`, corp_id: 'ww00000000demo0001',
};
const rotated = {
    token: ['NewToken2', app.token], aes_key: [`${letters('new key').slice(0, 42)}E`, app.aes_key], corp_id: app.corp_id,
};
const robot = { token: 'RobotToken9', aes_key: `${letters('robot key').slice(0, 42)}M`, bot_name: '轻担' };

const signed = (token, ciphertext, echo) => {
    const timestamp = String(now - 1);
    const nonce = digits(10);
    const signature = wecom.getSignature(token, timestamp, nonce, ciphertext);
    return `msg_signature=${signature}&timestamp=${timestamp}&nonce=${nonce}`
        + (echo ? `&echostr=${encodeURIComponent(ciphertext)}` : '');
};
const first = (value) => (Array.isArray(value) ? value[0] : value);
const last = (value) => (Array.isArray(value) ? value.at(-1) : value);

/** One callback: `inner` encrypted and signed with `with_`, put into the outer document that `wrap` makes. */
const push = (path, with_, inner, receiver, wrap, change = {}) => {
    const ciphertext = (change.ciphertext ?? ((text) => text))(
        wecom.encrypt(with_.aes_key, inner, receiver, bytes(16)),
    );
    return {
        method: 'POST', path, query: signed(with_.token, ciphertext), headers: { 'Content-Type': wrap.type },
        body: wrap.around(ciphertext), ...change.request,
    };
};
const vector = (id, channel, why, config, requests, expect) => ({
    id: `own-${id}`, channel, why, valid: !expect.reason, config, now, requests: [requests].flat(),
    expect: { status: [requests].flat().map(() => [200]), events: [], ...expect },
});

// ---- The self-built app -------------------------------------------------------------------------------------

const xml = {
    type: 'text/xml',
    around: (ciphertext) => `<xml><ToUserName><![CDATA[${app.corp_id}]]></ToUserName>`
        + `<Encrypt><![CDATA[${ciphertext}]]></Encrypt><AgentID><![CDATA[1000002]]></AgentID></xml>`,
};
const from = 'WangCadre_1';
const written = now - 3;
const document = (type, elements, id) => `<xml><ToUserName><![CDATA[${app.corp_id}]]></ToUserName>`
    + `<FromUserName><![CDATA[${from}]]></FromUserName><CreateTime>${written}</CreateTime>`
    + `<MsgType><![CDATA[${type}]]></MsgType>${elements}${id ? `<MsgId>${id}</MsgId>` : ''}<AgentID>1000002</AgentID></xml>`;
const event = (name, key, more = '') => document('event', `<Event><![CDATA[${name}]]></Event>`
    + `${key === null ? '' : `<EventKey><![CDATA[${key}]]></EventKey>`}${more}`);
const message = (fields) => ({
    platform: 'wecom', chat: { id: from, kind: 'private' }, sender: { id: from, name: null }, mentions_bot: true,
    sent_at: new Date(written * 1000).toISOString().replace('.000', ''), edits: null, quotes: null, ...fields,
});
const good = (id, why, inner, fields, config = app, with_ = app) => vector(
    id, 'wecom', why, config, push('/callback/wecom', with_, inner, app.corp_id, xml),
    { events: fields === null ? [] : [message(fields)] },
);
const bad = (id, why, status, reason, inner, change = {}, receiver = app.corp_id, with_ = app) => vector(
    id, 'wecom', why, app, push('/callback/wecom', with_, inner, receiver, xml, change),
    { status: [status], reason },
);
let counter = 7300000000000000000n;
const next_id = () => String(++counter);
const text = (content, id) => document('text', `<Content><![CDATA[${content}]]></Content>`, id);

const app_vectors = () => {
    const id = Array.from({ length: 64 }, next_id);
    const plain = text('刚去看了王阿婆，血压有点高', id[0]);
    const all = [
        good('text', 'a text, full-width blanks and line breaks around it', text('\n　明天两份午饭\n送到家　\r\n', id[1]),
            { kind: 'text', text: '明天两份午饭\n送到家', key: '', message_id: id[1] }),
        good('text-order', 'elements in another order, an unknown one, no CDATA',
            `<xml><MsgType>text</MsgType><New><Thing>1</Thing></New><Content>几点开会</Content><MsgId>${id[2]}</MsgId>`
            + `<CreateTime>${written}</CreateTime><FromUserName>${from}</FromUserName></xml>`,
            { kind: 'text', text: '几点开会', message_id: id[2] }),
        good('text-empty', 'a text of blanks alone', text(' 　 ', id[3]), { kind: 'text', text: '', message_id: id[3] }),
        good('image', 'a picture', document('image', '<PicUrl><![CDATA[https://example.invalid/p]]></PicUrl><MediaId>m</MediaId>', id[4]),
            { kind: 'image', text: '', message_id: id[4] }),
        good('voice', 'a voice message: no transcript', document('voice', '<MediaId>m</MediaId><Format>amr</Format>', id[5]),
            { kind: 'voice', text: '', message_id: id[5] }),
        good('video', 'a video', document('video', '<MediaId>m</MediaId><ThumbMediaId>t</ThumbMediaId>', id[6]),
            { kind: 'video', text: '', message_id: id[6] }),
        good('location', 'a place', document('location',
            '<Location_X>31.2</Location_X><Location_Y>121.5</Location_Y><Scale>15</Scale><Label><![CDATA[花园路8弄]]></Label>', id[7]),
        { kind: 'location', text: '花园路8弄', message_id: id[7] }),
        good('link', 'a link', document('link', '<Title><![CDATA[通知]]></Title><Description>d</Description>'
            + '<Url><![CDATA[https://example.invalid/n]]></Url><PicUrl/>', id[8]),
        { kind: 'link', text: '通知', key: 'https://example.invalid/n', message_id: id[8] }),
        good('unknown-type', 'a type of message that is not handled', document('hologram', '<MediaId>m</MediaId>', id[9]), null),
    ];
    const event_id = (name, key) => `${from}:${written}:${name}:${key}`;
    const events = [
        ['subscribe', 'subscribe', '', '', ''], ['unsubscribe', 'unsubscribe', '', '', ''], ['enter_agent', 'enter', '', '', ''],
        ['CLICK', 'menu', 'MENU_TODAY', 'MENU_TODAY', ''], ['view', 'menu', 'https://example.invalid/', 'https://example.invalid/', ''],
        ['pic_photo_or_album', 'menu', 'PHOTO', 'PHOTO', ''], ['location_select', 'menu', 'PLACE', 'PLACE', ''],
        ['scancode_push', 'scan', 'SCAN', 'QR-12', '', '<ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult>QR-12</ScanResult></ScanCodeInfo>'],
        ['template_card_event', 'button', '2', '2', '2', '<TaskId>q1-2</TaskId><CardType>button_interaction</CardType><ResponseCode>r</ResponseCode>'],
        ['LOCATION', 'other', null, '', '', '<Latitude>31.2</Latitude><Longitude>121.5</Longitude><Precision>30</Precision>'],
        ['batch_job_result', 'other', null, '', '', '<BatchJob><JobId>1</JobId></BatchJob>'],
        ['something_of_next_year', 'other', 'K', 'K', ''],
    ];
    for (const [name, kind, sent_key, key, words, more] of events) {
        all.push(good(`event-${name.toLowerCase().replaceAll('_', '-')}`, `the event ${name}`, event(name, sent_key, more),
            { kind, key, text: words, message_id: event_id(name, sent_key ?? '') }));
    }
    for (let pad = 1; pad <= 32; ++pad) {
        const short = text('', id[10]);
        const rest = (32 - ((20 + Buffer.byteLength(short) + app.corp_id.length + pad) % 32)) % 32;
        const words = '0'.repeat(rest);
        all.push(good(`padding-${pad}`, `a padding of ${pad} bytes`, text(words, id[10]), { kind: 'text', text: words, message_id: id[10] }));
    }
    all.push(
        good('rotation-old', 'the old token and key while new ones are being set', plain, { message_id: id[0] }, rotated, app),
        good('rotation-mixed', 'the new token with the old key', plain, { message_id: id[0] }, rotated,
            { token: first(rotated.token), aes_key: last(rotated.aes_key) }),
        good('rotation-new', 'the new token and key', plain, { message_id: id[0] }, rotated,
            { token: first(rotated.token), aes_key: first(rotated.aes_key) }),
        vector('verify', 'wecom', 'URL check', app, (() => {
            const echo = wecom.encrypt(app.aes_key, '6403152934128395911', app.corp_id, bytes(16));
            return { method: 'GET', path: '/callback/wecom', query: signed(app.token, echo, true), headers: {} };
        })(), { reply_body: '6403152934128395911' }),
        vector('verify-broken-escape', 'wecom', 'URL check with a percent escape that is none', app,
            { method: 'GET', path: '/callback/wecom', query: 'msg_signature=a&timestamp=1&nonce=2&echostr=%zz', headers: {} },
            { status: [[400]], reason: 'query' }),
        vector('repeat', 'wecom', 'a message and its repeat under a new time, nonce and ciphertext', app,
            [push('/callback/wecom', app, plain, app.corp_id, xml), push('/callback/wecom', app, plain, app.corp_id, xml)],
            { events: [message({ kind: 'text', text: '刚去看了王阿婆，血压有点高', message_id: id[0] })] }),
        bad('no-message-id', 'a text without MsgId', [400], 'missing', text('好', '')),
        bad('no-sender', 'a text from nobody', [400], 'missing', text('好', id[11]).replace(from, '')),
        bad('no-time', 'CreateTime is no number', [400], 'missing', text('好', id[12]).replace(String(written), 'today')),
        bad('not-xml', 'encrypts no document', [400], 'xml', 'hello'),
        bad('doctype', 'a document type inside', [400], 'dtd', `<!DOCTYPE xml [<!ENTITY a "b">]>${plain}`),
        bad('other-token', 'signed with the token of another app', [401, 403], 'signature', plain, {}, app.corp_id, { ...app, token: 'Other' }),
        bad('other-key', 'encrypted with the key of another app', [401, 403], 'padding', plain, {}, app.corp_id, { ...app, aes_key: robot.aes_key }),
        bad('other-company', 'encrypted for another company', [401, 403], 'receiver', plain, {}, 'ww00000000demo0002'),
        bad('no-company', 'encrypted for nobody', [401, 403], 'receiver', plain, {}, ''),
        bad('url-safe', 'base64 of the URL-safe alphabet', [401, 403], 'base64', plain, { ciphertext: (c) => c.replaceAll(/[+/]/g, '_') }),
        bad('no-ciphertext', 'an empty Encrypt', [401, 403], 'base64', plain, { ciphertext: () => '' }),
        bad('no-signature', 'no query at all', [401, 403], 'missing', plain, { request: { query: '' } }),
    );
    return all;
};

// ---- The smart robot ----------------------------------------------------------------------------------------

const robot_vectors = () => {
    const json = { type: 'application/json', around: (ciphertext) => JSON.stringify({ encrypt: ciphertext }) };
    const user = 'chen.cadre';
    const base = (id, more) => JSON.stringify({
        msgid: id, aibotid: 'aib-demo', chattype: 'single', from: { userid: user },
        response_url: 'https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=DEMO', ...more,
    });
    const group = { chattype: 'group', chatid: 'wrDemoGroup7' };
    const told = (fields) => ({
        platform: 'wecom', chat: { id: user, kind: 'private' }, sender: { id: user, name: null }, mentions_bot: true,
        quotes: null, edits: null, sent_at: new Date(now * 1000).toISOString().replace('.000', ''), ...fields,
    });
    const in_group = { chat: { id: group.chatid, kind: 'group' } };
    const make = (id, why, inner, expect) => vector(`robot-${id}`, 'wecom/robot', why, robot,
        push('/callback/wecom/robot', robot, inner, expect.receiver ?? '', json), { ...expect, receiver: undefined });
    return [
        make('text', 'a private text', base('r1', { msgtype: 'text', text: { content: ' 下周一开会 ' } }),
            { events: [told({ message_id: 'r1', kind: 'text', text: '下周一开会' })] }),
        make('group', 'a group text that names the robot', base('r2', { ...group, msgtype: 'text', text: { content: '@轻担 刚去王阿婆家' } }),
            { events: [told({ message_id: 'r2', kind: 'text', text: '刚去王阿婆家', ...in_group })] }),
        make('group-end', 'the robot named at the end, with the narrow blank of the client', base('r3',
            { ...group, msgtype: 'text', text: { content: '@小陈 已办好 @轻担\u2005' } }),
        { events: [told({ message_id: 'r3', kind: 'text', text: '@小陈 已办好', ...in_group })] }),
        make('quote', 'a quoted message, whose words are not the sender\'s', base('r4', {
            ...group, msgtype: 'text', text: { content: '@轻担 收到' }, quote: { msgtype: 'text', text: { content: '明天三份午饭' } },
        }), { events: [told({ message_id: 'r4', kind: 'text', text: '收到', ...in_group })] }),
        make('voice', 'a voice message with its transcript', base('r5', { msgtype: 'voice', voice: { content: '明天不要送饭' } }),
            { events: [told({ message_id: 'r5', kind: 'voice', text: '明天不要送饭' })] }),
        make('image', 'a picture', base('r6', { msgtype: 'image', image: { url: 'https://example.invalid/p' } }),
            { events: [told({ message_id: 'r6', kind: 'image', text: '' })] }),
        make('file', 'a file', base('r7', { msgtype: 'file', file: { url: 'https://example.invalid/f' } }),
            { events: [told({ message_id: 'r7', kind: 'file', text: '' })] }),
        make('mixed', 'two texts around a picture', base('r8', {
            ...group, msgtype: 'mixed', mixed: {
                msg_item: [{ msgtype: 'text', text: { content: '@轻担 楼道堆物' } }, { msgtype: 'image', image: { url: 'https://example.invalid/i' } },
                    { msgtype: 'text', text: { content: '3号楼' } }],
            },
        }), { events: [told({ message_id: 'r8', kind: 'text', text: '楼道堆物\n3号楼', ...in_group })] }),
        make('mixed-pictures', 'pictures alone', base('r9', {
            msgtype: 'mixed', mixed: { msg_item: [{ msgtype: 'image', image: { url: 'https://example.invalid/i' } }] },
        }), { events: [told({ message_id: 'r9', kind: 'image', text: '' })] }),
        make('enter', 'opened the chat, with a time of its own', base('r10', { msgtype: 'event', event: { eventtype: 'enter_chat' }, create_time: written }),
            { events: [told({ message_id: 'r10', kind: 'enter', text: '', sent_at: new Date(written * 1000).toISOString().replace('.000', '') })] }),
        make('card', 'pressed a button of a card', base('r11', {
            msgtype: 'event', event: { eventtype: 'template_card_event', template_card_event: { card_type: 'button_interaction', event_key: '2', task_id: 't' } },
        }), { events: [told({ message_id: 'r11', kind: 'button', text: '2', key: '2' })] }),
        make('feedback', 'rated an answer: only an empty answer is allowed', base('r12', { msgtype: 'event', event: { eventtype: 'feedback_event' } }), {}),
        make('stream', 'asks how a stream goes on', base('r13', { msgtype: 'stream', stream: { id: 's1' } }), {}),
        make('unknown-type', 'a type that is not handled', base('r14', { msgtype: 'hologram' }), {}),
        make('no-id', 'a text without msgid', base(undefined, { msgtype: 'text', text: { content: '好' } }), { status: [[400]], reason: 'missing' }),
        make('no-sender', 'a text from nobody', base('r15', { from: {}, msgtype: 'text', text: { content: '好' } }), { status: [[400]], reason: 'missing' }),
        make('no-group', 'a group text without chatid', base('r16', { chattype: 'group', msgtype: 'text', text: { content: '好' } }), { status: [[400]], reason: 'missing' }),
        make('text-number', 'a text that is none', base('r17', { msgtype: 'text', text: { content: 5 } }), { status: [[400]], reason: 'missing' }),
        make('array', 'JSON, but no object', '[1]', { status: [[400]], reason: 'json' }),
        make('deep', 'JSON too deep for a message', `{"a":${'['.repeat(40)}${']'.repeat(40)}}`, { status: [[400]], reason: 'json' }),
        make('company', 'a corp id as receiver', base('r18', { msgtype: 'text', text: { content: '好' } }),
            { receiver: app.corp_id, status: [[401, 403]], reason: 'receiver' }),
        vector('robot-not-json', 'wecom/robot', 'an outer body that is no JSON', robot,
            { method: 'POST', path: '/callback/wecom/robot', query: signed(robot.token, 'x'), headers: {}, body: '<xml/>' }, { status: [[400]], reason: 'json' }),
        vector('robot-no-encrypt', 'wecom/robot', 'an outer body without encrypt', robot,
            { method: 'POST', path: '/callback/wecom/robot', query: signed(robot.token, 'x'), headers: {}, body: '{}' }, { status: [[400]], reason: 'missing' }),
    ];
};

// ---- The webhook --------------------------------------------------------------------------------------------

const webhook_vectors = () => {
    const secret = `whsec_${Buffer.from('qingdan-webhook-secret-000000001').toString('base64')}`;
    const older = `whsec_${Buffer.from('qingdan-webhook-secret-older-002').toString('base64')}`;
    const path = '/callback/webhook';
    const request = (id, body, change = {}) => {
        const time = change.time ?? now - 1;
        const raw = typeof body === 'string' ? body : JSON.stringify(body);
        const signature = new Webhook(change.secret ?? secret).sign(id, new Date(time * 1000), raw);
        return {
            method: 'POST', path, query: '', body: raw, headers: {
                'Content-Type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(time), 'webhook-signature': signature, ...change.headers,
            },
        };
    };
    const at = (seconds) => new Date(seconds * 1000).toISOString().replace('.000', '');
    const told = (fields) => ({ platform: 'webhook', mentions_bot: true, edits: null, quotes: null, ...fields });
    const make = (id, why, body, expect, change = {}) => vector(`webhook-${id}`, 'webhook', why, { secret: change.config ?? secret },
        request(`id-${id}`, body, change), expect);
    const refused = (id, why, body, status, reason, change = {}) => make(id, why, body, { status: [status], reason }, change);
    const short = { sender: { id: 'u-1' }, text: '好' };
    const signature_of = (id, body) => request(id, body).headers['webhook-signature'];
    return [
        make('short', 'only what must be there', short, {
            events: [told({ message_id: 'id-short', chat: { id: 'u-1', kind: 'private' }, sender: { id: 'u-1', name: null }, kind: 'text', text: '好', sent_at: at(now - 1) })],
        }),
        make('full', 'every field', {
            message_id: 'm-7', chat: { id: 'g-1', kind: 'group' }, sender: { id: 'u-1', name: '王小明' }, text: ' 明天两份午饭\n', kind: 'text',
            mentions_bot: false, sent_at: '2026-03-02T10:00:00+08:00', quotes: 'm-3', edits: 'm-5', extra: { a: [1] },
        }, {
            events: [told({
                message_id: 'm-7', chat: { id: 'g-1', kind: 'group' }, sender: { id: 'u-1', name: '王小明' }, kind: 'text', text: '明天两份午饭',
                mentions_bot: false, sent_at: '2026-03-02T02:00:00Z', quotes: 'm-3', edits: 'm-5',
            })],
        }),
        make('group-silent', 'in a group the robot is not named unless it is said', { ...short, chat: { id: 'g-1', kind: 'group' } },
            { events: [told({ message_id: 'id-group-silent', chat: { id: 'g-1', kind: 'group' }, mentions_bot: false })] }),
        make('kind', 'a kind that is none', { sender: { id: 'u-1' }, kind: 'hologram' }, { events: [told({ message_id: 'id-kind', kind: 'other', text: '' })] }),
        make('voice', 'a voice message without a transcript', { sender: { id: 'u-1' }, kind: 'voice' }, { events: [told({ message_id: 'id-voice', kind: 'voice', text: '' })] }),
        make('charset', 'a content type with a parameter', short, { events: [told({ message_id: 'id-charset' })] },
            { headers: { 'Content-Type': 'Application/JSON; charset=utf-8' } }),
        make('rotation', 'the older of two secrets', short, { events: [told({ message_id: 'id-rotation' })] }, { secret: older, config: [secret, older] }),
        make('versions', 'entries of other versions beside the right one', short, { events: [told({ message_id: 'id-versions' })] },
            { headers: { 'webhook-signature': `v1a,AAAA v2,${'A'.repeat(44)} ${signature_of('id-versions', short)}` } }),
        refused('other-version', 'the right signature under another version', short, [401, 403], 'signature',
            { headers: { 'webhook-signature': signature_of('id-other-version', short).replace('v1,', 'v1a,') } }),
        refused('trailing', 'a signature with something after it', short, [401, 403], 'signature',
            { headers: { 'webhook-signature': `${signature_of('id-trailing', short)}=` } }),
        refused('many', 'more entries than anybody needs', short, [401, 403], 'signature',
            { headers: { 'webhook-signature': `${'v1,AAAA '.repeat(16)}${signature_of('id-many', short)}` } }),
        refused('old', 'three hundred and one seconds old', short, [401, 403], 'stale', { time: now - 301 }),
        refused('early', 'three hundred and one seconds early', short, [401, 403], 'stale', { time: now + 301 }),
        make('oldest', 'exactly three hundred seconds old', short, { events: [told({ message_id: 'id-oldest' })] }, { time: now - 300 }),
        refused('time-zero', 'another way of writing the same time', short, [401, 403], 'signature', { headers: { 'webhook-timestamp': `0${now - 1}` } }),
        refused('time-words', 'a time that is no number', short, [401, 403], 'signature', { headers: { 'webhook-timestamp': 'now' } }),
        refused('blank-id', 'a message id of blanks', short, [400, 401, 403], 'missing', { headers: { 'webhook-id': ' ' } }),
        refused('no-sender', 'from nobody', { text: '好' }, [400], 'sender.id'),
        refused('empty-sender', 'from somebody without an id', { sender: { id: '' }, text: '好' }, [400], 'sender.id'),
        refused('long-sender', 'an id of 129 characters', { sender: { id: '甲'.repeat(129) }, text: '好' }, [400], 'sender.id'),
        make('longest-sender', 'an id of 128 characters', { sender: { id: '甲'.repeat(128) }, text: '好' }, { events: [told({ message_id: 'id-longest-sender' })] }),
        refused('no-text', 'a text without text', { sender: { id: 'u-1' } }, [400], 'text'),
        refused('long-text', 'a text of more than 32 KiB', { sender: { id: 'u-1' }, text: 'a'.repeat(32769) }, [400], 'text'),
        refused('number-text', 'a text that is a number', { sender: { id: 'u-1' }, text: 5 }, [400], 'text'),
        refused('chat-kind', 'a kind of chat that is none', { ...short, chat: { id: 'g', kind: 'channel' } }, [400], 'chat.kind'),
        refused('chat-id', 'a chat without id', { ...short, chat: { kind: 'group' } }, [400], 'chat.id'),
        refused('sent-at', 'a time without offset', { ...short, sent_at: '2026-03-02T10:00:00' }, [400], 'sent_at'),
        refused('mentions', 'mentions_bot is no boolean', { ...short, mentions_bot: 'yes' }, [400], 'mentions_bot'),
        refused('array', 'JSON, but no object', '[]', [400], 'json'),
        refused('deep', 'JSON too deep for a message', `{"sender":${'['.repeat(33)}${']'.repeat(33)}}`, [400], 'json'),
        refused('content-type', 'another content type', short, [415], 'type', { headers: { 'Content-Type': 'text/json' } }),
    ];
};

// ---- WeChat official accounts -------------------------------------------------------------------------------

const wechat_vectors = () => {
    const secure = { token: 'OaToken5', aes_key: `${letters('oa key').slice(0, 42)}Q`, app_id: 'wx00000000demo0001', mode: 'secure' };
    const plain = { ...secure, aes_key: '', mode: 'plain' };
    const user = 'oDemoFollower000000000000001';
    const document_of = (type, elements) => `<xml><ToUserName><![CDATA[gh_demo00000001]]></ToUserName><FromUserName><![CDATA[${user}]]></FromUserName>`
        + `<CreateTime>${written}</CreateTime><MsgType><![CDATA[${type}]]></MsgType>${elements}</xml>`;
    const told = (fields) => ({
        platform: 'wechat', chat: { id: user, kind: 'private' }, sender: { id: user, name: null }, mentions_bot: true, edits: null, quotes: null,
        sent_at: new Date(written * 1000).toISOString().replace('.000', ''), ...fields,
    });
    const three = (token) => {
        const timestamp = String(now - 1);
        const nonce = digits(10);
        return `signature=${createHash('sha1').update([token, timestamp, nonce].sort().join('')).digest('hex')}&timestamp=${timestamp}&nonce=${nonce}`;
    };
    const encrypted = (inner, with_ = secure, beside = '') => {
        const ciphertext = wecom.encrypt(with_.aes_key, inner, with_.app_id, bytes(16));
        return {
            method: 'POST', path: '/callback/wechat', query: `${three(with_.token)}&encrypt_type=aes&${signed(with_.token, ciphertext)}`, headers: { 'Content-Type': 'text/xml' },
            body: `<xml><ToUserName><![CDATA[gh_demo00000001]]></ToUserName>${beside}<Encrypt><![CDATA[${ciphertext}]]></Encrypt></xml>`,
        };
    };
    const bare = (inner, with_ = plain) => ({ method: 'POST', path: '/callback/wechat', query: three(with_.token), headers: { 'Content-Type': 'text/xml' }, body: inner });
    const make = (id, why, inner, fields) => vector(`wechat-${id}`, 'wechat', why, secure, encrypted(inner), { events: [told(fields)] });
    const event_of = (name, key) => document_of('event', `<Event><![CDATA[${name}]]></Event><EventKey><![CDATA[${key}]]></EventKey>`);
    const event_id = (name, key) => `${user}:${written}:${name}:${key}`;
    const text_of = (words, id) => document_of('text', `<Content><![CDATA[${words}]]></Content><MsgId>${id}</MsgId>`);
    return [
        make('text', 'a text', text_of('明天两份午饭', '7400000000000000001'), { kind: 'text', text: '明天两份午饭', message_id: '7400000000000000001' }),
        make('voice', 'a voice message with its words', document_of('voice', '<MediaId>m</MediaId><Recognition><![CDATA[不要送了]]></Recognition><MsgId>2</MsgId>'),
            { kind: 'voice', text: '不要送了', message_id: '2' }),
        make('voice-bare', 'a voice message without', document_of('voice', '<MediaId>m</MediaId><MsgId>3</MsgId>'), { kind: 'voice', text: '', message_id: '3' }),
        make('video', 'a short video', document_of('shortvideo', '<MediaId>m</MediaId><MsgId>4</MsgId>'), { kind: 'video', text: '', message_id: '4' }),
        make('file', 'a file', document_of('file', '<Title><![CDATA[名单.xlsx]]></Title><MsgId>5</MsgId>'), { kind: 'file', text: '名单.xlsx', message_id: '5' }),
        make('subscribe', 'followed through a code', event_of('subscribe', 'qrscene_c-7'), { kind: 'subscribe', key: 'c-7', message_id: event_id('subscribe', 'qrscene_c-7') }),
        make('scan', 'scanned a code as a follower', event_of('SCAN', 'c-7'), { kind: 'scan', key: 'c-7', message_id: event_id('SCAN', 'c-7') }),
        make('view', 'opened a link of the menu', event_of('VIEW', 'https://example.invalid/'), { kind: 'menu', key: 'https://example.invalid/', text: '' }),
        make('sent', 'a template message was sent', event_of('TEMPLATESENDJOBFINISH', ''), { kind: 'other' }),
        vector('wechat-compatible', 'wechat', 'the encrypted message counts, not the plain one beside it', { ...secure, mode: 'compatible' },
            encrypted(text_of('真', '6'), secure, '<Content>假</Content><MsgId>9</MsgId>'), { events: [told({ text: '真', message_id: '6' })] }),
        vector('wechat-plain', 'wechat', 'plain mode', plain, bare(text_of('好', '7')), { events: [told({ text: '好', message_id: '7' })] }),
        vector('wechat-downgrade', 'wechat', 'a plain message to an account that encrypts', secure, bare(text_of('好', '8'), secure), { status: [[401, 403]], reason: 'signature' }),
        vector('wechat-verify', 'wechat', 'URL check', secure, { method: 'GET', path: '/callback/wechat', query: `${three(secure.token)}&echostr=echo%2B1`, headers: {} }, { reply_body: 'echo+1' }),
        vector('wechat-plain-doctype', 'wechat', 'a document type in plain mode', plain, bare(`<!DOCTYPE x>${text_of('好', '9')}`), { status: [[400]], reason: 'dtd' }),
    ];
};

// ---- Feishu -------------------------------------------------------------------------------------------------

const feishu_vectors = () => {
    const config = { app_id: 'cli_demo0001', encrypt_key: 'feishu key of nobody', verification_token: 'vt-demo-1', bot_open_id: 'ou_bot' };
    const seal = (plain, key = config.encrypt_key) => {
        const iv = bytes(16);
        const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(key).digest(), iv);
        return JSON.stringify({ encrypt: Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final()]).toString('base64') });
    };
    const request = (plain, change = {}) => {
        const body = seal(typeof plain === 'string' ? plain : JSON.stringify(plain), change.key);
        const nonce = digits(10);
        const signature = createHash('sha256').update(`${now - 1}${nonce}${change.sign ?? config.encrypt_key}${body}`).digest('hex');
        return {
            method: 'POST', path: '/callback/feishu', query: '', body, headers: {
                'Content-Type': 'application/json', ...(change.unsigned ? {} : { 'X-Lark-Request-Timestamp': String(now - 1), 'X-Lark-Request-Nonce': nonce, 'X-Lark-Signature': signature }),
            },
        };
    };
    const event_of = (type, event, header = {}) => ({
        schema: '2.0', header: { event_id: `ev-${type}`, event_type: type, create_time: `${written}500`, token: config.verification_token, app_id: config.app_id, ...header }, event,
    });
    const message_of = (type, content, more = {}, sender = 'user') => event_of('im.message.receive_v1', {
        sender: { sender_id: { open_id: 'ou_chen' }, sender_type: sender },
        message: { message_id: `om_${type}`, create_time: `${written}123`, chat_id: 'oc_1', chat_type: 'p2p', message_type: type, content: JSON.stringify(content), ...more },
    });
    const told = (fields) => ({
        platform: 'feishu', chat: { id: 'oc_1', kind: 'private' }, sender: { id: 'ou_chen', name: null }, mentions_bot: true, edits: null, quotes: null,
        sent_at: new Date(written * 1000).toISOString().replace('.000', ''), ...fields,
    });
    const make = (id, why, plain, expect, change) => vector(`feishu-${id}`, 'feishu', why, config, request(plain, change), Array.isArray(expect) ? { events: expect } : expect);
    const names = Array.from({ length: 10 }, (_, i) => ({ key: `@_user_${i + 1}`, id: { open_id: i === 0 ? 'ou_bot' : `ou_${i}` }, name: i === 0 ? '轻担' : `甲${i + 1}` }));
    const group = { chat_type: 'group', chat_id: 'oc_2' };
    return [
        make('text', 'a text that answers another', message_of('text', { text: ' 明天两份午饭 ' }, { parent_id: 'om_0' }), [told({ message_id: 'om_text', kind: 'text', text: '明天两份午饭', quotes: 'om_0' })]),
        make('mentions', 'ten people named, one of them the bot', message_of('text', { text: '@_user_1 请 @_user_10 和 @_user_2 看' }, { ...group, mentions: names }),
            [told({ chat: { id: 'oc_2', kind: 'group' }, text: '请 @甲10 和 @甲2 看' })]),
        make('not-named', 'a group text that names somebody else', message_of('text', { text: '@_user_2 看' }, { ...group, mentions: [names[1]] }),
            [told({ chat: { id: 'oc_2', kind: 'group' }, text: '@甲2 看', mentions_bot: false })]),
        make('post', 'a rich text', message_of('post', { title: '', content: [[{ tag: 'at', user_id: '@_user_1', user_name: '轻担' }, { tag: 'text', text: ' 楼道' }], [{ tag: 'img', image_key: 'i' }]] },
            { mentions: [names[0]] }), [told({ kind: 'text', text: '楼道' })]),
        make('image', 'a picture', message_of('image', { image_key: 'i' }), [told({ kind: 'image', text: '' })]),
        make('file', 'a file', message_of('file', { file_key: 'f', file_name: '名单.xlsx' }), [told({ kind: 'file', text: '名单.xlsx' })]),
        make('card', 'a button of ours', event_of('card.action.trigger', { operator: { open_id: 'ou_chen' }, action: { value: { send: '2' }, tag: 'button' }, context: { open_message_id: 'om_9', open_chat_id: 'oc_1' } }),
            [told({ kind: 'button', text: '2', key: '{"send":"2"}', message_id: 'ev-card.action.trigger' })]),
        make('joined', 'the bot was taken into a group', event_of('im.chat.member.bot.added_v1', { chat_id: 'oc_2', operator_id: { open_id: 'ou_chen' } }),
            [told({ kind: 'joined', chat: { id: 'oc_2', kind: 'group' }, mentions_bot: false })]),
        make('menu', 'the menu', event_of('application.bot.menu_v6', { operator: { operator_id: { open_id: 'ou_chen' } }, event_key: 'today' }), [told({ kind: 'menu', key: 'today', chat: { id: 'ou_chen', kind: 'private' } })]),
        make('own-kind', 'a bot speaks', message_of('text', { text: '好' }, {}, 'app'), []),
        make('reaction', 'a reaction', event_of('im.message.reaction.created_v1', {}), []),
        make('version-1', 'an event of version 1', { uuid: 'u', token: config.verification_token, type: 'event_callback', event: { type: 'message' } }, []),
        make('challenge', 'URL check, unsigned as it comes', { type: 'url_verification', challenge: 'c-1', token: config.verification_token }, { reply_json: { challenge: 'c-1' } }, { unsigned: true }),
        make('unsigned', 'an event without signature', message_of('text', { text: '好' }), { status: [[401, 403]], reason: 'missing' }, { unsigned: true }),
        make('other-app', 'for another app', event_of('im.message.receive_v1', {}, { app_id: 'cli_other' }), { status: [[401, 403]], reason: 'token' }),
        make('no-chat', 'a message without chat', message_of('text', { text: '好' }, { chat_id: '' }), { status: [[400]], reason: 'missing' }),
    ];
};

// ---- DingTalk -----------------------------------------------------------------------------------------------

const dingtalk_vectors = () => {
    const config = { app_key: 'dingdemo01', secret: 'dingtalk secret of nobody', robot_code: 'dingrobot01', corp_id: 'dingcorp9' };
    const request = (body, change = {}) => {
        const time = String((change.time ?? now - 1) * 1000 + 250);
        const sign = createHmac('sha256', config.secret).update(`${time}\n${config.secret}`).digest('base64');
        return { method: 'POST', path: '/callback/dingtalk', query: '', headers: { 'Content-Type': 'application/json', timestamp: time, sign }, body: typeof body === 'string' ? body : JSON.stringify(body) };
    };
    const push_of = (type, more) => ({
        conversationId: 'cid/1+==', conversationType: '1', msgId: `msg-${type}`, msgtype: type, createAt: String(written * 1000 + 700), senderId: '$:LWCP_v1:$x', senderStaffId: 'staff7',
        senderNick: '小陈', chatbotCorpId: config.corp_id, robotCode: config.robot_code, sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=demo', sessionWebhookExpiredTime: (now + 5400) * 1000, ...more,
    });
    const told = (fields) => ({
        platform: 'dingtalk', chat: { id: 'cid/1+==', kind: 'private' }, sender: { id: 'staff7', name: '小陈' }, mentions_bot: true, edits: null, quotes: null,
        sent_at: new Date(written * 1000).toISOString().replace('.000', ''), ...fields,
    });
    const make = (id, why, body, expect, change) => vector(`dingtalk-${id}`, 'dingtalk', why, config, request(body, change), Array.isArray(expect) ? { events: expect } : expect);
    return [
        make('text', 'a private text', push_of('text', { text: { content: ' 明天两份午饭' } }), [told({ message_id: 'msg-text', kind: 'text', text: '明天两份午饭' })]),
        make('group', 'a group text', push_of('text', { conversationType: '2', isInAtList: true, text: { content: ' 好' } }), [told({ chat: { id: 'cid/1+==', kind: 'group' }, text: '好' })]),
        make('rich', 'words around a picture', push_of('richText', { content: { richText: [{ text: '看' }, { type: 'picture', downloadCode: 'c' }, { text: '这里' }] } }), [told({ kind: 'text', text: '看这里' })]),
        make('rich-picture', 'a picture alone', push_of('richText', { content: { richText: [{ type: 'picture', downloadCode: 'c' }] } }), [told({ kind: 'image', text: '' })]),
        make('file', 'a file', push_of('file', { content: { fileName: '名单.xlsx' } }), [told({ kind: 'file', text: '名单.xlsx' })]),
        make('unknown', 'a type that is none', push_of('hologram', {}), [told({ kind: 'other', text: '' })]),
        make('other-robot', 'for another robot', push_of('text', { robotCode: 'ding-x' }), { status: [[401, 403]], reason: 'receiver' }),
        make('other-corp', 'for another company', push_of('text', { chatbotCorpId: 'ding-x' }), { status: [[401, 403]], reason: 'receiver' }),
        make('old', 'more than an hour old', push_of('text', {}), { status: [[401, 403]], reason: 'stale' }, { time: now - 3602 }),
        make('no-id', 'without msgId', push_of('text', { msgId: undefined, text: { content: '好' } }), { status: [[400]], reason: 'missing' }),
    ];
};

// ---- Telegram -----------------------------------------------------------------------------------------------

const telegram_vectors = () => {
    const config = { secret_token: 'Secret-of_nobody', bot_username: 'Qingdan_Try_Bot' };
    let update_id = 500;
    const request = (update) => ({
        method: 'POST', path: '/callback/telegram', query: '', headers: { 'Content-Type': 'application/json', 'X-Telegram-Bot-Api-Secret-Token': config.secret_token },
        body: JSON.stringify({ update_id: ++update_id, ...update }),
    });
    const from = { id: 4503599627370495, is_bot: false, first_name: '小', last_name: '陈' };
    const message_of = (more) => ({ message: { message_id: 7, date: written, from, chat: { id: 4503599627370495, type: 'private' }, ...more } });
    const group = { chat: { id: -1001234567890, type: 'supergroup' } };
    const told = (fields) => ({
        platform: 'telegram', message_id: '7', chat: { id: '4503599627370495', kind: 'private' }, sender: { id: '4503599627370495', name: '小 陈' }, mentions_bot: true, edits: null, quotes: null,
        sent_at: new Date(written * 1000).toISOString().replace('.000', ''), ...fields,
    });
    const in_group = { chat: { id: '-1001234567890', kind: 'group' } };
    const make = (id, why, update, events) => vector(`telegram-${id}`, 'telegram', why, config, request(update), { events });
    return [
        make('text', 'a private text', message_of({ text: ' 明天两份午饭 ' }), [told({ kind: 'text', text: '明天两份午饭' })]),
        make('mention', 'named after two faces, in other letters', message_of({ ...group, text: '😀😀 @qingdan_try_bot 好', entities: [{ type: 'mention', offset: 5, length: 16 }] }), [told({ ...in_group, text: '😀😀 好' })]),
        make('command', 'a command for this bot', message_of({ ...group, text: '/help@Qingdan_Try_Bot 订餐', entities: [{ type: 'bot_command', offset: 0, length: 21 }] }), [told({ ...in_group, text: '/help 订餐' })]),
        make('reply', 'an answer to what the bot said', message_of({ ...group, text: '好', reply_to_message: { message_id: 5, from: { id: 1, is_bot: true, username: 'Qingdan_Try_Bot' } } }), [told({ ...in_group, quotes: '5', text: '好' })]),
        make('topic', 'in a topic of a forum', message_of({ ...group, text: '好', message_thread_id: 3, reply_to_message: { message_id: 3 } }), [told({ ...in_group, quotes: null, mentions_bot: false })]),
        make('photo', 'a picture with words', message_of({ photo: [{ file_id: 'p' }], caption: '楼道' }), [told({ kind: 'image', text: '楼道' })]),
        make('document', 'a file', message_of({ document: { file_name: '名单.xlsx' } }), [told({ kind: 'file', text: '名单.xlsx' })]),
        make('animation', 'a moving picture, with a document for old clients', message_of({ animation: {}, document: { file_name: 'a.gif' } }), [told({ kind: 'video', text: '' })]),
        make('venue', 'a place with a name', message_of({ location: {}, venue: { title: '居委会' } }), [told({ kind: 'location', text: '居委会' })]),
        make('sticker', 'a sticker', message_of({ sticker: { emoji: '👍' } }), [told({ kind: 'sticker', text: '👍' })]),
        make('contact', 'a contact', message_of({ contact: {} }), [told({ kind: 'other', text: '' })]),
        make('start', 'came through a link', message_of({ text: '/start c-7' }), [told({ kind: 'text', key: 'c-7' })]),
        make('edit', 'an edited text', { edited_message: { ...message_of({ text: '三份' }).message, edit_date: now - 1 } },
            [told({ message_id: `7e${now - 1}`, edits: '7', text: '三份', sent_at: new Date((now - 1) * 1000).toISOString().replace('.000', '') })]),
        make('button', 'a button', { callback_query: { id: '99', from, message: message_of({}).message, data: '2' } }, [told({ message_id: 'q99', kind: 'button', key: '2', text: '2', sent_at: new Date(now * 1000).toISOString().replace('.000', '') })]),
        make('joined', 'taken into a group', message_of({ ...group, new_chat_members: [{ id: 1, is_bot: true, username: 'Qingdan_Try_Bot' }] }), [told({ ...in_group, kind: 'joined', mentions_bot: false })]),
        make('member', 'made a member', { my_chat_member: { chat: group.chat, from, date: written, new_chat_member: { status: 'member' } } }, [told({ ...in_group, message_id: '*', kind: 'joined', mentions_bot: false })]
            .map((event_) => ({ ...event_, message_id: `u${update_id + 1}` }))),
        make('left', 'sent away', { my_chat_member: { chat: group.chat, from, date: written, new_chat_member: { status: 'kicked' } } }, []),
        make('bot', 'another bot speaks', message_of({ text: '好', from: { ...from, is_bot: true } }), []),
        make('channel', 'a post in a channel', { channel_post: { message_id: 1 } }, []),
        make('nothing', 'a message of nobody', { message: {} }, []),
    ];
};

write('dingtalk.json', dingtalk_vectors());
write('feishu.json', feishu_vectors());
write('telegram.json', telegram_vectors());
write('wechat.json', wechat_vectors());
write('wecom.json', app_vectors());
write('wecom_robot.json', robot_vectors());
write('webhook.json', webhook_vectors());
