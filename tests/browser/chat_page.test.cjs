// The chat page at the size of a phone, in Chromium: run as `chat_page.test.cjs FOLDER SERVER`.
// Puts screenshots and the browser's profile into FOLDER.
"use strict";

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { mkdtempSync, rmSync } = require("node:fs");
const path = require("node:path");
const readline = require("node:readline");
const puppeteer = require("puppeteer-core");

const [folder, serverProgram] = process.argv.slice(2);
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--lang=zh-CN"];

async function startServer() {
  const child = spawn(serverProgram, [], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = readline.createInterface({ input: child.stdout });
  const port = await new Promise((resolve, reject) => {
    lines.once("line", resolve);
    child.once("exit", (code) => reject(new Error("the server ended with " + code)));
  });
  return { child, url: `http://127.0.0.1:${port}/chat` };
}

class ChatPage {
  constructor(page) { this.page = page; }
  shot(name) { return this.page.screenshot({ path: path.join(folder, name + ".png") }); }
  async be(id) {
    await this.page.click("#me");
    await this.page.click(`#people-list button[data-id="${id}"]`);
  }
  async openChat(part) {
    const clicked = await this.page.$$eval("#chats button", (buttons, part) => {
      const button = buttons.find((b) => b.textContent.includes(part));
      if (button) button.click();
      return Boolean(button);
    }, part);
    assert.ok(clicked, "no chat called " + part);
  }
  async say(text) {
    await this.page.type("#text", text);
    await this.page.click("#send");
  }
  // Waits until a bubble with this text stands in the log.
  seen(text, selector = ".bubble") {
    return this.page.waitForFunction(
      (text, selector) => [...document.querySelectorAll("#log " + selector)].some((b) => b.textContent.includes(text)),
      { timeout: 10000 }, text, selector);
  }
  waitText(selector, text) {
    return this.page.waitForFunction(
      (selector, text) => document.querySelector(selector).textContent.includes(text), { timeout: 10000 }, selector, text);
  }
  text(selector) { return this.page.$eval(selector, (node) => node.textContent); }
}

const steps = {
  async "is shown to a newcomer"(chat) {
    await chat.waitText("#me-name", "王阿婆");
    await chat.waitText("#clock-time", "09:15");
    await chat.waitText("#log", "还没有说过话");
    await chat.shot("1-newcomer");
  },
  async "offers the people of the roster"(chat) {
    await chat.page.click("#me");
    const people = await chat.page.$$eval("#people-list button", (buttons) => buttons.length);
    assert.ok(people >= 10, "the whole roster");
    await chat.shot("2-people");
    await chat.page.keyboard.press("Escape");
  },
  async "orders a meal"(chat) {
    await chat.say("明天中午一份饭");
    await chat.seen("M-1001");
    assert.equal(await chat.page.$eval("#text", (text) => text.value), "");
    await chat.shot("3-ordered");
  },
  async "shows that a push has arrived at another person, and shows it to them"(chat) {
    await chat.page.waitForSelector("#others-unread:not([hidden])");
    assert.equal(await chat.text("#others-unread"), "1");
    await chat.be("m-tang");
    await chat.seen("王阿婆订了明天午饭一份", ".push .bubble");
    await chat.page.waitForSelector("#others-unread", { hidden: true });
    await chat.shot("4-pushed");
  },
  async "reports a visit in the group"(chat) {
    await chat.be("c-lin");
    await chat.openChat("东滨新村群");
    await chat.say("#走访 5号楼吴师傅，想要个扶手");
    await chat.seen("V-1001");
    await chat.shot("5-group");
    await chat.be("c-chen");
    await chat.seen("请看一看", ".urgent .bubble");
    await chat.openChat("东滨新村群");
    await chat.seen("吴师傅，想要个扶手");
    assert.match(await chat.text("#log .by"), /林干部/);
  },
  async "asks with buttons, and a button answers"(chat) {
    await chat.be("r-wang");
    await chat.say("要八份");
    await chat.page.waitForSelector("#log .choices button:not([disabled])");
    assert.equal(await chat.page.$$eval("#log .said:last-child .bubble", (b) => b[0].textContent), "八份，对吗？");
    await chat.shot("6-choices");
    await chat.page.click("#log .choices button");
    await chat.seen("好的，八份");
    assert.equal(await chat.page.$$eval("#log .choices button:not([disabled])", (b) => b.length), 0,
      "an older question has no buttons to press");
  },
  async "shows markup as text"(chat) {
    await chat.say("<img src=x onerror=alert(1)>");
    await chat.seen("<b>帮助</b>");
    await chat.seen("<img src=x onerror=alert(1)>");
    assert.equal(await chat.page.$$eval("#log img, #log b", (nodes) => nodes.length), 0);
  },
  async "moves the clock, and what is due happens"(chat) {
    await chat.page.click("#clock");
    await chat.shot("7-clock");
    await chat.page.click('[data-to="16:00"]');
    await chat.waitText("#clock-time", "16:00");
    await chat.be("m-tang");
    await chat.seen("午饭截单");
    assert.equal(await chat.text("#log .files a"), "明天.csv");
    await chat.shot("8-cutoff");
  },
  async "keeps everything over a reload"(chat) {
    await chat.page.reload();
    await chat.seen("午饭截单");
    assert.equal(await chat.text("#me-name"), "唐师傅");
  },
  async "fits a phone and has targets for a thumb"(chat) {
    const overflow = await chat.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, "nothing to scroll sideways");
    const heights = await chat.page.$$eval("button", (buttons) =>
      buttons.filter((b) => b.offsetParent).map((b) => b.getBoundingClientRect().height));
    assert.ok(Math.min(...heights) >= 44, "every button is at least 44 pixels high: " + heights);
    const size = await chat.page.$eval(".bubble", (b) => parseFloat(getComputedStyle(b).fontSize));
    assert.ok(size >= 18, "large type");
  },
};

async function main() {
  const profile = mkdtempSync(path.join(folder, "profile-"));
  const server = await startServer();
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium", headless: true, args: flags, userDataDir: profile,
  });
  const complaints = [];
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 390, height: 844, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => { if (message.type() === "error") complaints.push(message.text()); });
    page.on("request", (request) => {
      if (new URL(request.url()).hostname !== "127.0.0.1") complaints.push("a request to " + request.url());
    });
    await page.goto(server.url);
    const chat = new ChatPage(page);
    for (const [name, step] of Object.entries(steps)) {
      try {
        await step(chat);
        console.log("ok   " + name);
      } catch (error) {
        await chat.shot("failed");
        console.log("FAIL " + name);
        throw error;
      }
    }
    assert.deepEqual(complaints, [], "the browser complains");
    await page.setViewport({ width: 1200, height: 800 });
    await chat.shot("9-desktop");
  } finally {
    await browser.close();
    server.child.stdin.end();
    rmSync(profile, { recursive: true, force: true });
  }
}

main().catch((error) => { console.error(error); process.exitCode = 1; });
