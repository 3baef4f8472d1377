// Types into the search box of a page in Chromium and tells what became of it, over the browser's debugging protocol.
// Arguments: chromium, a folder for its profile, the page's address, words, then keys to press. Prints JSON.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const [chromium, folder, address, words, ...keys] = process.argv.slice(2);
const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
const browser = spawn(chromium, [...flags, `--user-data-dir=${folder}`, "--remote-debugging-port=0", "about:blank"]);

async function until(look) {
  for (let tries = 0; tries < 600; tries++) {
    try {
      const found = await look();
      if (found) return found;
    } catch { /* not there yet */ }
    await pause(50);
  }
  throw new Error(`waited in vain for ${look}`);
}

async function connected() {
  const port = await until(() => readFileSync(`${folder}/DevToolsActivePort`, "utf8").split("\n")[0]);
  const pages = await until(async () => (await fetch(`http://127.0.0.1:${port}/json/list`)).json());
  const socket = new WebSocket(pages.find(one => one.type === "page").webSocketDebuggerUrl);
  await new Promise(done => socket.addEventListener("open", done));
  const waiting = new Map();
  socket.addEventListener("message", event => {
    const told = JSON.parse(event.data);
    waiting.get(told.id)?.(told.result);
  });
  let number = 0;
  return (method, params = {}) => new Promise(done => {
    waiting.set(++number, done);
    socket.send(JSON.stringify({ id: number, method, params }));
  });
}

const CODES = { ArrowDown: 40, ArrowUp: 38, Enter: 13, Escape: 27 };
try {
  const send = await connected();
  const value = async code => (await send("Runtime.evaluate", { expression: code, returnByValue: true })).result.value;
  const press = async key => {
    const what = { key, code: key, windowsVirtualKeyCode: CODES[key], ...(key === "Enter" ? { text: "\r" } : {}) };
    await send("Input.dispatchKeyEvent", { type: "keyDown", ...what });
    await send("Input.dispatchKeyEvent", { type: "keyUp", ...what });
  };
  await send("Page.navigate", { url: address });
  await until(() => value("document.readyState === 'complete' && !!document.querySelector('[role=combobox]')"));
  await value("document.querySelector('[role=combobox]').focus()");
  await send("Input.insertText", { text: words });
  await until(() => value("document.querySelectorAll('[role=option]').length"));
  for (const key of keys) await press(key);
  const told = await until(() => value(`document.readyState === "complete" && (box => ({
    path: location.pathname + location.search,
    expanded: box?.getAttribute("aria-expanded"),
    active: document.getElementById(box?.getAttribute("aria-activedescendant"))?.textContent ?? "",
    options: [...document.querySelectorAll("[role=option]")].map(one => one.textContent),
    said: document.querySelector("[role=status]")?.textContent,
  }))(document.querySelector("[role=combobox]"))`)
    .then(now => now && (keys.at(-1) !== "Enter" || now.path !== new URL(address).pathname) && now));
  console.log(JSON.stringify(told));
} finally {
  browser.kill();
  await new Promise(done => browser.exitCode === null ? browser.on("exit", done) : done());
}
