
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const land = JSON.parse(document.getElementById("basemap").textContent);
  const { entities, mentions, signals } = data;
  const SVG = "http://www.w3.org/2000/svg";
  const svg = document.getElementById("map");
  const panel = document.getElementById("panel");
  const hint = panel.firstElementChild;

  const make = (name, attributes = {}, text = null, space = null) => {
    const node = space ? document.createElementNS(space, name) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (text !== null) node.textContent = text;
    return node;
  };
  const draw = (name, attributes, text = null) => make(name, attributes, text, SVG);

  // ------------------------------------------------------------------ places, by their mentions
  const places = new Map();
  mentions.forEach((m, number) => {
    const entity = m.entity && entities[m.entity];
    if (!entity || entity.kind !== "place" || entity.lat === undefined || !m.mapped) return;
    if (!places.has(m.entity)) places.set(m.entity, { id: m.entity, entity, first: number, n: 0, literal: 0 });
    const place = places.get(m.entity);
    place.n += 1;
    if (m.role === "literal") { if (!place.literal) place.first = number; place.literal += 1; }
  });
  const shown = [...places.values()].sort((a, b) => b.n - a.n || (a.id < b.id ? -1 : 1));
  const isArea = (place) => /centroid/.test(place.entity.precision);

  // ------------------------------------------------------------------------------- projection
  // Equirectangular, true at the middle latitude; the world is cut opposite the widest gap.
  const lons = shown.map((p) => p.entity.lon).sort((a, b) => a - b);
  let middle = 0;
  if (lons.length) {
    let gap = lons[0] + 360 - lons[lons.length - 1], after = lons[0];
    for (let i = 1; i < lons.length; i += 1) {
      if (lons[i] - lons[i - 1] > gap) { gap = lons[i] - lons[i - 1]; after = lons[i]; }
    }
    middle = after + (360 - gap) / 2;
  }
  const lats = shown.map((p) => p.entity.lat);
  const parallel = lats.length ? (Math.min(...lats) + Math.max(...lats)) / 2 : 20;
  const squeeze = Math.max(0.25, Math.cos(parallel * Math.PI / 180));
  const turn = (lon) => ((lon - middle + 540) % 360 + 360) % 360 - 180;
  const across = (lon) => lon * squeeze;
  const x = (lon) => across(turn(lon)), y = (lat) => -lat;

  // ---------------------------------------------------------------------------------- drawing
  const base = draw("g", { "aria-hidden": "true" });
  const rings = draw("g", { "aria-hidden": "true" });
  const marks = draw("g", {});
  svg.append(base, rings, marks);
  const worlds = [-360, 0, 360];
  let path = "";
  for (const flat of land) {
    let px = 0, py = 0, west = Infinity, east = -Infinity;
    const points = [];
    for (let i = 0; i < flat.length; i += 2) {
      px += flat[i]; py += flat[i + 1];
      const lon = px / 20 - middle;
      points.push([lon, -py / 20]);
      west = Math.min(west, lon); east = Math.max(east, lon);
    }
    for (let world = -720; world <= 720; world += 360) {
      if (east + world < -185 || west + world > 185) continue;
      path += "M" + points.map(([a, b]) => `${across(a + world).toFixed(2)} ${b.toFixed(2)}`).join("L") + "Z";
    }
  }
  base.append(draw("path", { class: "land", d: path }));

  const circle = ({ lat, lon, radius }) => {
    const reach = Math.min(radius / 6371.0088, Math.PI * 0.98), from = lat * Math.PI / 180;
    const centre = turn(lon), points = [];
    let before = 0;
    for (let i = 0; i <= 72; i += 1) {
      const bearing = i * Math.PI / 36;
      const to = Math.asin(Math.sin(from) * Math.cos(reach) + Math.cos(from) * Math.sin(reach) * Math.cos(bearing));
      let by = Math.atan2(Math.sin(bearing) * Math.sin(reach) * Math.cos(from), Math.cos(reach) - Math.sin(from) * Math.sin(to)) * 180 / Math.PI;
      while (by - before > 180) by -= 360;
      while (by - before < -180) by += 360;
      before = by;
      points.push([centre + by, to * 180 / Math.PI]);
    }
    // Around a pole the line does not come back to where it began: the pole closes it.
    if (Math.abs(points[72][0] - points[0][0]) > 180) {
      const pole = lat > 0 ? 90 : -90;
      points.sort((a, b) => a[0] - b[0]);
      for (const [world, end] of [[-360, "unshift"], [360, "push"]]) {
        const copy = points.slice(0, 73).map(([a, b]) => [a + world, b]);
        if (end === "push") points.push(...copy); else points.unshift(...copy);
      }
      points.push([points[points.length - 1][0], pole], [points[0][0], pole]);
    }
    return `M${points.map(([a, b]) => `${across(a).toFixed(3)} ${(-b).toFixed(3)}`).join("L")}Z`;
  };

  // Places on one spot are drawn around it, and said to be: none hides another.
  const spots = new Map();
  shown.forEach((place) => {
    const key = `${place.entity.lat.toFixed(2)} ${place.entity.lon.toFixed(2)}`;
    if (!spots.has(key)) spots.set(key, []);
    spots.get(key).push(place);
  });
  let piled = 0;
  spots.forEach((group) => {
    if (group.length > 1) piled += group.length;
    group.forEach((place, i) => {
      const angle = 2 * Math.PI * i / group.length;
      place.shift = group.length > 1 ? [11 * Math.cos(angle), 11 * Math.sin(angle)] : [0, 0];
      place.shared = group.length - 1;
    });
  });
  if (piled) document.getElementById("mapnote").append(` ${piled} places share a spot with another and are drawn around it.`);

  shown.slice().reverse().forEach((place) => {
    const { entity } = place;
    const area = isArea(place);
    const times = place.n === 1 ? "1 mention" : `${place.n} mentions`;
    const mark = draw("g", {
      class: `place-mark${area ? " area" : ""}${place.literal ? "" : " hollow"}`, role: "button",
      tabindex: "-1", "data-place": place.id,
      "aria-label": `${entity.name}: ${area ? "an area, " : ""}${times}`,
    });
    if (area) {
      place.ring = draw("path", { class: "ring", d: circle(entity) });
      rings.append(place.ring);
      mark.append(draw("path", { class: "cross", d: "M-5 0H5M0 -5V5" }));
    } else {
      place.size = Math.min(15, 4 + 1.8 * Math.sqrt(place.n));
      mark.append(draw("circle", { class: "dot", r: place.size }));
    }
    mark.append(draw("circle", { class: "dot hit", r: 13 }));
    place.label = draw("text", { x: (place.size || 5) + 4, y: 4 }, entity.name);
    mark.append(place.label);
    mark.addEventListener("click", () => choose(place.first, "map"));
    mark.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(place.first, "map"); }
    });
    marks.append(mark);
    place.mark = mark;
  });

  const view = { k: 1, x: 0, y: 0 };
  const place_ = () => {
    const transform = `translate(${view.x.toFixed(2)} ${view.y.toFixed(2)}) scale(${view.k.toFixed(5)})`;
    base.setAttribute("transform", transform);
    rings.setAttribute("transform", transform);
    // What is chosen is named first, then what is mentioned most; no name covers another.
    const taken = [];
    const named = [...shown].sort((a, b) => b.mark.classList.contains("chosen") - a.mark.classList.contains("chosen"));
    for (const place of named) {
      const px = view.x + view.k * x(place.entity.lon) + place.shift[0];
      const py = view.y + view.k * y(place.entity.lat) + place.shift[1];
      place.mark.setAttribute("transform", `translate(${px.toFixed(1)} ${py.toFixed(1)})`);
      const width = place.entity.name.length * 6.6 + 6;
      const left = px + (place.size || 5) + 2;
      const box = [left, py - 9, left + width, py + 9];
      const free = taken.every((t) => box[2] < t[0] || box[0] > t[2] || box[3] < t[1] || box[1] > t[3]);
      const visible = free || place.mark.classList.contains("chosen");
      place.label.style.display = visible ? "" : "none";
      if (visible) taken.push(box);
    }
  };
  const size = () => { const b = svg.getBoundingClientRect(); return [b.width || 600, b.height || 350]; };
  const fit = () => {
    const [w, h] = size();
    let west = -170 * squeeze, east = 170 * squeeze, north = -80, south = 65;
    if (shown.length) {
      const xs = shown.map((p) => x(p.entity.lon)), ys = shown.map((p) => y(p.entity.lat));
      const margin = Math.max(1.2, (Math.max(...xs) - Math.min(...xs)) * 0.08, (Math.max(...ys) - Math.min(...ys)) * 0.08);
      west = Math.min(...xs) - margin; east = Math.max(...xs) + margin;
      north = Math.min(...ys) - margin; south = Math.max(...ys) + margin;
    }
    view.k = Math.min(w / (east - west), h / (south - north), 60);
    view.x = w / 2 - view.k * (west + east) / 2;
    view.y = h / 2 - view.k * (north + south) / 2;
    place_();
  };
  const zoom = (factor, cx = size()[0] / 2, cy = size()[1] / 2) => {
    const k = Math.min(4000, Math.max(0.8, view.k * factor)), f = k / view.k;
    view.x = cx - f * (cx - view.x); view.y = cy - f * (cy - view.y); view.k = k;
    place_();
  };
  document.getElementById("in").addEventListener("click", () => zoom(1.6));
  document.getElementById("out").addEventListener("click", () => zoom(1 / 1.6));
  document.getElementById("fit").addEventListener("click", fit);
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const b = svg.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY / 400), event.clientX - b.left, event.clientY - b.top);
  }, { passive: false });
  const fingers = new Map();
  svg.addEventListener("pointerdown", (event) => {
    if (event.target.closest(".place-mark")) return;
    fingers.set(event.pointerId, [event.clientX, event.clientY]); svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = [event.clientX, event.clientY];
    if (fingers.size === 2) {
      const other = [...fingers.entries()].find(([id]) => id !== event.pointerId)[1];
      const length = (p) => Math.hypot(p[0] - other[0], p[1] - other[1]) || 1;
      const b = svg.getBoundingClientRect();
      zoom(length(now) / length(before), (now[0] + other[0]) / 2 - b.left, (now[1] + other[1]) / 2 - b.top);
    } else { view.x += now[0] - before[0]; view.y += now[1] - before[1]; place_(); }
    fingers.set(event.pointerId, now);
  });
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, (event) => fingers.delete(event.pointerId));

  // ---------------------------------------------------------------------------------- choosing
  const spans = document.querySelectorAll(".m[data-m]");
  const byNumber = new Map(), byEntity = new Map();
  spans.forEach((span) => {
    const number = Number(span.dataset.m), entity = mentions[number].entity;
    if (!byNumber.has(number)) byNumber.set(number, []);
    byNumber.get(number).push(span);
    if (entity) { if (!byEntity.has(entity)) byEntity.set(entity, []); byEntity.get(entity).push(span); }
  });
  let current = null, opener = null;
  const clear = () => {
    document.querySelectorAll(".chosen, .same").forEach((node) => node.classList.remove("chosen", "same"));
  };
  const percent = (score) => `${(100 * score).toFixed(score > 0.995 || score < 0.005 ? 1 : 0)} %`;

  const describe = (number) => {
    const m = mentions[number], entity = m.entity && entities[m.entity];
    const box = document.createDocumentFragment();
    const close = make("button", { type: "button", class: "close" }, "Close");
    close.addEventListener("click", dismiss);
    box.append(close, make("h2", { dir: "auto" }, entity ? entity.name : m.text));
    const where = entity && [entity.about, entity.in].filter(Boolean).join("; ");
    if (where) box.append(make("p", { dir: "auto" }, where));
    if (m.reason) box.append(make("p", { dir: "auto" }, m.reason));
    const list = make("dl");
    const row = (name, value) => { if (value) { list.append(make("dt", {}, name)); const dd = make("dd"); dd.append(value); list.append(dd); } };
    row("In the text", m.text);
    row("Kind", m.kind);
    row("Role", m.role && m.role + (m.sure !== undefined ? ` (${percent(m.sure)} sure)` : ""));
    if (entity) row("Probability", percent(m.score));
    if (m.nil) row("Not linked", { no_candidates: "nothing is known under this name", low_score: `no candidate is likely enough; the best has ${percent(m.score)}`, not_an_entity: "it is not meant as a name here" }[m.nil] || m.nil);
    row("Matched", m.match);
    if (entity && entity.precision) row("Its point", `${entity.precision}, within ${entity.radius} km`);
    if (m.other && entities[m.other]) {
      const other = entities[m.other];
      row(entity ? "Runner-up" : "Likeliest", `${other.name}${other.in ? `, ${other.in}` : ""}${m.otherScore !== undefined ? ` (${percent(m.otherScore)})` : ""}`);
    }
    box.append(list);
    if (entity && entity.offices) {
      const offices = make("ul"); entity.offices.forEach((o) => offices.append(make("li", {}, o)));
      box.append(make("p", {}, "Offices held:"), offices);
    }
    if (m.why) {
      const why = make("ul");
      m.why.forEach(([signal, weight]) => why.append(make("li", { title: signals[signal] || "" }, `${signal}: ${weight > 0 ? "+" : ""}${weight}`)));
      box.append(make("p", {}, "Evidence, in log-odds:"), why);
    }
    const links = make("p");
    if (entity && entity.wikidata) links.append(make("a", { href: `https://www.wikidata.org/wiki/${encodeURIComponent(entity.wikidata)}`, rel: "noreferrer noopener" }, `Wikidata ${entity.wikidata}`), " ");
    if (entity && entity.geonames) links.append(make("a", { href: `https://www.geonames.org/${encodeURIComponent(entity.geonames)}`, rel: "noreferrer noopener" }, `GeoNames ${entity.geonames}`));
    if (links.childNodes.length) box.append(links);
    return box;
  };

  const choose = (number, from) => {
    clear();
    current = number;
    opener = document.activeElement;
    const m = mentions[number];
    (byEntity.get(m.entity) || []).forEach((span) => span.classList.add("same"));
    (byNumber.get(number) || []).forEach((span) => span.classList.add("chosen"));
    const place = places.get(m.entity);
    if (place) {
      place.mark.classList.add("chosen");
      if (place.ring) place.ring.classList.add("chosen");
      marks.append(place.mark);
      const [w, h] = size();
      const px = view.x + view.k * x(place.entity.lon), py = view.y + view.k * y(place.entity.lat);
      if (px < 20 || py < 20 || px > w - 20 || py > h - 20) { view.x += w / 2 - px; view.y += h / 2 - py; }
      place_();
    }
    panel.replaceChildren(describe(number));
    panel.scrollTop = 0;
    if (from !== "text") { const span = byNumber.get(number); if (span) span[0].scrollIntoView({ block: "nearest" }); }
  };
  const dismiss = () => {
    clear();
    if (opener && opener.focus && document.contains(opener)) opener.focus();
    current = null;
    panel.replaceChildren(hint);
    place_();
  };

  // One stop of the tab key for all names of the texts; arrows go from name to name.
  const order = [...spans];
  if (order.length) order[0].setAttribute("tabindex", "0");
  let stop = 0;
  const go = (index) => {
    order[stop].setAttribute("tabindex", "-1");
    stop = (index + order.length) % order.length;
    order[stop].setAttribute("tabindex", "0");
    order[stop].focus();
  };
  const indexOf = new Map(order.map((span, i) => [span, i]));
  document.getElementById("text").addEventListener("keydown", (event) => {
    const span = event.target.closest(".m[data-m]");
    if (!span) return;
    const at = indexOf.get(span);
    const moves = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: order.length - 1 };
    if (event.key in moves) { event.preventDefault(); go(moves[event.key]); }
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(Number(span.dataset.m), "text"); }
  });
  document.addEventListener("click", (event) => {
    const span = event.target.closest("[data-m]");
    if (!span) return;
    if (indexOf.has(span)) go(indexOf.get(span));
    choose(Number(span.dataset.m), indexOf.has(span) ? "text" : "list");
    if (!indexOf.has(span)) panel.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && current !== null) dismiss(); });
  let waiting = 0;
  window.addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(fit, 120); });
  svg.setAttribute("aria-label", `Map of the ${shown.length} places named; they are listed below`);
  fit();
  document.documentElement.dataset.ready = "true";
})();
