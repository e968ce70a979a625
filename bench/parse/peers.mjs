// Messages a second of a peer that finds dates and numbers: peers.mjs chrono-node|recognizers-text < messages.jsonl
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(process.cwd() + '/');
const messages = readFileSync(0, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

function chrono() {
    const { zh, en } = require('chrono-node');
    return (text, now) => {
        zh.hans.parse(text, now);
        zh.hant.parse(text, now);
        en.parse(text, now);
    };
}

function recognizers() {
    const suite = require('@microsoft/recognizers-text-suite');
    const chinese = suite.Culture.Chinese;
    return (text, now) => {
        suite.recognizeDateTime(text, chinese, undefined, now);
        suite.recognizeNumber(text, chinese);
    };
}

const understand = process.argv[2] === 'chrono-node' ? chrono() : recognizers();
const warm = messages.slice(0, Math.min(50, messages.length));
for (const { text, now } of warm) understand(text, new Date(now));
const start = process.hrtime.bigint();
for (const { text, now } of messages) understand(text, new Date(now));
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
console.log(messages.length / seconds);
