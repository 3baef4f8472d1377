// The editor of the query page: YASQE, told of our prefixes, terms and names. It asks nobody but this service, and keeps
// nothing in the browser's storage: what YASQE would do of both by itself is switched off.
import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import "./editor.css";

const MOST = 40; // completions offered at a time
const KINDS = { class: "class", object: "property", data: "property", annotation: "property" };

// An IRI as a query writes it: with a prefix of ours where there is one for it.
function written(iri, prefixes) {
  for (const [prefix, start] of Object.entries(prefixes)) {
    const rest = iri.slice(start.length);
    if (iri.startsWith(start) && /^[\w-]+$/.test(rest)) return `${prefix}:${rest}`;
  }
  return `<${iri}>`;
}

// Whether a class or a property is what comes next; empty where either a thing or anything may stand.
function wanted(yasqe, token) {
  if (token.state.possibleCurrent?.includes("a")) return "property";
  const before = yasqe.getPreviousNonWsToken(yasqe.getDoc().getCursor().line, token);
  return ["a", "rdf:type"].includes(before.state.lastProperty) ? "class" : "";
}

// How well a term goes with what is typed; 0 where it does not.
function fit(term, typed, local) {
  const name = term.term.split(":")[1].toLowerCase();
  if (term.term.toLowerCase().startsWith(typed)) return 4;
  if (typed.includes(":") && !term.term.toLowerCase().startsWith(typed.split(":")[0] + ":")) return 0;
  if (name.startsWith(local)) return 3;
  if (name.includes(local) || term.label.toLowerCase().includes(local) || term.zh.includes(local)) return 2;
  return 0;
}

async function names(typed, suggest, prefixes) {
  const words = typed.replace(/^id:/, "").replaceAll("-", " ");
  if (!words.trim()) return [];
  const answer = await fetch(`${suggest}?q=${encodeURIComponent(words)}`);
  const found = answer.ok ? (await answer.json()).suggestions : [];
  return found.map(one => ({ term: written(one.iri, prefixes), label: one.name, kind: one.kind_name }));
}

function completers(words, suggest, say) {
  const chinese = document.documentElement.lang.startsWith("zh");
  const told = new Map();

  async function get(yasqe, token) {
    const typed = token.string.trim().toLowerCase(), local = typed.split(":").at(-1), kind = wanted(yasqe, token);
    const terms = words.terms
      .map(term => ({ ...term, kind: KINDS[term.kind] ?? term.kind, fits: fit(term, typed, local) }))
      .filter(term => term.fits);
    terms.sort((a, b) => (b.kind === kind) - (a.kind === kind) || b.fits - a.fits || b.uses - a.uses);
    const things = kind || /^(?!id:)\w+:/.test(typed) ? [] : await names(typed, suggest, words.prefixes).catch(() => []);
    const found = [...(typed.startsWith("id:") ? [] : terms), ...things].slice(0, MOST);
    if (found.some(one => one.term === token.string)) return []; // it is whole: Enter begins a new line again
    for (const one of found) told.set(one.term, one);
    return found.map(one => one.term);
  }

  function render(item, _list, hint) {
    const code = document.createElement("code"), small = document.createElement("small"), one = told.get(hint.text);
    code.textContent = hint.text;
    small.textContent = [(chinese && one?.zh) || one?.label, say[one?.kind] ?? one?.kind].filter(Boolean).join(" · ");
    item.append(code, " ", small);
  }

  const postprocessHints = (_yasqe, hints) => hints.map(hint => ({ ...hint, render }));
  const open = token => !/^[?$<"'#@]/.test(token.string) && !["string", "comment"].includes(token.type);
  const common = { get, postprocessHints, bulk: false };
  return [
    { // while a prefixed name is typed
      ...common, name: "cnskg-prefixed", autoShow: true,
      isValidCompletionPosition: yasqe => open(yasqe.getCompleteToken()) && yasqe.getCompleteToken().string.includes(":"),
    },
    { // on Ctrl-Space at any other word
      ...common, name: "cnskg-words", autoShow: false,
      isValidCompletionPosition: yasqe => open(yasqe.getCompleteToken()) && /^\p{L}[\p{L}\d-]*$/u.test(yasqe.getCompleteToken().string),
    },
  ];
}

// YASQE's own SPARQL, to which our prefixes are declared from the start, as they are to the service.
function declareAll(prefixes) {
  Yasqe.defineMode("sparql-cnskg", config => {
    const mode = Yasqe.getMode(config, "sparql11");
    return { ...mode, startState: () => ({ ...mode.startState(), prefixes: { ...prefixes } }) };
  });
}

// Put the editor in the place of a text area, which goes on holding the query for the form.
export function edit(textarea, { words, suggest, say, label, describedBy, run }) {
  const own = completers(words, suggest, say);
  for (const one of own) Yasqe.registerAutocompleter(one, false);
  declareAll(words.prefixes);
  const place = document.createElement("div");
  textarea.after(place);
  textarea.hidden = true;
  const yasqe = new Yasqe(place, {
    value: textarea.value, mode: "sparql-cnskg",
    autocompleters: [...own.map(one => one.name), "variables"],
    persistenceId: null, consumeShareLink: null, createShareableLink: null, prefixCcApi: null,
    showQueryButton: false, resizeable: false, editorHeight: "auto", screenReaderLabel: label, tabindex: 0,
    // Tab leaves the editor in both directions, so that the keyboard is never held in it (WCAG 2.1.2)
    extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Enter": run, "Cmd-Enter": run, "Ctrl-S": false },
    hintConfig: { alignWithWord: true },
  });
  const field = yasqe.getInputField();
  field.setAttribute("aria-describedby", describedBy);
  yasqe.on("autocompletionShown", (_yasqe, widget) => widget.hints.setAttribute("aria-label", say.completions));
  let marked = null;
  const unmark = () => { marked?.clear(); marked = null; };
  yasqe.on("change", () => { textarea.value = yasqe.getValue(); unmark(); });

  // Lines and columns as the service tells them: from 1, in characters; the editor's are from 0, in units of UTF-16.
  function at(line, column) {
    const text = yasqe.getLine(line - 1) ?? "";
    return { line: line - 1, ch: [...text].slice(0, column - 1).join("").length };
  }

  return {
    focus: () => yasqe.focus(),
    mark(line, column) {
      unmark();
      let from = at(line, column);
      const token = yasqe.getTokenAt({ line: from.line, ch: from.ch + 1 });
      const to = { line: from.line, ch: Math.max(token.end, from.ch + 1) };
      if (from.ch >= (yasqe.getLine(from.line) ?? "").length) from = { line: from.line, ch: token.start }; // at the end
      marked = yasqe.markText(from, to, { className: "refused", attributes: { title: say.stopped } });
    },
    go(line, column) {
      yasqe.setCursor(at(line, column));
      yasqe.focus();
    },
    // Declare those of our prefixes that the query uses, for clients that do not know them.
    declare() {
      const used = new Set(), declared = new Set();
      for (let line = 0; line < yasqe.lineCount(); line++)
        for (const token of yasqe.getLineTokens(line)) {
          const prefix = /^([A-Za-z][\w-]*):/.exec(token.string)?.[1];
          if (prefix in words.prefixes) (token.state.inPrefixDecl ? declared : used).add(prefix);
        }
      const missing = [...used].filter(prefix => !declared.has(prefix)).sort();
      const lines = missing.map(prefix => `PREFIX ${prefix}: <${words.prefixes[prefix]}>\n`);
      yasqe.replaceRange(lines.join(""), { line: 0, ch: 0 });
      yasqe.focus();
    },
  };
}
