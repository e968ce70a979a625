// CPU microseconds a message of a peer that finds dates and numbers: peers.mjs chrono-node|recognizers-text < messages.jsonl
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(process.cwd() + '/');
const messages = readFileSync(0, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line))
    .map(({ text, now }) => ({ text, now: new Date(now), chinese: /\p{Script=Han}/u.test(text) }));

// Each peer is asked in one language alone, the message's own: what costs it least.
function chrono() {
    const { zh, en } = require('chrono-node');
    return ({ text, now, chinese }) => (chinese ? zh.hans : en).parse(text, now);
}

function recognizers() {
    const suite = require('@microsoft/recognizers-text-suite');
    const { Chinese, English } = suite.Culture;
    return ({ text, now, chinese }) => {
        suite.recognizeDateTime(text, chinese ? Chinese : English, undefined, now);
        suite.recognizeNumber(text, chinese ? Chinese : English);
    };
}

const understand = process.argv[2] === 'chrono-node' ? chrono() : recognizers();
const rounds = Number(process.argv[3] ?? 3);
let best = Infinity;
for (let round = 0; round <= rounds; ++round) { // the first one warms the compiler
    const start = process.cpuUsage();
    for (const message of messages) understand(message);
    const { user, system } = process.cpuUsage(start);
    if (round > 0) best = Math.min(best, (user + system) / messages.length);
}
console.log(best);
