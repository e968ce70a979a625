// Plays WeCom against a running qingdan: checks the URL, then pushes encrypted messages of many users at once, each user's
// in order, repeats what was not acknowledged, and some of what was, and decrypts every passive reply.
//
// Usage: node wecom_peer.mjs --url http://127.0.0.1:8080/callback/wecom --token T --aes-key K --corp-id C [options]
//
//   --users N --messages N   N messages in all, dealt out to N users in turn (50, 1000)
//   --script FILE            instead: lines {"user", "text", "expect"?}; `expect` is a regular expression for the reply
//   --seed N                 decides texts, ids and which messages are repeated
//   --repeat-share S         this share of the acknowledged messages is sent once more with the same MsgId (0.05)
//   --tries N                how often a message is tried until it is acknowledged (3, as WeCom does)
//   --pause MS               between two tries (200)
//   --timeout MS             for an answer (5000, as WeCom waits)
//   --first-id N             MsgIds count from here, so that two runs against one database do not meet
//   --no-verify              leave out the URL check
//
// Output: JSON lines. {"verify": true|false}; for each message {"user", "number", "message_id", "text", "acknowledged", "tries",
// "statuses", "reply", "ms"} with "reply" null for the empty success, "again" (the reply to the repeat) where it was repeated,
// "right" where something was expected; at the end {"done": true, …} with the sums. Exit status 1 where something is wrong:
// not verified, not acknowledged, a reply that does not decrypt, a repeat answered otherwise, or an unexpected reply.
import { readFileSync } from 'node:fs';
import { read_arguments } from './arguments.mjs';
import { Callback } from './callback.mjs';
import { chance } from './chance.mjs';

const options = read_arguments({
    url: '', token: '', aes_key: '', corp_id: '', agent_id: 1000002, users: 50, messages: 1000, script: '', seed: 1,
    repeat_share: 0.05, tries: 3, pause: 200, timeout: 5000, first_id: 0, no_verify: false,
}, 'usage: node wecom_peer.mjs --url URL --token T --aes-key K --corp-id C [options]');
for (const name of ['url', 'token', 'aes_key', 'corp_id']) {
    if (!options[name]) {
        process.stderr.write(`--${name.replaceAll('_', '-')} is needed\n`);
        process.exit(2);
    }
}

const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const callback = new Callback(options);

const samples = ['刚去看了王阿婆，血压有点高', '明天午饭两份，低盐', '今天又开了一个会', '怎么开居住证明', '你好', '帮助',
    '电话问候了李大爷，一切都好', '后天晚饭一份送到家', '这周填了三张表，都是一样的内容', '明天的午饭不要了'];
function generated() {
    return Array.from({ length: options.messages }, (_, i) => ({
        user: `user${String(i % options.users).padStart(3, '0')}`,
        text: samples[Math.floor(chance(options.seed, 'text', i) * samples.length)],
    }));
}
const scripted = () => readFileSync(options.script, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

const sums = { messages: 0, acknowledged: 0, replies: 0, empty: 0, repeated: 0, unequal: 0, unreadable: 0, wrong: 0, lost: 0, tries: 0 };

/** The reply of an acknowledged try; notes what cannot be read. */
function read_reply(answer, message, line) {
    try {
        return callback.reply_in(answer.body, message.user);
    } catch (error) {
        sums.unreadable += 1;
        line.unreadable = error.message;
        return null;
    }
}

async function deliver(message) {
    const line = {
        user: message.user, number: message.number, message_id: message.message_id, text: message.text, acknowledged: false, tries: 0,
        statuses: [], reply: null,
    };
    message.created = Math.floor(Date.now() / 1000);
    const begun = Date.now();
    while (!line.acknowledged && line.tries < options.tries) {
        if (line.tries > 0) await sleep(options.pause);
        const answer = await callback.push(message);
        line.tries += 1;
        line.statuses.push(answer.status);
        if (answer.status === 200) {
            line.acknowledged = true;
            line.reply = read_reply(answer, message, line);
        }
    }
    line.ms = Date.now() - begun;
    if (line.acknowledged && chance(options.seed, 'repeat', message.number) < options.repeat_share) {
        const answer = await callback.push(message);
        line.again = answer.status === 200 ? read_reply(answer, message, line) : `status ${answer.status}`;
        sums.repeated += 1;
        // An empty first answer was too late; the repeat may carry what the outbox has not sent yet.
        if (line.reply !== null && line.again !== line.reply) sums.unequal += 1;
    }
    if (message.expect !== undefined) {
        line.right = new RegExp(message.expect, 'u').test(line.reply ?? '');
        if (!line.right) sums.wrong += 1;
    }
    sums.messages += 1;
    sums.tries += line.tries;
    sums.acknowledged += line.acknowledged ? 1 : 0;
    sums.lost += line.acknowledged ? 0 : 1;
    sums.replies += line.reply === null ? 0 : 1;
    sums.empty += line.acknowledged && line.reply === null ? 1 : 0;
    print(line);
}

const is_verified = options.no_verify || await callback.verified();
if (!options.no_verify) print({ verify: is_verified });

const by_user = new Map();
(options.script ? scripted() : generated()).forEach((message, i) => {
    const all = by_user.get(message.user) ?? [];
    all.push({ ...message, number: i + 1, message_id: String(7000000000000000000n + BigInt(options.first_id) + BigInt(i) + BigInt(options.seed) * 1000000000n) });
    by_user.set(message.user, all);
});
const begun = Date.now();
await Promise.all([...by_user.values()].map(async (messages) => {
    for (const message of messages) await deliver(message);
}));
const seconds = (Date.now() - begun) / 1000;
print({ done: true, verified: is_verified, seconds, ...sums });
callback.close();
process.exitCode = is_verified && sums.lost + sums.unequal + sums.unreadable + sums.wrong === 0 ? 0 : 1;
