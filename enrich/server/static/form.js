// Leads to the desk, where links are corrected, by way of this tab alone; takes a file; and lets
// nobody send a text twice. Without it the form itself asks for the article page.
"use strict";
{
  const KEY = "enrich desk";
  const byId = (id) => document.getElementById(id);
  const form = byId("form"), button = byId("send"), status = byId("status");
  const FIELDS = ["text", "title", "published", "token"];
  const show = (words, busy) => {
    status.textContent = words;
    button.disabled = busy;
  };
  const read = () => {
    try { return JSON.parse(sessionStorage.getItem(KEY)) ?? {}; } catch { return {}; }
  };
  const write = (state) => {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(state));
      return true;
    } catch {
      return false;
    }
  };

  // A field has other line ends than a file may have, by which a decision knows its text again.
  const evened = (text) => text.replace(/\r\n?/g, "\n");
  let taken = "";
  const asTaken = (shown, before) => [taken, before ?? ""].find((text) => text && evened(text) === shown) ?? shown;

  // ----------------------------------------------------------------------------- what a file says

  const BLOCKS = "address, article, blockquote, dd, div, dl, dt, figcaption, figure, footer, h1, h2, h3, h4, h5, h6, header, hr, li, main, ol, p, pre, section, table, td, th, tr, ul";
  const LEFT_OUT = "script, style, noscript, template, nav, aside, form, button, svg, iframe, head, [hidden]";
  // A document that is parsed so runs nothing and loads nothing.
  const ofHtml = (text) => {
    const parsed = new DOMParser().parseFromString(text, "text/html");
    const title = (parsed.querySelector("h1") ?? parsed.querySelector("title"))?.textContent ?? "";
    const whole = parsed.querySelector("article") ?? parsed.querySelector("main") ?? parsed.body;
    whole.querySelectorAll(LEFT_OUT).forEach((node) => node.remove());
    whole.querySelector("h1")?.remove();
    const walk = parsed.createTreeWalker(whole, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    let said = "", block = null;
    while (walk.nextNode()) {
      const node = walk.currentNode;
      if (node.nodeType === Node.ELEMENT_NODE) {
        if (node.matches("br")) said += "\n";
        continue;
      }
      const own = node.parentElement.closest(BLOCKS);
      if (own !== block && said.trim()) said += "\n\n";
      block = own;
      said += node.data.replace(/\s+/g, " ");
    }
    const tidy = said.replace(/ *\n */g, "\n").replace(/\n{3,}/g, "\n\n").trim();
    return { text: tidy, title: title.replace(/\s+/g, " ").trim() };
  };
  const take = (file) => {
    const reader = new FileReader();
    reader.addEventListener("error", () => show("This file cannot be read.", false));
    reader.addEventListener("load", () => {
      const isHtml = file.type === "text/html" || /\.x?html?$/i.test(file.name);
      const found = isHtml ? ofHtml(reader.result) : { text: reader.result, title: "" };
      byId("text").value = taken = found.text;
      if (found.title) byId("title").value = found.title.slice(0, 1000);
      const most = byId("text").maxLength;
      show(found.text.length > most ? `${file.name} has more than ${most} characters, the limit.` : `${file.name} was read.`, false);
    });
    reader.readAsText(file);
  };
  const picker = document.createElement("p");
  const label = document.createElement("label");
  label.htmlFor = "file";
  label.textContent = "Or a file ";
  const kinds = document.createElement("span");
  kinds.className = "hint";
  kinds.textContent = ".txt or .html; it is read here and stays in this tab";
  label.append(kinds);
  const input = document.createElement("input");
  Object.assign(input, { type: "file", id: "file", accept: ".txt,.html,.htm,text/plain,text/html" });
  input.addEventListener("change", () => { if (input.files.length) take(input.files[0]); });
  picker.append(label, input);
  byId("text").parentElement.after(picker);

  // ------------------------------------------------------------------------------- to the desk

  form.addEventListener("submit", (event) => {
    show("Reading the text…", true);
    const before = read(), state = { decisions: before.decisions, merges: before.merges, entities: before.entities };
    for (const name of FIELDS) state[name] = byId(name)?.value ?? "";
    state.text = asTaken(state.text, before.text);
    if (!write(state)) return; // the form itself leads to the article page
    event.preventDefault();
    location.assign("desk");
  });
  // Back from the desk, what was filled in is there again, and what was wrong with it.
  window.addEventListener("pageshow", () => {
    show("", false);
    const state = read();
    for (const name of ["text", "title", "published"]) {
      if (state[name] && !byId(name).value.trim()) byId(name).value = state[name];
    }
    if (!state.error) return;
    const said = document.createElement("p");
    said.className = "error";
    said.setAttribute("role", "alert");
    said.textContent = state.error;
    form.before(said);
    write({ ...state, error: "" });
  });
}
