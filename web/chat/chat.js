// The chat page: be anybody of the roster, write, and see what reaches every side.
// All text from the service goes into the page as text (textContent), never as markup.
"use strict";

const ROLES = {
  resident: "居民", family: "家属", group_leader: "楼组长", cadre: "居村干部",
  meal_manager: "助餐点负责人", carrier: "送餐员", official: "街镇干部", admin: "管理员",
};
const WEEKDAYS = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
// What somebody new to it may try, by role; shown where nothing was said yet.
const HINTS = {
  resident: ["明天中午一份饭，少盐", "这周吃什么？", "帮助"],
  family: ["给周阿姨订明天午饭一份，要软烂的", "帮助"],
  group_leader: ["3号楼王阿婆说灯坏了，想请人来看看", "帮助"],
  cadre: ["刚去王阿婆家，血压有点高，下周三再去", "街道安全办这周第三次叫开会，都是讲消防", "居委会换届怎么搞？"],
  meal_manager: ["代王阿婆订明天午饭一份", "明天订了多少？"],
  carrier: ["已送 3号楼 2户", "王阿婆没人应门"],
  official: ["本月负担情况", "居委会换届怎么搞？"],
  admin: ["帮助"],
};
const GROUP_HINTS = {
  cadre: ["#走访 5号楼吴师傅，腿脚不便，想要个扶手"],
  resident: ["今天天气真好"],
};
const POLL_MS = 1000;

const $ = (id) => document.getElementById(id);
const state = {
  run: null, next: 0, bot: "", people: [], groups: [], canAdvance: false,
  me: null, chat: null,
  events: new Map(),  // conversation key → events, oldest first
  read: new Map(),    // "person key" → number of the last event seen by that person in that conversation
  now: null,          // { instant: seconds, offset: minutes, at: performance.now() of its arrival }
  pending: null,      // { text, key, from, id }: what was sent and not confirmed; sent again under the same id
};

// ---------------------------------------------------------------- talking to the service

async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  };
  const response = await fetch("/chat/api/" + path, options);
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

async function load() {
  const cast = await ask("people");
  Object.assign(state, { run: cast.run, next: 0, bot: cast.bot, people: cast.people, groups: cast.groups,
    canAdvance: cast.can_advance });
  state.events.clear();
  setNow(cast.now);
  const before = sessionStorage.getItem("me");
  become(state.people.find((p) => p.id === before) || state.people[0]);
  await poll();
  // What happened before the page was opened is history, not news.
  for (const person of state.people) for (const chat of chatsOf(person)) markRead(person, chat);
  render();
}

let polling = null;
// Several may ask for news at once (the timer, a message just sent): they share one request.
function poll() {
  polling ??= pollOnce().finally(() => { polling = null; });
  return polling;
}

async function pollOnce() {
  for (;;) {
    const answer = await ask("events?since=" + state.next);
    if (answer.run !== state.run) {
      // The service was started anew: its events count from 1 again.
      setTimeout(() => load().catch(offline), 0);
      return;
    }
    setNow(answer.now);
    state.next = answer.next;
    for (const event of answer.events) take(event);
    if (answer.events.length) render();
    if (!answer.more) return;
  }
}

function take(event) {
  const key = keyOf(event.chat);
  if (!state.events.has(key)) state.events.set(key, []);
  state.events.get(key).push(event);
}

let failing = false;
function offline() {
  if (!failing) toast("连不上服务，正在重试");
  failing = true;
}

async function live() {
  try {
    if (state.run === null) await load(); else await poll();
    if (failing) toast("又连上了");
    failing = false;
  } catch {
    offline();
  }
  setTimeout(live, document.hidden ? 5 * POLL_MS : POLL_MS);
}

