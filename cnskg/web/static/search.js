// Suggestions under the search box while somebody types. The form works without them: Enter always sends what is typed,
// unless a suggestion was chosen with the arrow keys.
"use strict";

function suggestions(input) {
  const list = document.createElement("ul"), told = document.createElement("p");
  let active = -1, last = "", timer = 0;

  list.id = input.id + "-list";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.label);
  told.className = "unseen";
  told.setAttribute("role", "status");
  input.after(list, told);
  const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
  input.autocomplete = "off";

  function choose(at) {
    const options = list.children;
    if (options[active]) options[active].setAttribute("aria-selected", "false");
    active = at;
    if (options[at]) {
      options[at].setAttribute("aria-selected", "true");
      options[at].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[at].id);
    } else input.removeAttribute("aria-activedescendant");
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function show(found) {
    choose(-1);
    list.replaceChildren(...found.map((one, at) => {
      const option = document.createElement("li"), kind = document.createElement("small");
      option.id = `${list.id}-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.path = one.path;
      option.append(one.name, one.matched === one.name ? " " : ` (${one.matched}) `, kind);
      kind.textContent = one.kind_name;
      return option;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    told.textContent = found.length === 1 ? input.dataset.one : input.dataset.many.replace("{0}", found.length);
  }

  async function ask() {
    const words = input.value.trim();
    if (words === last) return;
    last = words;
    if (!words) return show([]);
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(words)}`);
      const found = answer.ok ? (await answer.json()).suggestions : [];
      if (words === last && document.activeElement === input) show(found);
    } catch { close(); } // without the service there are no suggestions, and the form still says so itself
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", event => {
    const option = event.target.closest("li");
    event.preventDefault();
    if (option) location.href = option.dataset.path;
  });
  input.addEventListener("keydown", event => {
    const many = list.children.length;
    if (event.isComposing || !many) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      const next = active + step; // beyond either end there is the box itself, and then the other end
      choose(next < -1 ? many - 1 : next < many ? next : -1);
      event.preventDefault();
    } else if (event.key === "Escape" && !list.hidden) {
      close();
      event.preventDefault();
    } else if (event.key === "Enter" && !list.hidden && active >= 0) {
      location.href = list.children[active].dataset.path;
      event.preventDefault();
    }
  });
}

document.querySelectorAll("input[data-suggest]").forEach(suggestions);
