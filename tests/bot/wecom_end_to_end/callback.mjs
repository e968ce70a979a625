// What WeCom does when somebody writes to an app: signs, encrypts and pushes, and reads the passive reply.
import http from 'node:http';
import wecom from '@wecom/crypto';
import { chance, chance_bytes } from './chance.mjs';

/** The joined text of an element without elements inside; undefined where there is none. */
function element(document, name) {
    const found = document.match(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`));
    if (!found) return undefined;
    return found[1].replace(/<!\[CDATA\[([\s\S]*?)\]\]>|([^<]+)/g, (_, inside, plain) => inside
        ?? plain.replace(/&(lt|gt|amp|quot|apos);/g, (_all, entity) => ({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" })[entity]));
}
/** An element's text where it holds other elements' tags as words. */
function content(document) {
    const begin = document.indexOf('<Content>') + '<Content>'.length;
    const end = document.lastIndexOf('</Content>');
    if (end < begin) return undefined;
    return element(`<C>${document.slice(begin, end)}</C>`, 'C');
}

/** One app's callback address. `options`: url, token, aes_key, corp_id, agent_id, timeout (ms), seed. */
export class Callback {
    #counter = 0;

    constructor(options) {
        this.options = options;
        this.agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
    }

    /** {status, body}; status 0 where there was no answer in time. */
    #call(method, query, body) {
        return new Promise((resolve) => {
            const none = (why) => resolve({ status: 0, body: '', why });
            const request = http.request(`${this.options.url}?${query}`, {
                method, agent: this.agent, headers: body === undefined ? {} : { 'Content-Type': 'text/xml', 'Content-Length': Buffer.byteLength(body) },
            }, (response) => {
                const chunks = [];
                response.on('data', (chunk) => chunks.push(chunk));
                response.on('error', () => none('cut off'));
                response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString('utf8') }));
            });
            request.setTimeout(this.options.timeout, () => request.destroy(new Error('too late')));
            request.on('error', (error) => none(error.message));
            request.end(body);
        });
    }

    #signed_query(ciphertext, echo = false) {
        const timestamp = String(Math.floor(Date.now() / 1000));
        const nonce = String(Math.floor(chance(this.options.seed, 'nonce', ++this.#counter) * 1e10));
        const signature = wecom.getSignature(this.options.token, timestamp, nonce, ciphertext);
        return `msg_signature=${signature}&timestamp=${timestamp}&nonce=${nonce}${echo ? `&echostr=${encodeURIComponent(ciphertext)}` : ''}`;
    }

    #encrypted(text) {
        return wecom.encrypt(this.options.aes_key, text, this.options.corp_id, chance_bytes(16, this.options.seed, 'random', ++this.#counter));
    }

    #document(message) {
        return `<xml><ToUserName><![CDATA[${this.options.corp_id}]]></ToUserName>`
            + `<FromUserName><![CDATA[${message.user}]]></FromUserName><CreateTime>${message.created}</CreateTime><MsgType><![CDATA[text]]></MsgType>`
            + `<Content><![CDATA[${message.text.replaceAll(']]>', ']]]]><![CDATA[>')}]]></Content>`
            + `<MsgId>${message.message_id}</MsgId><AgentID>${this.options.agent_id}</AgentID></xml>`;
    }

    /** Pushes `message` ({user, created, text, message_id}) once. */
    push(message) {
        const ciphertext = this.#encrypted(this.#document(message));
        return this.#call('POST', this.#signed_query(ciphertext), `<xml><ToUserName><![CDATA[${this.options.corp_id}]]></ToUserName>`
            + `<Encrypt><![CDATA[${ciphertext}]]></Encrypt><AgentID><![CDATA[${this.options.agent_id}]]></AgentID></xml>`);
    }

    /** The text of a passive reply, null for the empty success; throws where it is not what WeCom takes. */
    reply_in(body, user) {
        if (body === '' || body === 'success') return null;
        const [ciphertext, signature, timestamp, nonce] = ['Encrypt', 'MsgSignature', 'TimeStamp', 'Nonce'].map((name) => element(body, name));
        if (wecom.getSignature(this.options.token, timestamp, nonce, ciphertext) !== signature) throw new Error('signature of a reply');
        const { message, id } = wecom.decrypt(this.options.aes_key, ciphertext);
        if (id !== this.options.corp_id) throw new Error('receiver id of a reply');
        if (element(message, 'ToUserName').toLowerCase() !== user.toLowerCase()) throw new Error('a reply to somebody else');
        if (element(message, 'FromUserName') !== this.options.corp_id) throw new Error('a reply from somebody else');
        const text = content(message);
        if (Buffer.byteLength(text) > 2048) throw new Error('a reply that would be cut off');
        return text;
    }

    /** Right where the echo comes back bare, and where a wrong signature is refused. */
    async verified() {
        const echo = String(1616140317555161061n + BigInt(this.options.seed));
        const right = await this.#call('GET', this.#signed_query(this.#encrypted(echo), true));
        const wrong = await this.#call('GET', this.#signed_query(this.#encrypted(echo), true).replace(/msg_signature=./, 'msg_signature=g'));
        return right.status === 200 && right.body === echo && [401, 403].includes(wrong.status);
    }

    close() {
        this.agent.destroy();
    }
}