async function say(text) {
  const key = keyOf(state.chat);
  const { pending } = state;
  const again = pending && pending.text === text && pending.key === key && pending.from === state.me.id;
  const id = again ? pending.id : newId();
  state.pending = { text, key, from: state.me.id, id };
  $("send").disabled = true;
  try {
    await ask("message", { from: state.me.id, chat: state.chat, text, message_id: id });
    state.pending = null;
    await poll();
    return true;
  } catch {
    toast("没有发出去，请再按一次发送");
    return false;
  } finally {
    $("send").disabled = false;
  }
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return "page-" + Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

// ---------------------------------------------------------------- people, chats, what is read

const keyOf = (chat) => chat.kind + " " + chat.id;
const chatsOf = (person) => [
  { id: person.id, kind: "private" },
  ...state.groups.filter((g) => g.members.includes(person.id)).map((g) => ({ id: g.id, kind: "group", name: g.name })),
];
const roleText = (person) => person.roles.map((r) => ROLES[r] || r).join("、") + (person.unit ? " · " + person.unit : "");
const nameOf = (id) => (state.people.find((p) => p.id === id) || { name: id }).name;

function become(person) {
  if (!person) return;
  state.me = person;
  state.chat = chatsOf(person)[0];
  sessionStorage.setItem("me", person.id);
}

function markRead(person, chat) {
  const events = state.events.get(keyOf(chat)) || [];
  if (events.length) state.read.set(person.id + " " + keyOf(chat), events[events.length - 1].number);
}

function unread(person, chat) {
  const last = state.read.get(person.id + " " + keyOf(chat)) || 0;
  return (state.events.get(keyOf(chat)) || []).filter((e) => e.number > last && e.from !== person.id).length;
}

// Of a group only what the bot wrote to somebody else's private chat would be lost, so only that counts here.
const privateUnread = (person) => unread(person, chatsOf(person)[0]);

// ---------------------------------------------------------------- time

function setNow(text) {
  const offset = /([+-])(\d\d):(\d\d)$/.exec(text);
  const minutes = offset ? (offset[1] === "-" ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) : 0;
  state.now = { instant: Date.parse(text) / 1000, offset: minutes };
  renderClock();
}

// Read with the getUTC… functions: it is the service's local time, whatever the browser's zone is.
const local = (instant) => new Date((instant + state.now.offset * 60) * 1000);
const two = (n) => String(n).padStart(2, "0");
const dayText = (date) => `${date.getUTCMonth() + 1}月${date.getUTCDate()}日 ${WEEKDAYS[date.getUTCDay()]}`;
const timeText = (date) => `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;

// Seconds until the clock next shows `time`; the whole day where it shows it now.
function secondsUntil(time) {
  const [hours, minutes] = time.split(":").map(Number);
  const now = local(state.now.instant);
  const gone = now.getUTCHours() * 3600 + now.getUTCMinutes() * 60 + now.getUTCSeconds();
  const left = hours * 3600 + minutes * 60 - gone;
  return left > 0 ? left : left + 86400;
}

async function move(seconds) {
  for (const button of $("moves").children) button.disabled = true;
  try {
    const answer = await ask("clock", { advance_seconds: seconds });
    setNow(answer.now);
    await poll();
    $("clock-sheet").close();
  } catch {
    toast("时间没有拨动");
  } finally {
    for (const button of $("moves").children) button.disabled = false;
  }
}

// ---------------------------------------------------------------- showing it

function element(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function badge(count) {
  const node = element("span", "badge", count > 99 ? "99+" : String(count));
  node.setAttribute("aria-label", count + " 条没看");
  return node;
}

function render() {
  if (!state.me) return;
  markRead(state.me, state.chat);
  $("me-name").textContent = state.me.name;
  $("me-role").textContent = roleText(state.me);
  $("me-face").textContent = state.me.name.slice(0, 1);
  const others = state.people.filter((p) => p !== state.me).reduce((sum, p) => sum + privateUnread(p), 0);
  $("others-unread").hidden = others === 0;
  $("others-unread").textContent = String(others);
  $("others-unread").setAttribute("aria-label", "别人有 " + others + " 条没看");
  renderChats();
  renderLog();
  renderHints();
  if ($("people").open) renderPeople();
  const group = state.chat.kind === "group";
  $("mention").hidden = !group;
  $("mention").textContent = "@" + state.bot;
}

function renderChats() {
  const current = keyOf(state.chat);
  $("chats").replaceChildren(...chatsOf(state.me).map((chat) => {
    const button = element("button", "", chat.kind === "group" ? chat.name + "群" : "和" + state.bot + "私聊");
    button.type = "button";
    button.setAttribute("aria-current", String(keyOf(chat) === current));
    const count = unread(state.me, chat);
    if (count && keyOf(chat) !== current) button.append(badge(count));
    button.addEventListener("click", () => { state.chat = chat; shown = null; render(); });
    return button;
  }));
}

let shown = null;  // which conversation of whom the log shows, and how many of its events

function renderLog() {
  const events = state.events.get(keyOf(state.chat)) || [];
  const view = state.me.id + " " + keyOf(state.chat);
  if (shown && shown.view === view && shown.count === events.length) return;
  const nodes = [];
  let day = "";
  for (const event of events) {
    const date = dayText(local(event.at));
    if (date !== day) nodes.push(element("div", "day", date));
    day = date;
    nodes.push(bubble(event, event === events[events.length - 1]));
  }
  if (!nodes.length) nodes.push(element("p", "empty", state.chat.kind === "group"
    ? "群里还没有人说话" : "还没有说过话。写一句试试，或者点下面的例子。"));
  $("log").replaceChildren(...nodes);
  $("log").scrollTop = $("log").scrollHeight;
  shown = { view, count: events.length };
}

function bubble(event, isLast) {
  const own = event.from === state.me.id;
  const node = element("div", "said" + (own ? " own" : "") + (event.push ? " push" : "") + (event.urgent ? " urgent" : ""));
  node.dataset.number = event.number;
  const who = own ? "" : (event.from ? nameOf(event.from) : state.bot) + (event.push ? " · 通知" : "") + "  ";
  node.append(element("div", "by", who + timeText(local(event.at))));
  node.append(element("div", "bubble", withoutChoiceLines(event)));
  if (event.choices.length) node.append(choiceButtons(event, isLast));
  event.files.forEach((file, index) => {
    const line = element("div", "files");
    const link = element("a", "", file.name);
    link.href = `/chat/api/file?event=${event.number}&index=${index}`;
    link.setAttribute("download", file.name);
    line.append(link);
    node.append(line);
  });
  return node;
}

// The text is complete for platforms without buttons; where there are buttons, their lines need not stand twice.
function withoutChoiceLines(event) {
  const lines = event.text.split("\n");
  const tail = lines.slice(-event.choices.length);
  const listed = event.choices.length > 0 && lines.length > event.choices.length &&
    event.choices.every((choice, i) => tail[i].endsWith(choice.label));
  return (listed ? lines.slice(0, -event.choices.length) : lines).join("\n");
}

function choiceButtons(event, isLast) {
  const row = element("div", "choices");
  for (const choice of event.choices) {
    const button = element("button", "", choice.label);
    button.type = "button";
    // An older question is no longer the one that an answer would be taken for.
    button.disabled = !isLast;
    button.addEventListener("click", () => say(choice.send));
    row.append(button);
  }
  return row;
}

function renderHints() {
  const events = state.events.get(keyOf(state.chat)) || [];
  const table = state.chat.kind === "group" ? GROUP_HINTS : HINTS;
  const hints = events.length ? [] : state.me.roles.flatMap((role) => table[role] || []);
  $("hints").replaceChildren(...hints.map((hint) => {
    const button = element("button", "", hint);
    button.type = "button";
    button.addEventListener("click", () => { $("text").value = hint; fit(); $("text").focus(); });
    return button;
  }));
}

function renderPeople() {
  const nodes = [];
  let place = null;
  for (const person of state.people) {
    const where = person.community || person.town || "";
    if (where !== place) nodes.push(element("h3", "", where));
    place = where;
    const button = element("button");
    button.type = "button";
    button.dataset.id = person.id;
    button.setAttribute("aria-current", String(person === state.me));
    const who = element("span", "who");
    who.append(element("span", "", person.name), element("span", "role", roleText(person)));
    button.append(element("span", "face", person.name.slice(0, 1)), who);
    const count = person === state.me ? 0 : privateUnread(person);
    if (count) button.append(badge(count));
    button.addEventListener("click", () => {
      become(person);
      shown = null;
      $("people").close();
      render();
    });
    nodes.push(button);
  }
  $("people-list").replaceChildren(...nodes);
}

function renderClock() {
  const date = local(state.now.instant);
  $("clock-day").textContent = dayText(date);
  $("clock-time").textContent = timeText(date);
  $("clock-now").textContent = `${date.getUTCFullYear()}年${dayText(date)} ${timeText(date)}`;
  $("moves").hidden = $("clock-note").hidden = !state.canAdvance;
}

let toastTimer;
function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $("toast").hidden = true; }, 4000);
}

function fit() {
  $("text").style.height = "auto";
  $("text").style.height = $("text").scrollHeight + 2 + "px";
}

// ---------------------------------------------------------------- what one can press

async function submit(event) {
  event.preventDefault();
  const text = $("text").value.trim();
  if (!text || $("send").disabled || !state.me) return;
  if (await say(text)) { $("text").value = ""; fit(); }
  $("text").focus();
}

$("write").addEventListener("submit", submit);
$("text").addEventListener("input", fit);
$("text").addEventListener("keydown", (event) => {
  // While an input method composes, Enter chooses a word.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
});
$("mention").addEventListener("click", () => {
  $("text").value = "@" + state.bot + " " + $("text").value;
  fit();
  $("text").focus();
});
$("me").addEventListener("click", () => { renderPeople(); $("people").showModal(); });
$("clock").addEventListener("click", () => $("clock-sheet").showModal());
for (const button of document.querySelectorAll("[data-close]")) {
  button.addEventListener("click", () => button.closest("dialog").close());
}
for (const dialog of document.querySelectorAll("dialog")) {
  // A press beside the sheet closes it.
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
}
for (const button of document.querySelectorAll("[data-move]")) {
  button.addEventListener("click", () => move(Number(button.dataset.move)));
}
for (const button of document.querySelectorAll("[data-to]")) {
  button.addEventListener("click", () => move(secondsUntil(button.dataset.to)));
}
live();
