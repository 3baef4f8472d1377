// What the query page does more than its form: an editor, runs without leaving the page, that can be cancelled, and
// tells how long they took. The answer is always the one that the server renders; what is asked, its address says.
const form = document.querySelector("form.editor"), textarea = form.elements.query;
const part = name => document.querySelector(`[data-${name}]`);
const told = part("told"), cancel = part("cancel"), say = JSON.parse(form.dataset.say); // its words, in the language of the page
let editor = null, running = null;

const seconds = number => `${number < 9.95 ? number.toFixed(number < 0.0995 ? 3 : 2) : Math.round(number)} s`;
const filled = (text, ...parts) => text.replace(/\{(\d)\}/g, (_, at) => parts[at]);

// What became of it, aloud for those who do not see the page change; for the others it stands above the answer.
function announce(took) {
  const result = document.getElementById("result"), summary = result.querySelector("[data-summary]");
  const words = (summary ?? result.querySelector(".problem h2"))?.textContent.replace(/[.;。；].*/s, "");
  if (summary && took !== null) summary.append(` ${filled(say.took, seconds(took))}`);
  told.classList.add("unseen");
  told.textContent = words && took !== null ? filled(say.in, words, seconds(took)) : words ?? "";
}

function tell(words) {
  told.classList.remove("unseen");
  told.textContent = words;
}

// Mark where the service stopped reading, and lead there.
function point() {
  const problem = document.querySelector("#result [data-line]"), place = part("place");
  if (!problem || !editor) return;
  const line = Number(problem.dataset.line), column = Number(problem.dataset.column), button = document.createElement("button");
  editor.mark(line, column);
  button.type = "button";
  button.className = "plain";
  button.textContent = filled(say.go, line, column);
  button.addEventListener("click", () => editor.go(line, column));
  place.replaceChildren(button);
  place.nextElementSibling.hidden = true; // the excerpt, which the editor shows in its place
}

// A button beside the link to a query, to take it along; where the browser lets no page write there, the link remains.
function share() {
  const link = part("share"), button = document.createElement("button");
  if (!link || !navigator.clipboard) return;
  button.type = "button";
  button.className = "plain";
  button.textContent = say.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(link.href);
    tell(say.copied);
  });
  link.after(" ", button);
}

function settle(took) {
  announce(took);
  point();
  share();
}

// The answer to another query, in the place of the one before. What the server gives that is no page for queries, such
// as too many requests, is shown as it is.
function show(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const result = page.getElementById("result") ?? document.createElement("div");
  if (!result.id) {
    result.id = "result";
    const problem = document.createElement("div"), title = document.createElement("h2");
    title.textContent = page.querySelector("h1")?.textContent ?? say.silent;
    problem.className = "problem";
    problem.append(title, ...page.querySelectorAll("main > p"));
    result.append(problem);
  }
  document.getElementById("result").replaceWith(document.adoptNode(result));
}

function address() {
  const wanted = new URLSearchParams(new FormData(form));
  if (wanted.get("facts") === "all") wanted.delete("facts");
  return `${form.action}?${wanted}`;
}

function begin() {
  running?.control.abort();
  const now = { control: new AbortController(), began: performance.now() };
  now.clock = setInterval(() => { tell(filled(say.runningFor, seconds((performance.now() - now.began) / 1000))); }, 5000);
  tell(say.running);
  document.getElementById("result").classList.add("past");
  cancel.hidden = false;
  return running = now;
}

function end(now) {
  clearInterval(now.clock);
  if (running !== now) return; // another has begun meanwhile
  running = null;
  if (document.activeElement === cancel) form.querySelector("button").focus();
  cancel.hidden = true;
  document.getElementById("result").classList.remove("past");
}

async function run() {
  if (!form.reportValidity() || !textarea.value.trim()) return editor?.focus();
  const now = begin(), asked = address();
  try {
    const answer = await fetch(asked, { headers: { Accept: "text/html" }, signal: now.control.signal, cache: "no-store" });
    const text = await answer.text();
    if (running !== now) return;
    show(text);
    const took = answer.headers.get("X-Cnskg-Elapsed");
    history.pushState(null, "", part("share")?.href ?? asked);
    settle(took === null ? null : Number(took));
  } catch (error) {
    if (running !== now) return;
    const after = seconds((performance.now() - now.began) / 1000);
    tell(error.name === "AbortError" ? filled(say.cancelled, after) : say.away);
  } finally {
    end(now);
  }
}

// Examples that have all the words; the others step aside.
function finding(box) {
  const input = box.querySelector("input"), sections = [...document.querySelectorAll(".examples section")];
  box.hidden = false;
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const section of sections) {
      const whole = words.every(word => section.firstElementChild.textContent.toLowerCase().includes(word));
      for (const one of section.querySelectorAll("li")) {
        one.hidden = !whole && !words.every(word => one.textContent.toLowerCase().includes(word));
        found += !one.hidden;
      }
      section.hidden = !section.querySelector("li:not([hidden])");
    }
    box.querySelector("[role=status]").textContent = words.length ? filled(say.found, found) : "";
  });
}

async function equip() {
  if (!textarea.dataset.editor) return;
  const { edit } = await import(textarea.dataset.editor);
  const answer = await fetch(textarea.dataset.words), label = form.querySelector("label[for]");
  const words = answer.ok ? await answer.json() : { prefixes: {}, terms: [] };
  const keys = document.getElementById("keys"), declare = part("declare");
  textarea.required = false; // no browser can point at a field that is hidden
  editor = edit(textarea, { words, suggest: textarea.dataset.suggest, say, label: label.textContent, describedBy: keys.id, run });
  label.addEventListener("click", () => editor.focus());
  declare.addEventListener("click", () => editor.declare());
  keys.hidden = declare.hidden = false;
}

form.addEventListener("submit", event => { event.preventDefault(); run(); });
textarea.addEventListener("keydown", event => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run(); });
cancel.addEventListener("click", () => running?.control.abort());
addEventListener("popstate", () => location.reload()); // the address is another query's
if (part("find")) finding(part("find"));
const timing = performance.getEntriesByType("navigation")[0]?.serverTiming?.find(one => one.name === "query");
await equip().catch(() => {}); // without its editor the page still has the text area
settle(timing ? timing.duration / 1000 : null);
