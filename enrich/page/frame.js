"use strict";
// What the map shows at first: where the story is. Places are in degrees of longitude (lon) and of
// Mercator's northing (y), with the numbers of their mentions.

const framing = (() => {
  const KM = 111.195; // of a degree of latitude
  const LEAST = 5; // degrees: nearer than this a map of a text does not open,
  const LOCAL = 1.6; // or than this, where it has several places to show there
  const FAR = 2.5; // a frame that is so many times as wide without some places does without them,
  const SHARE = 1 / 3; // as long as no more than this part of all mentions is theirs
  const RINGED = 300; // kilometres: no ring is drawn around what is larger,
  const LINES = /^(STM|CNL|WAD|RD|RR|TRL)/; // nor around rivers and roads
  const wrap = (lon) => ((lon + 180) % 360 + 360) % 360 - 180;

  // Small areas fit with their circles; of large ones and of rivers the middle must do.
  const reach = ({ radius = 0, feature = "" }) => (LINES.test(feature) ? 0 : Math.min(radius, RINGED));
  const pad = (place) => reach(place) / KM / Math.cos(Math.min(75, Math.abs(place.lat)) * Math.PI / 180);

  // The box around some places: the world is cut where the gap between them is widest.
  const extent = (some) => {
    const order = some.map((place) => [wrap(place.lon), place]).sort((a, b) => a[0] - b[0]);
    let gap = order[0][0] + 360 - order[order.length - 1][0], first = 0;
    for (let i = 1; i < order.length; i += 1) {
      if (order[i][0] - order[i - 1][0] > gap) [gap, first] = [order[i][0] - order[i - 1][0], i];
    }
    const widest = Math.max(...some.map(pad)), west = order[first][0];
    const ends = [order[first][1], order[(first || order.length) - 1][1]];
    let north = some[0], south = some[0];
    for (const place of some) {
      if (place.y - pad(place) < north.y - pad(north)) north = place;
      if (place.y + pad(place) > south.y + pad(south)) south = place;
    }
    return {
      west: west - widest, east: west + 360 - gap + widest, north: north.y - pad(north), south: south.y + pad(south),
      ends: [...ends, north, south],
    };
  };

  // The primary place and those that are meant literally, without what lies far from all of them.
  const story = (places) => {
    let kept = places.filter((place) => place.literal || place.primary), dropped = 0;
    if (!kept.length) return places;
    const weight = (some) => some.reduce((sum, place) => sum + (place.literal || 1), 0);
    const most = SHARE * weight(kept);
    const size = ({ west, east, north, south }) => Math.max(east - west, south - north, LEAST);
    for (;;) {
      const box = extent(kept);
      let best = null;
      for (const end of new Set(box.ends)) {
        const far = new Set(kept.filter((one) => Math.abs(wrap(one.lon - end.lon)) < LEAST && Math.abs(one.y - end.y) < LEAST));
        const rest = kept.filter((one) => !far.has(one));
        if (!rest.length || [...far].some((one) => one.primary) || dropped + weight([...far]) > most) continue;
        const left = size(extent(rest));
        if (size(box) >= FAR * left && (!best || left < best.left)) best = { rest, left };
      }
      if (!best) return kept;
      dropped += weight(kept) - weight(best.rest);
      kept = best.rest;
    }
  };

  // Where on the edge of a sheet what lies outside it is pointed to, and the angle of its arrow.
  const edge = (x, y, { w, h }) => {
    const dx = x - w / 2, dy = y - h / 2, inset = 16;
    const by = Math.min((w / 2 - inset) / Math.abs(dx || 1e-9), (h / 2 - inset) / Math.abs(dy || 1e-9));
    const spot = { x: w / 2 + dx * by, y: h / 2 + dy * by, angle: Math.atan2(dy, dx) * 180 / Math.PI };
    if (spot.x > w - 124 && spot.y < 58) spot.y = 58; // the buttons
    if (spot.x < 200 && spot.y > h - 46) spot.y = h - 46; // the scale
    return spot;
  };

  // Such a spot, moved along its edge where the arrow and its name, so many pixels wide, would lie
  // on a mark.
  const free = (spot, wide, marks, { w, h }) => {
    const isSide = spot.x < 20 || spot.x > w - 20;
    for (const by of [0, 28, -28, 56, -56, 84, -84]) {
      const x = isSide ? spot.x : spot.x + by, y = isSide ? spot.y + by : spot.y;
      if (x < 16 || x > w - 16 || y < 16 || y > h - 16 || (x > w - 124 && y < 58) || (x < 200 && y > h - 46)) continue;
      const from = isSide ? (x < w / 2 ? x : x - wide) : x - wide / 2;
      const isTaken = ({ x: mx, y: my, size }) => mx + size > from - 8 && mx - size < from + wide + 8 && Math.abs(my - y) < size + 10;
      if (!marks.some(isTaken)) return { ...spot, x, y };
    }
    return spot;
  };

  // How many degrees a map of some places opens with at least.
  const least = (some) => (some.length > 2 ? LOCAL : LEAST);

  return { LINES, RINGED, extent, story, least, edge, free };
})();
