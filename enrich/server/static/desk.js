"use strict";
// A text whose links are corrected: this tab holds the text and the decisions, and the service
// answers what becomes of them. Nothing is kept elsewhere.
(async () => {
  const { make, country, describe } = listing;
  const KEY = "enrich desk";
  const byId = (id) => document.getElementById(id);
  const panel = byId("panel"), hint = byId("hint"), root = document.documentElement;
  const beside = matchMedia("(min-width: 60rem)");
  root.dataset.script = "true";

  let state = null, reply = null, spans = [], byEntity = [], at = null, opener = null;
  let busy = false, saved = true, leaving = false;
  try { state = JSON.parse(sessionStorage.getItem(KEY)); } catch { /* as if there was nothing */ }
  const keep = () => {
    try { sessionStorage.setItem(KEY, JSON.stringify(state)); } catch { /* it lives until the tab is reloaded */ }
  };
  const away = (error) => {
    if (state) { state.error = error; keep(); }
    leaving = true;
    location.replace("./");
  };

  // --------------------------------------------------------------------------- the service

  const ask = async (path, body, type = "application/json") => {
    const headers = body === undefined ? {} : { "Content-Type": type };
    if (state.token) headers.Authorization = `Bearer ${state.token}`;
    let answer;
    try {
      answer = await fetch(path, { method: body === undefined ? "GET" : "POST", headers, body });
    } catch {
      throw new Error("The service does not answer.");
    }
    if (answer.ok) return answer;
    let line = `The service answered with ${answer.status}.`;
    try { line = (await answer.json()).error; } catch { /* a proxy’s own page */ }
    throw new Error(`${line[0].toUpperCase()}${line.slice(1)}.`.replace("..", "."));
  };
  const sent = (held) => {
    const { text, title, published, decisions, merges, entities } = held;
    const document = { text, ...(title && { title }), ...(published && { published }) };
    return JSON.stringify({ ...document, decisions, merges, entities });
  };

  // ------------------------------------------------------------------------------ the text

  const entityOf = (index) => (index === undefined ? null : reply.data.entities[index]);
  const nameOf = (shown, changed) => {
    const entity = entityOf(shown.entity);
    const role = entity?.kind === "place" ? `, ${shown.role ?? "role unclear"}` : "";
    const told = entity ? `${entity.kind}${role}${entity.name === shown.text ? "" : `, ${entity.name}`}` : `${shown.kind}, not linked`;
    return `${shown.text}: ${told}${changed ? ", changed" : ""}`;
  };
  const makeMention = (number, text, changed) => {
    const shown = reply.data.mentions[number], entity = entityOf(shown.entity);
    const span = make("span", { class: `m ${entity ? entity.kind : shown.kind}`, "data-m": number }, text);
    if (!entity) span.classList.add("unlinked");
    else if (entity.kind === "place" && shown.role !== "literal") span.classList.add("other");
    if (reply.mentions[number].decided.length) span.classList.add("decided");
    if (changed.has(number)) span.classList.add("changed");
    if (!spans[number].length) {
      span.setAttribute("role", "button");
      span.setAttribute("tabindex", "0");
      span.setAttribute("aria-label", nameOf(shown, changed.has(number)));
    }
    spans[number].push(span);
    return span;
  };
  const renderText = (changed) => {
    spans = reply.mentions.map(() => []);
    const body = document.createDocumentFragment();
    let paragraph = make("p", { dir: "auto" });
    for (const [text, number] of reply.pieces) {
      if (number !== undefined) {
        paragraph.append(makeMention(number, text, changed));
        continue;
      }
      text.split(/(\n[ \t]*\n\s*)/).forEach((part, i) => {
        if (i % 2 === 0) { paragraph.append(part); return; }
        body.append(paragraph);
        paragraph = make("p", { dir: "auto" });
      });
    }
    body.append(paragraph);
    byId("body").replaceChildren(body);
    byId("title").textContent = reply.title || "Text";
    document.title = `${reply.title || "Text"}: correct its links`;
    const primary = entityOf(reply.data.primary);
    byId("facts").replaceChildren(...[
      reply.published && make("span", {}, reply.published),
      primary && make("span", { class: "primary" }, "primary place: ", make("b", { dir: "auto" }, primary.name)),
    ].filter(Boolean));
  };

  const renderMap = () => {
    const { mentions, entities } = reply.data;
    byEntity = entities.map(() => []);
    mentions.forEach((shown, number) => { if (shown.entity !== undefined) byEntity[shown.entity].push(number); });
    const places = entities.flatMap((entity, index) => {
      const own = byEntity[index].map((n) => mentions[n]).filter((shown) => !shown.unmapped);
      if (entity.kind !== "place" || entity.lat === undefined || !own.length) return [];
      return [{ ...entity, index, mentions: own.length, literal: own.filter((shown) => shown.role === "literal").length }];
    });
    byId("map").setAttribute("aria-label", `Map of ${places.length === 1 ? "1 place" : `${places.length} places`}.`
      + " Arrow keys move it, plus and minus zoom, 0 shows all.");
    map.show(places);
  };

  // ----------------------------------------------------------------------------- the lists

  const DOUBTS = 12, SURE = 0.9;
  const renderDoubts = () => {
    const seen = new Set(), rows = [];
    reply.data.mentions.forEach((shown, number) => {
      const m = reply.mentions[number], entity = entityOf(shown.entity);
      const key = `${shown.text}\n${entity?.id ?? ""}`;
      const open = entity ? shown.score < SURE : reply.options[m.options].length > 0;
      if (!open || m.decided.length || shown.nil === "not_an_entity" || seen.has(key)) return;
      seen.add(key);
      rows.push({ shown, entity, number });
    });
    rows.sort((a, b) => Math.abs(a.shown.score - 0.5) - Math.abs(b.shown.score - 0.5));
    byId("doubts").textContent = String(rows.length);
    byId("doubt").replaceChildren(...rows.slice(0, DOUBTS).map(({ shown, entity, number }) => {
      const button = make("button", { type: "button", class: "go", dir: "auto" }, shown.text);
      button.addEventListener("click", () => { choose(number, "keys"); uncover(); });
      const about = entity ? `${told(entity)}, ${Math.round(100 * shown.score)} %` : "not linked";
      return make("li", {}, button, make("span", { class: "about", dir: "auto" }, about));
    }));
    if (!rows.length) byId("doubt").replaceChildren(make("li", { class: "none" }, "Nothing is in doubt."));
  };

  const called = (id) => (reply.named[id] ? `${reply.named[id]}, ${id}` : id);
  const meaning = ({ action, entity }) => {
    if (action === "reject") return entity ? `is not ${called(entity)}` : "is no entity";
    return entity ? `is ${called(entity)}` : "is right";
  };
  const reach = (decision) => {
    if (decision.around) return `for the mention in “${decision.around}”`;
    if (decision.occurrence) return `for mention ${decision.occurrence} in one text`;
    if (!decision.document) return "in every text";
    return decision.document === reply.document ? "in this text" : "in another text";
  };
  const renderDecisions = () => {
    const rows = state.decisions.map((decision, index) => {
      const words = `“${decision.name}” ${meaning(decision)}`;
      const back = make("button", { type: "button", "aria-label": `Take back: ${words}, ${reach(decision)}` }, "Take back");
      back.addEventListener("click", () => takeBack(index, false));
      const gone = reply.vanished.includes(index + 1) ? "; it fits nothing here any more" : "";
      return make(
        "li", {}, make("span", { dir: "auto" }, words), back,
        make("span", { class: "about", dir: "auto" }, `${reach(decision)}${decision.note ? `; ${decision.note}` : ""}${gone}`),
      );
    });
    for (const entity of state.entities) {
      const back = make("button", { type: "button", "aria-label": `Take back the new place ${entity.name}` }, "Take back");
      back.addEventListener("click", () => dropEntity(entity.id));
      rows.push(make("li", {}, make("span", { dir: "auto" }, `New: ${entity.name}`), back, make("span", { class: "about" }, entity.id)));
    }
    for (const merge of state.merges) rows.push(make("li", {}, `${merge.id} comes out as ${merge.into}`));
    byId("count").textContent = String(rows.length);
    byId("made").replaceChildren(...(rows.length ? rows : [make("li", { class: "none" }, "None yet.")]));
    byId("undo").hidden = !state.decisions.length;
  };

  // ----------------------------------------------------------------------------- the panel

  const unmark = () => document.querySelectorAll("#body .m").forEach((span) => {
    span.classList.remove("chosen", "same");
    span.removeAttribute("aria-current");
  });
  function dismiss() {
    if (panel.hidden) return;
    const inside = panel.contains(document.activeElement), span = at === null ? null : spans[at][0];
    unmark();
    at = null;
    panel.hidden = true;
    hint.hidden = false;
    panel.replaceChildren();
    map.choose(null);
    if (inside) (span ?? opener)?.focus({ preventScroll: true });
  }
  const choose = (number, by) => {
    const shown = reply.data.mentions[number];
    if (by !== "again") opener = document.activeElement;
    at = number;
    unmark();
    for (const same of byEntity[shown.entity] ?? []) spans[same].forEach((span) => span.classList.add("same"));
    spans[number].forEach((span) => span.classList.add("chosen"));
    spans[number][0]?.setAttribute("aria-current", "true");
    map.choose(shown.entity ?? null);
    fill(describe(reply.data, shown), choices(reply.mentions[number], shown.entity));
    if (by !== "mouse") panel.querySelector("h2").focus({ preventScroll: true });
  };
  // What it is and why comes first, then what else it may be; the evidence is there to unfold.
  const fill = (told, correcting) => {
    const close = make("button", { type: "button", class: "close", "aria-label": "Close" }, "×");
    close.addEventListener("click", dismiss);
    const head = [], rest = [];
    for (const node of [...told.children]) {
      (rest.length || !node.matches(".kind, h2, .quiet, .reason") ? rest : head).push(node);
    }
    const evidence = make("details", { class: "evidence-of" }, make("summary", {}, "Evidence and ids"), ...rest);
    panel.replaceChildren(close, ...head, correcting, evidence);
    panel.hidden = false;
    hint.hidden = true;
    panel.scrollTop = 0;
  };
  // On a narrow screen the panel lies over the text: what was chosen there must not lie under it.
  const uncover = () => {
    const span = at === null ? null : spans[at][0];
    if (!span) return;
    if (beside.matches) { span.scrollIntoView({ block: "center" }); return; }
    const top = span.getBoundingClientRect().top, room = panel.getBoundingClientRect().top;
    scrollBy({ top: top - Math.max(64, room / 2) });
  };
  const choosePlace = (entity, by) => { choose(byEntity[entity][0], by); uncover(); };

  byId("body").addEventListener("click", (event) => {
    const node = event.target.closest("[data-m]");
    if (!node || String(getSelection())) return;
    const number = Number(node.dataset.m);
    spans[number][0].focus({ preventScroll: true });
    choose(number, "mouse");
    if (!beside.matches) uncover();
  });
  byId("body").addEventListener("keydown", (event) => {
    const node = event.target.closest(".m[role=button]");
    if (!node || !["Enter", " "].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    choose(Number(node.dataset.m), "keys");
    if (!beside.matches) uncover();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") dismiss(); });

  // -------------------------------------------------------------------------- linked again

  const say = (words) => { byId("said").textContent = words; };
  const keyOf = (m) => `${m.start}:${m.end}`;
  const linkedTo = (answer) => new Map(answer.mentions.map((m, number) => {
    const { entity } = answer.data.mentions[number];
    return [keyOf(m), entity === undefined ? "" : answer.data.entities[entity].id];
  }));
  // The mentions that mean something else than before.
  const changes = (before) => {
    if (!before) return new Set();
    const old = linkedTo(before), now = linkedTo(reply);
    return new Set([...reply.mentions.keys()].filter((n) => old.get(keyOf(reply.mentions[n])) !== now.get(keyOf(reply.mentions[n]))));
  };
  const summary = () => {
    const linked = reply.data.mentions.filter((shown) => shown.entity !== undefined).length;
    return `${reply.mentions.length} names, ${linked} linked.`;
  };
  const SAID = 3;
  const told = (entity) => {
    const where = entity.kind === "place" && (entity.admin?.[0] || (entity.country && country(entity.country)));
    return where && where !== entity.name ? `${entity.name}, ${where}` : entity.name;
  };
  const changed = (numbers) => {
    if (!numbers.size) return "No link changed.";
    const found = new Map();
    for (const n of numbers) {
      const entity = entityOf(reply.data.mentions[n].entity);
      const line = `${reply.mentions[n].text} → ${entity ? told(entity) : "not linked"}`;
      found.set(line, (found.get(line) ?? 0) + 1);
    }
    const lines = [...found].map(([line, times]) => (times > 1 ? `${line} (${times} times)` : line));
    const left = lines.length - SAID, more = left > 0 ? `; and ${left === 1 ? "1 other" : `${left} others`}` : "";
    return `${numbers.size === 1 ? "1 link" : `${numbers.size} links`} changed: ${lines.slice(0, SAID).join("; ")}${more}.`;
  };

  // Link the text with another state; where that fails, all stays as it is.
  const relink = async (next) => {
    if (busy) return false;
    busy = true;
    byId("body").setAttribute("aria-busy", "true");
    try {
      const answer = await (await ask("desk/link", sent(next))).json();
      const before = reply, open = at === null ? null : keyOf(reply.mentions[at]);
      reply = answer;
      state = { ...next, decisions: answer.decisions, merges: answer.merges, entities: answer.entities, error: "" };
      keep();
      const numbers = changes(before);
      renderText(numbers);
      renderMap();
      renderDoubts();
      renderDecisions();
      say(before ? changed(numbers) : summary());
      const number = reply.mentions.findIndex((m) => keyOf(m) === open);
      if (number >= 0) choose(number, panel.contains(document.activeElement) ? "again" : "mouse");
      else dismiss();
      return true;
    } finally {
      busy = false;
      byId("body").removeAttribute("aria-busy");
    }
  };
  const attempt = async (next) => {
    say("Linking again…");
    try {
      const done = await relink(next);
      saved = saved && !done;
      return done;
    } catch (error) {
      say(error.message);
      return false;
    }
  };

  const narrower = (one, other) => {
    const size = ({ around, occurrence, document }) => (around || occurrence ? 2 : document ? 1 : 0);
    return size(one) > size(other);
  };
  const decide = (m, decision, { entity } = {}) => {
    // One that was made for less than this is what the reader decides anew.
    const left = state.decisions.filter((old, i) => !(m.decided.includes(i + 1) && narrower(old, decision)));
    const entities = entity ? [...state.entities, entity] : state.entities;
    return attempt({ ...state, decisions: [...left, decision], entities });
  };
  const takeBack = async (index, stay) => {
    const decisions = state.decisions.filter((_, i) => i !== index);
    if (await attempt({ ...state, decisions, entities: used(decisions) }) && !stay) byId("decided").focus();
  };
  // A new place goes with the last decision that names it.
  const used = (decisions) => state.entities.filter((entity) => (
    !state.decisions.some((d) => d.entity === entity.id) || decisions.some((d) => d.entity === entity.id)
  ));
  const dropEntity = async (id) => {
    const decisions = state.decisions.filter((d) => d.entity !== id);
    const entities = state.entities.filter((entity) => entity.id !== id);
    if (await attempt({ ...state, decisions, entities })) byId("decided").focus();
  };
  const freeId = (name) => {
    const word = name.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40) || "place";
    const taken = new Set(state.entities.map((entity) => entity.id));
    let id = `enrich:${word}`;
    for (let n = 2; taken.has(id); n += 1) id = `enrich:${word}-${n}`;
    return id;
  };

  byId("undo").addEventListener("click", () => takeBack(state.decisions.length - 1, true));

  // -------------------------------------------------------------------------- to and from files

  for (const button of document.querySelectorAll("[data-save]")) {
    button.addEventListener("click", async () => {
      const form = button.dataset.save;
      try {
        const answer = await ask(`desk/save?format=${form}`, sent(state));
        const link = make("a", {
          href: URL.createObjectURL(await answer.blob()), download: form === "toml" ? "decisions.toml" : `linked.${form}`,
        });
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
        saved = saved || form === "toml";
        say(`${link.download} was made.`);
      } catch (error) {
        say(error.message);
      }
    });
  }
  byId("bring").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    try {
      const found = await (await ask("desk/decisions", await file.text(), "text/plain")).json();
      const ids = new Set(found.entities.map((entity) => entity.id)), ones = new Set(found.merges.map((merge) => merge.id));
      await attempt({
        ...state,
        decisions: [...found.decisions, ...state.decisions],
        merges: [...found.merges, ...state.merges.filter((merge) => !ones.has(merge.id))],
        entities: [...found.entities, ...state.entities.filter((entity) => !ids.has(entity.id))],
      });
    } catch (error) {
      say(error.message);
    }
  });
  byId("edit").addEventListener("click", () => { leaving = true; });
  addEventListener("beforeunload", (event) => {
    if (!saved && !leaving && state?.decisions.length) event.preventDefault();
  });

  // ------------------------------------------------------------------------------- the map

  const writeScale = (pixels) => {
    const most = 90 / pixels, power = 10 ** Math.floor(Math.log10(most));
    const km = [5, 2, 1].map((n) => n * power).find((n) => n <= most);
    byId("distance").textContent = km < 1 ? `${Math.round(km * 1000)} m` : `${km.toLocaleString("en-GB")} km`;
    byId("bar").style.width = `${(km * pixels).toFixed(0)}px`;
  };
  const crowd = (around, counted) => {
    const told = around ? [`${around} places lie close together: a thin line leads from each to its spot.`] : [];
    if (counted) told.push(`${counted} are counted in a black disc; choose it to come nearer.`);
    byId("mapnote").textContent = told.join(" ");
  };
  const listPlaces = (places) => { if (places.length) choosePlace(places[0].index, "keys"); };

  if (!state?.text) { away(""); return; }
  let map, choices;
  try {
    const basemap = await (await ask("static/basemap.json")).json();
    map = makeMap(byId("map"), basemap, {
      scale: writeScale,
      list: listPlaces,
      crowd,
      gestures: (moves) => listenToMap(moves, choosePlace, (entity) => map.point(entity)),
    });
    choices = makeChoices({
      reply: () => reply, decide, takeBack, freeId,
      lookup: async (name) => (await ask(`lookup?limit=12&name=${encodeURIComponent(name)}`)).json(),
    });
    state = { title: "", published: "", token: "", decisions: [], merges: [], entities: [], ...state };
    await relink(state);
  } catch (error) {
    away(error.message);
    return;
  }
  let waiting = 0;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(map.resize, 120);
  });
  root.dataset.ready = "true";
})();
