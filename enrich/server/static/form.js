// Leads to the desk, where links are corrected, by way of this tab alone; takes files; and lets
// nobody send a text twice. Without it the form itself asks for the article page.
"use strict";
{
  const byId = (id) => document.getElementById(id);
  const form = byId("form"), button = byId("send"), status = byId("status");
  const FIELDS = ["text", "title", "published"];
  const show = (words, busy) => {
    status.textContent = words;
    button.disabled = busy;
  };

  // A field has other line ends than a file may have, by which a decision knows its text again.
  const evened = (text) => text.replace(/\r\n?/g, "\n");
  // What the fields were filled with: of a file, more is known than they show.
  let filled = {};
  const fill = (document) => {
    filled = document;
    for (const name of FIELDS) byId(name).value = document[name] ?? "";
  };
  const isShown = (name) => evened(byId(name).value) === evened(filled[name] ?? "");
  const inFields = () => {
    const told = Object.fromEntries(FIELDS.map((name) => [name, byId(name).value]).filter(([, value]) => value));
    if (!isShown("text")) return told; // another text: nothing is known of it but this
    return { ...filled, title: undefined, published: undefined, ...told, text: filled.text };
  };

  // ------------------------------------------------------------------------------------- files

  const label = document.createElement("label");
  label.htmlFor = "file";
  label.textContent = "Or files ";
  const kinds = document.createElement("span");
  kinds.className = "hint";
  kinds.textContent = "chosen or dropped here: text, Markdown, web pages, or tables of texts as CSV or JSON Lines";
  label.append(kinds);
  const input = document.createElement("input");
  Object.assign(input, { type: "file", id: "file", multiple: true });
  const picker = document.createElement("p");
  picker.append(label, input);
  byId("text").parentElement.after(picker);
  const leave = (state) => {
    if (!taking.write(state)) return false;
    location.assign("desk");
    return true;
  };
  taking.listen(input, async (files) => {
    show("Reading files…", true);
    const { documents, said } = await taking.take(files, byId("token")?.value);
    show(said, false);
    if (documents.length === 1) fill(documents[0]);
    if (documents.length < 2) return;
    const own = byId("text").value.trim() ? [inFields()] : [];
    const state = taking.read();
    if (!leave({ ...state, documents: [...own, ...documents], editing: 0, token: byId("token")?.value ?? "" })) {
      show("This browser keeps nothing for a tab, or these are too many texts.", false);
    }
  });

  // ------------------------------------------------------------------------------- to the desk

  const others = document.createElement("p");
  others.hidden = true;
  form.before(others);
  const tellOthers = ({ documents, editing }) => {
    const more = documents.length - 1;
    others.hidden = more < 1;
    if (more < 1) return;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.textContent = more === 1 ? "Remove it" : "Remove them";
    drop.addEventListener("click", () => {
      taking.write({ ...taking.read(), documents: documents.slice(editing, editing + 1), editing: 0 });
      others.hidden = true;
      byId("text").focus();
    });
    others.replaceChildren(`${more === 1 ? "1 other text is" : `${more} other texts are`} on the desk. `, drop);
  };
  form.addEventListener("submit", (event) => {
    show("Reading the text…", true);
    const state = taking.read(), documents = [...state.documents];
    documents[Math.min(state.editing, documents.length)] = inFields();
    // Where the tab cannot hold it, the form itself leads to the article page.
    if (leave({ ...state, documents, token: byId("token")?.value ?? "" })) event.preventDefault();
  });
  // Back from the desk, what was filled in is there again, and what was wrong with it.
  window.addEventListener("pageshow", () => {
    show("", false);
    const state = taking.read(), document_ = state.documents[state.editing];
    if (document_ && !byId("text").value.trim()) fill(document_);
    else if (document_ && evened(document_.text) === evened(byId("text").value)) filled = document_; // as the browser restored it
    tellOthers(state);
    if (!state.error) return;
    const said = document.createElement("p");
    said.className = "error";
    said.setAttribute("role", "alert");
    said.textContent = state.error;
    form.before(said);
    taking.write({ ...state, error: "" });
  });
}
