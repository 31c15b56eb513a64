"use strict";
// The map: outlines and places drawn as SVG in Mercator's projection, which keeps shapes, so that a
// circle on the ground is nearly one on the map. Distances on it are degrees of longitude. The world
// repeats to both sides, and a place is drawn where it is nearest to the middle of the view: nothing
// breaks at the 180th meridian. Latitudes end at 86 degrees.

const makeMap = (svg, basemap, page) => {
  const SVG = "http://www.w3.org/2000/svg";
  const RAD = Math.PI / 180, EARTH_KM = 6371.0088, STEPS = 40, TOP = 86;
  const MARK = 13; // pixels: closer than this, places are drawn around their spot
  const MOST_AROUND = 8; // more of them are one counted mark
  const CLOSEST = 4000; // pixels a degree
  const INNER = 30; // pixels a degree, from which on provinces are drawn
  const ARROWS = 5; // to places outside the view, those mentioned most

  const draw = (name, attributes = {}, text = null) => {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (text !== null) node.textContent = text;
    return node;
  };
  const wrap = (lon) => ((lon + 180) % 360 + 360) % 360 - 180;
  const northing = (lat) => {
    const inside = Math.max(-TOP, Math.min(TOP, lat)) * RAD;
    return -Math.log(Math.tan(Math.PI / 4 + inside / 2)) / RAD;
  };
  const line = (points) => `M${points.map((p) => `${p[0].toFixed(3)} ${p[1].toFixed(3)}`).join("L")}`;

  // -------------------------------------------------------------------------------- the basemap

  const arcs = basemap.arcs.map((flat) => {
    const points = [];
    for (let i = 0, x = 0, y = 0; i < flat.length; i += 2) {
      x += flat[i];
      y += flat[i + 1];
      points.push([x / STEPS, northing(y / STEPS)]);
    }
    return points;
  });
  const area = (rings) => rings.map((ring) => {
    const points = ring.flatMap((i) => (i < 0 ? [...arcs[~i]].reverse() : arcs[i]));
    return `${line(points)}Z`;
  }).join("");
  const edges = new Set(basemap.edges);
  const borders = arcs.filter((_, i) => !edges.has(i)).map(line).join("");

  const world = draw("g", { id: "world" });
  const under = draw("g", { class: "tiles" }), tiles = makeTiles(under, draw, page.tiles);
  const rings = draw("g"), near = draw("path", { class: "land" }), inner = draw("path", { class: "border inner" });
  world.append(
    draw("path", { class: "land", d: area(basemap.land) }),
    near,
    draw("path", { class: "lake", d: area(basemap.lakes) }),
    inner,
    draw("path", { class: "border", d: borders }),
    under,
    rings,
  );
  const base = draw("g", { "aria-hidden": "true" });
  base.append(world, draw("use", { href: "#world", x: -360 }), draw("use", { href: "#world", x: 360 }));
  const context = draw("g", { class: "context", "aria-hidden": "true" });
  const leaders = draw("path", { class: "leader", "aria-hidden": "true" });
  const hits = draw("g", { "aria-hidden": "true" });
  const marks = draw("g");
  const names = draw("g", { class: "names", "aria-hidden": "true" });
  svg.append(base, context, leaders, hits, marks, names);

  const known = [
    ...basemap.countries.map((row) => ({ row, sort: "country", from: 0.7 * 1.75 ** row[3] })),
    ...basemap.towns.map((row) => ({ row, sort: "town", from: [7, 10, 16, 26, 42][row[3]] })),
  ].map(({ row, sort, from }) => (
    { name: row[0], lon: row[1] / STEPS, y: northing(row[2] / STEPS), sort, from }
  ));

  // What lies around the places: outlines of provinces; and towns, each its name, longitude and
  // latitude in thousandths of a degree, and the scale from which it is drawn. Those that the basemap
  // has too are drawn once.
  let local = [];
  const surround = ({ towns, provinces } = { towns: [], provinces: [] }) => {
    const drawn = provinces.map((one) => outline({ outline: one }));
    near.setAttribute("d", drawn.map(({ inside }) => inside).join(""));
    inner.setAttribute("d", drawn.map(({ edge }) => edge).join(""));
    const isKnown = (town) => known.some((one) => (
      one.name === town.name && Math.abs(one.lon - town.lon) < 0.2 && Math.abs(one.y - town.y) < 0.2
    ));
    local = towns.map(([name, x, y, from]) => ({ name, lon: x / 1000, y: northing(y / 1000), sort: "town", from }))
      .filter((town) => !isKnown(town));
  };

  // --------------------------------------------------------------------------------- the places

  let places = [], story = [], groups = [], taken = new Set(), chosen = null, pointed = null;
  const fitButton = document.getElementById("fit");
  const view = { k: 1, lon: 0, y: 0, w: 600, h: 350 };

  // The circle of so many kilometres on the globe. Around a pole its line does not close, and the
  // edge of the map closes it.
  const circle = ({ lat, lon, radius }) => {
    const reach = Math.min(radius / EARTH_KM, Math.PI * 0.98), from = lat * RAD;
    const points = [];
    for (let i = 0, before = 0; i <= 144; i += 1) {
      const bearing = i * Math.PI / 72;
      const sine = Math.sin(from) * Math.cos(reach)
        + Math.cos(from) * Math.sin(reach) * Math.cos(bearing);
      const to = Math.asin(Math.max(-1, Math.min(1, sine)));
      let by = Math.atan2(
        Math.sin(bearing) * Math.sin(reach) * Math.cos(from),
        Math.cos(reach) - Math.sin(from) * Math.sin(to),
      ) / RAD;
      by += 360 * Math.round((before - by) / 360);
      before = by;
      points.push([lon + by, northing(to / RAD)]);
    }
    const edge = line(points);
    const turned = points[144][0] - points[0][0];
    if (Math.abs(turned) < 180) return { edge, inside: `${edge}Z` };
    const pole = northing(lat > 0 ? 90 : -90);
    return { edge, inside: `${line([...points, [points[144][0], pole], [points[0][0], pole]])}Z` };
  };

  // The outline of an area, where the data have one: steps in hundredths of a degree. Along the 180th
  // meridian, where it was cut, and along the pole it is no border.
  const FINE = 100;
  const outline = ({ outline: flatRings }) => {
    let edge = "", inside = "";
    for (const flat of flatRings) {
      const points = [];
      for (let i = 0, x = 0, y = 0; i < flat.length; i += 2) {
        x += flat[i];
        y += flat[i + 1];
        points.push([x, y]);
      }
      const atEdge = ([x, y]) => Math.abs(x) === 180 * FINE || y === -90 * FINE;
      const drawn = points.map(([x, y]) => [x / FINE, northing(y / FINE)]);
      inside += `${line(drawn)}Z`;
      drawn.forEach(([x, y], i) => {
        const cut = i === 0 || (atEdge(points[i]) && atEdge(points[i - 1]));
        edge += `${cut ? "M" : "L"}${x.toFixed(3)} ${y.toFixed(3)}`;
      });
    }
    return { edge, inside };
  };
  const isRinged = ({ precision, radius, feature = "" }) => (
    precision === "area-centroid" && radius <= framing.RINGED && !framing.LINES.test(feature)
  );

  const isArea = (place) => /centroid/.test(place.precision);
  const at = (place) => [
    view.w / 2 + wrap(place.lon - view.lon) * view.k,
    view.h / 2 + (place.y - view.y) * view.k,
  ];

  const makeMark = (place) => {
    const times = place.mentions === 1 ? "1 mention" : `${place.mentions} mentions`;
    place.called = `${place.name}: ${place.area ? "an area, " : ""}${times}`;
    const mark = draw("g", {
      class: `mark${place.area ? " area" : ""}${place.literal ? "" : " hollow"}`,
      role: "button", tabindex: "-1", "data-place": place.index, "aria-label": place.called,
    });
    const r = place.size;
    mark.append(place.area
      ? draw("path", { class: "dot", d: `M0 ${-r - 1}L${r + 1} 0L0 ${r + 1}L${-r - 1} 0Z` })
      : draw("circle", { class: "dot", r }));
    return mark;
  };
  // What lies outside the view is an arrow on its edge: the same mark, so that it is chosen alike.
  const setAway = (place, spot) => {
    if (!spot && !place.arrow?.parentNode) return;
    place.arrow ??= draw("path", { class: "arrow", d: "M11 0L-6 8L-2 0L-6 -8Z" });
    place.mark.classList.toggle("away", Boolean(spot));
    place.mark.setAttribute("aria-label", spot ? `${place.called}; outside the view` : place.called);
    place.label.textContent = spot?.more ? `${place.name} +${spot.more}` : place.name;
    if (!spot) { place.arrow.remove(); return; }
    place.arrow.setAttribute("transform", `rotate(${spot.angle.toFixed(0)})`);
    if (!place.arrow.parentNode) place.mark.append(place.arrow);
  };

  const show = (found) => {
    places = found.map((place) => ({ ...place, y: northing(place.lat), area: isArea(place) }));
    places.sort((a, b) => b.mentions - a.mentions || a.index - b.index);
    places.forEach((place, i) => { Object.assign(place, { prominent: i < 4, rank: i }); });
    rings.replaceChildren();
    for (const place of places) {
      place.size = Math.min(12, 3.2 + 1.5 * Math.sqrt(place.mentions));
      place.mark = makeMark(place);
      // A finger needs more room than a dot. It lies below all dots, so that it covers none.
      place.hit = draw("circle", { class: "hit", r: 13 });
      place.hit.mark = place.mark;
      place.label = draw("text", {}, place.name);
      if (!place.area || !(place.outline || isRinged(place))) continue;
      const { edge, inside } = place.outline ? outline(place) : circle(place);
      const sort = `ring${place.outline ? " outline" : ""}${place.literal ? "" : " hollow"}`;
      place.ring = draw("g", { class: sort });
      place.ring.append(draw("path", { class: "inside", d: inside }), draw("path", { class: "edge", d: edge }));
    }
    // The large lie below the small.
    const drawn = places.filter((place) => place.ring);
    rings.append(...drawn.sort((a, b) => b.radius - a.radius).map((place) => place.ring));
    marks.replaceChildren(...places.map((place) => place.mark).reverse());
    hits.replaceChildren(...places.map((place) => place.hit).reverse());
    if (places.length) places[0].mark.setAttribute("tabindex", "0");
    taken = new Set(places.map((place) => place.name));
    chosen = pointed = null;
    story = framing.story(places);
    grouped = 0;
    fit(story);
  };

  // ------------------------------------------------- places on one spot: around it, or counted

  const apart = (a, b) => Math.hypot(wrap(a.lon - b.lon), a.y - b.y);
  const group = () => {
    // Who is on a counted mark stays there, or on the first of what was counted.
    const held = groups.find((g) => g.pile?.contains(document.activeElement))?.of[0];
    groups.forEach((g) => g.pile?.remove());
    groups = [];
    for (const place of places) {
      const near = groups.find((g) => {
        const reach = Math.max(MARK, 0.7 * (place.size + g.of[0].size));
        return apart(place, g) < reach / view.k;
      });
      if (near) near.of.push(place);
      else groups.push({ lon: place.lon, y: place.y, of: [place] });
    }
    // A counted mark is large, and takes in what it would hide.
    for (const g of groups.filter((one) => one.of.length > MOST_AROUND)) {
      if (!g.of.length) continue;
      const hidden = groups.filter((one) => one !== g && apart(one, g) < 2 * MARK / view.k);
      for (const one of hidden) g.of.push(...one.of.splice(0));
    }
    groups = groups.filter((g) => g.of.length);
    for (const g of groups) {
      const n = g.of.length, around = n > 1 && n <= MOST_AROUND;
      const width = g.of.reduce((sum, place) => sum + 2 * place.size + 3, 0);
      const r = Math.max(g.of[0].size + 2, width / (2 * Math.PI));
      g.of.forEach((place, i) => {
        const turn = 2 * Math.PI * i / n - Math.PI / 2;
        place.group = g;
        place.shift = around ? [r * Math.cos(turn), r * Math.sin(turn)] : [0, 0];
        place.mark.style.display = n > MOST_AROUND && place !== chosen ? "none" : "";
        place.hit.style.display = place.mark.style.display;
      });
      if (n > MOST_AROUND) g.pile = makePile(g);
    }
    // One stop of the tab key for all marks.
    const stop = places.find((place) => place.mark.getAttribute("tabindex") === "0");
    if (stop && stop.mark.style.display === "none") {
      stop.mark.setAttribute("tabindex", "-1");
      const next = places.find((place) => place.mark.style.display === "");
      next?.mark.setAttribute("tabindex", "0");
    }
    if (held) (held.group.pile ?? held.mark).focus({ preventScroll: true });
  };
  const makePile = (g) => {
    const pile = draw("g", {
      class: "pile", role: "button", tabindex: "0",
      "aria-label": `${g.of.length} places close together: ${g.of.slice(0, 5).map((p) => p.name).join(", ")}…`,
    });
    pile.append(draw("circle", { r: 14 }), draw("text", { y: 4 }, String(g.of.length)));
    pile.places = g.of;
    marks.append(pile);
    return pile;
  };
  const openPile = (pile) => {
    const k = view.k;
    fit(pile.places);
    if (view.k < k * 1.2) page.list(pile.places);
  };

  // ------------------------------------------------------------------------------------- names

  const NAME = "600 12px system-ui, sans-serif";
  const pen = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  const widthOf = (text, font) => {
    const key = font + text;
    if (!widths.has(key)) {
      pen.font = font;
      widths.set(key, pen.measureText(text).width);
    }
    return widths.get(key);
  };
  const clear = (box, others) => others.every(
    (o) => box[2] < o[0] || box[0] > o[2] || box[3] < o[1] || box[1] > o[3],
  );
  const inSight = (box) => box[0] > 2 && box[1] > 2 && box[2] < view.w - 2 && box[3] < view.h - 2;

  // Greedy: what is chosen first, then what is mentioned most; right, left, below, above.
  const writeNames = (spots) => {
    const boxes = spots.map(({ x, y, size }) => [x - size, y - size, x + size, y + size]);
    boxes.push([view.w - 112, 0, view.w, 44], [0, view.h - 34, 190, view.h]);
    const first = ({ place, away }) => (place === chosen ? 3 : place === pointed ? 2 : away ? 1 : 0);
    const written = [], texts = boxes.slice(-2);
    const order = [...spots.keys()].filter((i) => spots[i].place);
    order.sort((a, b) => first(spots[b]) - first(spots[a]) || a - b);
    for (const i of order) {
      const { place, x, y, size } = spots[i];
      const w = widthOf(place.label.textContent, NAME) + 4, d = size + 3;
      const choices = [
        [x + d, y - 8.5, x + d + w, y + 8.5], [x - d - w, y - 8.5, x - d, y + 8.5],
        [x - w / 2, y + d, x + w / 2, y + d + 17], [x - w / 2, y - d - 17, x + w / 2, y - d],
      ];
      for (const from of spots[i].away ? [x - d, x + d - w] : []) {
        choices.push([from, y + d, from + w, y + d + 17], [from, y - d - 17, from + w, y - d]);
      }
      const others = boxes.filter((_, j) => j !== i);
      let box = choices.find((b) => inSight(b) && clear(b, others));
      // What the text is most about has a name, and so has an arrow: on other marks if need be, but
      // on no other name.
      if (!box && (place.prominent || spots[i].away)) {
        const covered = (b) => others.filter((o) => !clear(b, [o])).length;
        [box] = choices.filter((b) => inSight(b) && clear(b, texts))
          .sort((a, b) => covered(a) - covered(b));
      }
      if (!box && first(spots[i])) box = choices.find(inSight);
      if (!box) continue;
      boxes.push(box);
      texts.push(box);
      place.label.setAttribute("class", `name${place.area ? " area" : ""}${place === chosen ? " chosen" : ""}`);
      place.label.setAttribute("x", (box[0] + 2).toFixed(1));
      place.label.setAttribute("y", (box[1] + 12.5).toFixed(1));
      written.push(place.label);
    }
    names.replaceChildren(...written);
    return boxes;
  };

  // What else is there, in grey, where room is left: countries, towns.
  const writeContext = (boxes) => {
    const found = [];
    for (const known_ of [...known, ...local]) {
      if (view.k < known_.from || taken.has(known_.name)) continue;
      const [x, y] = at(known_);
      if (x < 0 || y < 0 || x > view.w || y > view.h) continue;
      const town = known_.sort === "town";
      const w = widthOf(known_.name, "11px system-ui, sans-serif") * (town ? 1 : 1.2) + 6;
      const box = town ? [x - 3, y - 8, x + w + 4, y + 8] : [x - w / 2, y - 8, x + w / 2, y + 8];
      if (!inSight(box) || !clear(box, boxes)) continue;
      boxes.push(box);
      if (town) found.push(draw("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: 1.8 }));
      const where = { class: known_.sort, x: (town ? x + 5 : x).toFixed(1), y: (y + 4).toFixed(1) };
      found.push(draw("text", where, known_.name));
      if (found.length > 80) break;
    }
    context.replaceChildren(...found);
  };

  // ------------------------------------------------------------------------------------ the view

  let grouped = 0, frame = 0, fitted = places; // what is all in sight, until the reader moves the map
  const paint = () => {
    frame = 0;
    if (grouped !== view.k) { group(); grouped = view.k; }
    fitButton.textContent = fitted === places && story.length < places.length ? "Story" : "All";
    fitButton.setAttribute("aria-label", fitButton.textContent === "All" ? "Show all places" : "Show where the story is");
    const x = view.w / 2 - view.lon * view.k, y = view.h / 2 - view.y * view.k;
    inner.style.display = view.k < INNER ? "none" : "";
    base.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${view.k.toFixed(5)})`);
    svg.setAttribute("viewBox", `0 0 ${view.w} ${view.h}`);
    const spots = [];
    let lines = "";
    for (const g of groups) {
      if (g.pile) {
        let [px, py] = at(g);
        if (isOutside(px, py)) ({ x: px, y: py } = framing.edge(px, py, view));
        g.pile.setAttribute("transform", `translate(${px.toFixed(1)} ${py.toFixed(1)})`);
        spots.push({ x: px, y: py, size: 15 });
        if (!g.of.includes(chosen)) continue;
      }
      const [gx, gy] = at(g);
      for (const place of g.pile ? [chosen] : g.of) {
        const around = g.of.length > 1 && !g.pile;
        const [px, py] = around ? [gx + place.shift[0], gy + place.shift[1]] : [gx, gy];
        if (around) lines += line([at(place), [px, py]]);
        spots.push({ place, x: px, y: py, size: place.size });
      }
    }
    const outside = pointAway(spots);
    for (const { place, x: px, y: py } of spots.filter((spot) => spot.place)) {
      for (const node of [place.mark, place.hit]) {
        node.setAttribute("transform", `translate(${px.toFixed(1)} ${py.toFixed(1)})`);
      }
    }
    leaders.setAttribute("d", lines);
    tiles.follow(view, soon);
    if (tiles.work()) { writeNames(spots); context.replaceChildren(); } // they have names of their own
    else writeContext(writeNames(spots));
    page.scale(view.k / Math.max(0.05, Math.cos(latitude(view.y) * RAD)) / (EARTH_KM * RAD));
    const crowd = (some) => some.reduce((sum, g) => sum + g.of.length, 0);
    const seen = groups.filter((g) => !isOutside(...at(g)));
    page.crowd(crowd(seen.filter((g) => g.of.length > 1 && !g.pile)), crowd(seen.filter((g) => g.pile)), outside);
  };
  const isOutside = (x, y) => x < 0 || y < 0 || x > view.w || y > view.h;
  // Puts arrows to what is out of sight, and returns how many places that is.
  const pointAway = (spots) => {
    const arrows = [], away = spots.filter((spot) => spot.place && isOutside(spot.x, spot.y));
    away.sort((a, b) => a.place.rank - b.place.rank);
    const hidden = new Set(away), inView = away.length ? spots.filter((spot) => !hidden.has(spot)) : [];
    for (const spot of away) {
      const edge = framing.edge(spot.x, spot.y, view);
      const near = arrows.find(({ from }) => Math.abs(from.x - edge.x) < 90 && Math.abs(from.y - edge.y) < 26);
      if (near) near.more += 1;
      else if (arrows.length < ARROWS) {
        const to = framing.free(edge, widthOf(spot.place.name, NAME) + 26, [...inView, ...arrows], view);
        arrows.push(Object.assign(spot, to, { away: true, from: edge, more: 0, size: 12 }));
      }
    }
    for (const spot of spots) if (spot.place) setAway(spot.place, spot.away ? spot : null);
    return away.length;
  };
  const latitude = (y) => (2 * Math.atan(Math.exp(-y * RAD)) - Math.PI / 2) / RAD;
  const soon = () => { if (!frame) frame = requestAnimationFrame(paint); };

  // From so far away all of the map is in sight, the marks at its edges too.
  const farthest = () => Math.min(view.w / 360, (view.h - 2 * MARK) / (2 * northing(-TOP)));
  const settle = () => {
    view.k = Math.min(CLOSEST, Math.max(farthest(), view.k));
    const room = view.h / 2 / view.k, end = northing(-TOP);
    view.y = room >= end ? 0 : Math.max(room - end, Math.min(end - room, view.y));
    view.lon = wrap(view.lon);
  };
  const measure = () => {
    const box = svg.getBoundingClientRect();
    if (box.width) [view.w, view.h] = [Math.round(box.width), Math.round(box.height)];
  };

  // A window of another size shows what it showed before: all, or what the reader has moved to.
  const resize = () => {
    if (fitted) return fit(fitted);
    measure();
    settle();
    return soon();
  };

  // All of some places in sight.
  const fit = (some = places) => {
    fitted = some === places || some === story ? some : null;
    measure();
    let { west, east, north, south } = { west: -150, east: 150, north: northing(72), south: northing(-52) };
    let least = 0;
    if (some.length) {
      ({ west, east, north, south } = framing.extent(some));
      least = fitted ? framing.least(some) : 0.02;
    }
    // Above are the buttons, which take more room than what is below.
    const w = Math.max(view.w - 90, 60), h = Math.max(view.h - 96, 60);
    view.k = Math.min(w / Math.max(east - west, least), h / Math.max(south - north, least));
    view.lon = (west + east) / 2;
    view.y = (north + south) / 2 - 10 / view.k;
    settle();
    if (frame) cancelAnimationFrame(frame);
    paint();
  };
  const zoom = (factor, x = view.w / 2, y = view.h / 2) => {
    const before = view.k;
    fitted = null;
    view.k = Math.min(CLOSEST, Math.max(farthest(), before * factor));
    view.lon += (x - view.w / 2) * (1 / before - 1 / view.k);
    view.y += (y - view.h / 2) * (1 / before - 1 / view.k);
    settle();
    soon();
  };
  const pan = (dx, dy) => {
    fitted = null;
    view.lon -= dx / view.k;
    view.y -= dy / view.k;
    settle();
    soon();
  };
  const reveal = (place) => {
    const [x, y] = at(place);
    if (x < 30 || y < 30 || x > view.w - 30 || y > view.h - 30) {
      fitted = null;
      view.lon = place.lon;
      view.y = place.y;
      settle();
    }
  };

  const bring = (mark) => {
    const place = placeOf(Number(mark.dataset.place ?? NaN));
    if (!place) return;
    reveal(place);
    soon();
  };

  // ------------------------------------------------------------------------ chosen, pointed at

  const marked = (place, name, on) => {
    if (!place) return;
    place.mark.classList.toggle(name, on);
    place.ring?.classList.toggle(name, on);
  };
  const placeOf = (index) => places.find((place) => place.index === index) ?? null;
  const choose = (index) => {
    marked(chosen, "chosen", false);
    chosen = placeOf(index);
    marked(chosen, "chosen", true);
    if (chosen) {
      reveal(chosen);
      marks.append(chosen.mark);
    }
    grouped = 0; // what is chosen is in no pile
    soon();
  };
  const point = (index) => {
    if ((pointed?.index ?? null) === index) return;
    marked(pointed, "pointed", false);
    pointed = placeOf(index);
    marked(pointed, "pointed", true);
    soon();
  };

  // All places; once more, where the story is.
  const fitNext = () => fit(fitted === places && places.length ? story : places);
  page.gestures({ svg, zoom, pan, fit: fitNext, openPile, order: () => places, bring });
  return { credit: tiles.credit, show, surround, choose, point, resize };
};
