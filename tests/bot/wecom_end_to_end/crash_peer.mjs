// Plays WeCom to a service that is killed again and again: so many messages are under way at any time, and each is pushed
// until it is acknowledged, however often that fails. What came of each stands in a log, the test's evidence.
//
// Usage: node crash_peer.mjs --url URL --token T --aes-key K --corp-id C --log FILE [--lanes N] [--pause MS]
//
// Of ten messages seven are visits that a cadre (c00 … c39) reports, each of another household; one is a cry for help of
// a resident (d000 …), of which somebody else must be told; two are thanks that want no answer.
//
// Lines of the log: {"number", "kind", "user", "message_id", "text", "address"?, "tries", "reply"}, with "reply" null for the
// empty success. Each acknowledged message is printed as a dot, so that the test sees that there is load. SIGTERM: what
// is under way is pushed to its end, then it stops.
import { closeSync, openSync, writeSync } from 'node:fs';
import { read_arguments } from './arguments.mjs';
import { Callback } from './callback.mjs';

const options = read_arguments({
    url: '', token: '', aes_key: '', corp_id: '', agent_id: 1000002, log: '', lanes: 8, pause: 20, timeout: 5000, seed: 1,
}, 'usage: node crash_peer.mjs --url URL --token T --aes-key K --corp-id C --log FILE');
const callback = new Callback(options);
const log = openSync(options.log, 'a');
const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

const surnames = [...'王李张刘陈杨黄赵吴周'];
const given = [...'英兰珍芳华敏静丽强明'];
const cadres = 40;
const residents = 400;

let numbers = 0;
let cries = 0;
function next_message() {
    const number = ++numbers;
    const cadre = `c${String(number % cadres).padStart(2, '0')}`;
    const message = { number, message_id: String(7000000000000000000n + BigInt(number)), created: Math.floor(Date.now() / 1000) };
    if (number % 10 === 3 && cries < residents) return { ...message, kind: 'danger', user: `d${String(cries++).padStart(3, '0')}`, text: '我摔倒了爬不起来' };
    if (number % 5 === 4) return { ...message, kind: 'thanks', user: cadre, text: '谢谢' };
    const address = `${1 + Math.floor(number / 80)}号楼${1 + Math.floor((number % 80) / 4)}0${1 + (number % 4)}`;
    const name = surnames[number % 10] + given[Math.floor(number / 10) % 10] + given[Math.floor(number / 100) % 10];
    return { ...message, kind: 'visit', user: cadre, address, text: `刚去看了${address}${name}，血压有点高` };
}

let stopping = false;
async function lane() {
    while (!stopping) {
        const message = next_message();
        let answer = { status: 0 };
        let tries = 0;
        while (answer.status !== 200) {
            if (tries++ > 0) await sleep(options.pause);
            answer = await callback.push(message);
        }
        const { created, ...line } = message;
        writeSync(log, `${JSON.stringify({ ...line, tries, reply: callback.reply_in(answer.body, message.user) })}\n`);
        process.stdout.write('.');
        await sleep(options.pause);
    }
}

process.on('SIGTERM', () => { stopping = true; });
await Promise.all(Array.from({ length: options.lanes }, lane));
callback.close();
closeSync(log);
