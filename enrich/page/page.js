"use strict";
// The text, its lists and the panel; one document is open at a time.
(() => {
  const { make, country, describe } = listing;
  const read = (node) => JSON.parse(node.textContent);
  const byId = (id) => document.getElementById(id);
  const panel = byId("panel"), hint = byId("hint"), root = document.documentElement;
  root.dataset.script = "true";

  const beside = matchMedia("(min-width: 60rem)"); // the map stands beside the text
  const sections = [...document.querySelectorAll(".document")];
  const opened = new Map();
  const outlines = read(byId("outlines"));
  let doc = null, opener = null;

  // ------------------------------------------------------------------------------- a document

  const nameOf = (data, m) => {
    const entity = m.entity === undefined ? null : data.entities[m.entity];
    if (!entity) return `${m.text}: ${m.kind}, not linked`;
    const role = entity.kind === "place" ? `, ${m.role ?? "role unclear"}` : "";
    return `${m.text}: ${entity.kind}${role}${entity.name === m.text ? "" : `, ${entity.name}`}`;
  };

  // What a document's script data says becomes buttons, and the places of its map.
  const prepare = (section) => {
    if (opened.has(section)) return opened.get(section);
    const data = read(section.querySelector("script.data"));
    const spans = [...section.querySelectorAll(".m[data-m]")];
    const byNumber = data.mentions.map(() => []), byEntity = data.entities.map(() => []);
    const stops = []; // the first piece of each mention, in the order of the text
    for (const span of spans) {
      const number = Number(span.dataset.m), m = data.mentions[number];
      if (!byNumber[number].length) {
        span.setAttribute("role", "button");
        span.setAttribute("tabindex", stops.length ? "-1" : "0");
        span.setAttribute("aria-label", nameOf(data, m));
        stops.push(span);
      }
      byNumber[number].push(span);
      if (m.entity !== undefined) byEntity[m.entity].push(number);
    }
    data.mentions.forEach((m, number) => { // a city stands where the team does that goes by its name
      if (byNumber[number].length) return;
      byNumber[number] = byNumber[number + 1] ?? [];
      if (m.entity !== undefined) byEntity[m.entity].push(number);
    });
    for (const node of section.querySelectorAll(".cc")) node.textContent = country(node.textContent);
    const told = { section, data, byNumber, byEntity: byEntity.map((all) => [...new Set(all)].sort((a, b) => a - b)), stops };
    told.at = new Map(stops.map((span, i) => [span, i]));
    told.places = placesOf(told);
    told.unmapped = data.entities.filter((entity, index) => (
      entity.kind === "place" && entity.lat !== undefined
      && byEntity[index].length && byEntity[index].every((n) => data.mentions[n].unmapped)
    )).length;
    opened.set(section, told);
    return told;
  };
  const placesOf = ({ data, byEntity }) => data.entities.flatMap((entity, index) => {
    const shown = byEntity[index].map((n) => data.mentions[n]).filter((m) => !m.unmapped);
    if (entity.kind !== "place" || entity.lat === undefined || !shown.length) return [];
    const literal = shown.filter((m) => m.role === "literal").length;
    return [{ ...entity, index, mentions: shown.length, literal, outline: outlines[entity.id] }];
  });

  const openDocument = (number) => {
    const section = sections[number];
    if (!section) return;
    dismiss();
    sections.forEach((one) => { one.hidden = one !== section; });
    doc = prepare(section);
    links.forEach((link, i) => {
      if (i === number) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
    const n = doc.places.length;
    byId("map").setAttribute("aria-label", `Map of ${n === 1 ? "1 place" : `${n} places`}. Arrow keys move it,`
      + " plus and minus zoom, 0 shows all. The places are also listed below the text.");
    map.show(doc.places);
  };

  // ------------------------------------------------------------------------------ all documents

  const links = [];
  const buildContents = () => {
    const nav = byId("contents");
    if (!nav) return;
    const list = make("ol");
    sections.forEach((section, number) => {
      const title = section.querySelector("h2").textContent;
      const link = make("a", { href: `#d${number}`, dir: "auto" }, title);
      links.push(link);
      list.append(make("li", {}, link));
    });
    nav.append(make("h2", {}, `${sections.length} texts`));
    if (sections.length > 10) nav.append(makeFilter(list));
    nav.append(list);
    nav.hidden = false;
  };
  const makeFilter = (list) => {
    const field = make("input", { type: "search", "aria-label": "Find a text by its title", placeholder: "Find a title" });
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLowerCase();
      for (const item of list.children) item.hidden = !item.textContent.toLowerCase().includes(wanted);
    });
    return field;
  };
  const fromAddress = () => {
    const named = /^#d(\d+)$/.exec(location.hash);
    if (!named && doc) return; // "Skip to the text": the one that is open
    const asked = Number(named?.[1] ?? 0);
    const number = asked < sections.length ? asked : 0;
    if (sections[number] && doc?.section !== sections[number]) {
      openDocument(number);
      if (number || location.hash) scrollTo(0, 0);
    }
  };

  // ---------------------------------------------------------------------------------- the panel

  const unmark = () => {
    document.querySelectorAll(".chosen, .same").forEach((node) => {
      if (node.dataset.m !== undefined) node.classList.remove("chosen", "same");
    });
    document.querySelectorAll(".m[aria-current]").forEach((node) => node.removeAttribute("aria-current"));
  };
  const markSame = (entity, name) => {
    for (const number of doc.byEntity[entity] ?? []) {
      for (const span of doc.byNumber[number]) span.classList.add(name);
    }
  };
  const fill = (...content) => {
    const close = make("button", { type: "button", class: "close", "aria-label": "Close" }, "×");
    close.addEventListener("click", dismiss);
    panel.replaceChildren(close, ...content);
    panel.hidden = false;
    hint.hidden = true;
    panel.scrollTop = 0;
  };

  // "Mention 2 of 7" of the same entity, with buttons to the one before and after.
  const stepper = (number, entity) => {
    const all = doc.byEntity[entity] ?? [number], at = all.indexOf(number);
    const step = (by, name, sign) => {
      const button = make("button", { type: "button", "aria-label": name, class: name.split(" ")[0] }, sign);
      button.addEventListener("click", () => {
        show(choose(all[(at + by + all.length) % all.length], "step"));
        panel.querySelector(`.stepper .${button.className}`).focus({ preventScroll: true });
      });
      return button;
    };
    if (all.length < 2) return make("div", { class: "stepper" }, step(0, "Show in the text", "Show in the text"));
    return make(
      "div", { class: "stepper" }, step(-1, "Previous mention", "‹"),
      make("span", {}, make("span", { class: "word" }, "Mention "), `${at + 1} of ${all.length}`), step(1, "Next mention", "›"),
    );
  };

  // by: "mouse" or "keys" in the text, the lists or the map; "step" from the panel itself.
  const choose = (number, by) => {
    const m = doc.data.mentions[number];
    if (by !== "step") opener = document.activeElement;
    unmark();
    if (m.entity !== undefined) markSame(m.entity, "same");
    doc.byNumber[number].forEach((span) => span.classList.add("chosen"));
    const span = doc.byNumber[number][0];
    span?.setAttribute("aria-current", "true");
    map.choose(m.entity ?? null);
    fill(stepper(number, m.entity), describe(doc.data, m));
    if (by === "keys") panel.querySelector("h2").focus({ preventScroll: true });
    if (by !== "step") uncover(span);
    return span;
  };
  // On a narrow screen the panel lies over the text: what was chosen there must not lie under it.
  const uncover = (span) => {
    if (beside.matches || !span) return;
    const { top, bottom } = span.getBoundingClientRect();
    const under = bottom + 16 - panel.getBoundingClientRect().top;
    if (top >= 0 && top < innerHeight && under > 0) scrollBy({ top: under });
  };
  const show = (span) => {
    span?.scrollIntoView({ block: beside.matches ? "center" : "start" });
  };
  const choosePlace = (entity, by) => {
    const all = doc.byEntity[entity].filter((n) => !doc.data.mentions[n].unmapped);
    const literal = all.find((n) => doc.data.mentions[n].role === "literal");
    const span = choose(literal ?? all[0], by);
    if (beside.matches) show(span);
  };
  const listPlaces = (places) => {
    unmark();
    const list = make("ul", { class: "pile-list" });
    for (const place of places) {
      const button = make("button", { type: "button", class: "go", dir: "auto" }, place.name);
      button.addEventListener("click", () => choosePlace(place.index, "keys"));
      list.append(make("li", {}, button));
    }
    opener = document.activeElement;
    fill(make("h2", { tabindex: "-1" }, `${places.length} places on one spot`), list);
    panel.querySelector("h2").focus({ preventScroll: true });
  };
  function dismiss() {
    if (panel.hidden) return;
    const inside = panel.contains(document.activeElement);
    unmark();
    panel.hidden = true;
    hint.hidden = false;
    panel.replaceChildren();
    map.choose(null);
    if (inside && opener?.isConnected) opener.focus({ preventScroll: true });
  }

  // ---------------------------------------------------------------- the text: one stop, arrows

  const stopAt = (span) => {
    doc.stops.find((one) => one.tabIndex === 0)?.setAttribute("tabindex", "-1");
    span.setAttribute("tabindex", "0");
  };
  const go = (index) => {
    const span = doc.stops[(index + doc.stops.length) % doc.stops.length];
    stopAt(span);
    span.focus();
  };
  const texts = byId("text");
  texts.addEventListener("keydown", (event) => {
    const span = event.target.closest(".m[role=button]");
    if (!span || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = doc.at.get(span);
    const moves = {
      ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1,
      Home: 0, End: doc.stops.length - 1,
    };
    if (event.key in moves) {
      event.preventDefault();
      go(moves[event.key]);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(Number(span.dataset.m), "keys");
    }
  });
  texts.addEventListener("click", (event) => {
    const node = event.target.closest("[data-m]");
    if (!node || String(getSelection())) return; // somebody selects text
    const number = Number(node.dataset.m);
    if (node.matches(".go")) {
      // A key pressed on a button is a click without a place.
      choose(number, event.detail ? "mouse" : "keys");
      return;
    }
    const first = doc.byNumber[number][0];
    stopAt(first);
    first.focus({ preventScroll: true });
    choose(number, "mouse");
  });
  const hover = (entity) => {
    document.querySelectorAll(".m.pointed").forEach((node) => node.classList.remove("pointed"));
    if (entity !== null && entity !== undefined) markSame(entity, "pointed");
  };
  texts.addEventListener("pointerover", (event) => {
    const node = event.target.closest("[data-m]");
    map.point(node ? doc.data.mentions[Number(node.dataset.m)].entity ?? null : null);
  });
  texts.addEventListener("pointerleave", () => map.point(null));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") dismiss();
  });

  // ------------------------------------------------------------------------------------ the map

  const pointPlace = (entity) => {
    map.point(entity);
    hover(entity);
  };
  // A round number of kilometres that is at most 90 pixels long.
  const writeScale = (pixels) => {
    const most = 90 / pixels, power = 10 ** Math.floor(Math.log10(most));
    const km = [5, 2, 1].map((n) => n * power).find((n) => n <= most);
    const told = km < 1 ? `${Math.round(km * 1000)} m` : `${km.toLocaleString("en-GB")} km`;
    byId("distance").textContent = told;
    byId("bar").style.width = `${(km * pixels).toFixed(0)}px`;
  };
  const writeCrowd = (around, counted) => {
    const told = [];
    if (around) told.push(`${around} places lie close together: a thin line leads from each to its spot.`);
    if (counted) told.push(`${counted} are counted in a black disc; choose it to come nearer.`);
    const off = doc?.unmapped ?? 0;
    if (off) told.push(`${off === 1 ? "1 place" : `${off} places`} named in other roles only: left off by --roles.`);
    byId("mapnote").textContent = told.join(" ");
  };
  const map = makeMap(byId("map"), read(byId("basemap")), {
    scale: writeScale,
    list: listPlaces,
    gestures: (moves) => listenToMap(moves, choosePlace, pointPlace),
    crowd: writeCrowd,
  });

  buildContents();
  fromAddress();
  addEventListener("hashchange", fromAddress);
  // On paper the letters have to be explained; nobody can open their list there.
  addEventListener("beforeprint", () => document.querySelectorAll(".legend details").forEach((node) => {
    node.open = true;
  }));
  let waiting = 0;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(map.resize, 120);
  });
  performance.mark("map drawn");
  root.dataset.ready = "true";
})();
