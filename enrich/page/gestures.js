"use strict";
// How the map is moved: mouse, touch, keys, buttons. A finger that moves up or down scrolls the
// page; sideways, or two fingers, move the map.

const listenToMap = ({ svg, zoom, pan, fit, openPile, order, bring }, onChoose, onPoint) => {
  const STEP = 60; // pixels that an arrow key moves the map
  const inside = (event) => {
    const box = svg.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  const markOf = (event) => event.target.mark ?? event.target.closest(".mark, .pile");

  for (const [id, act] of [["in", () => zoom(1.6)], ["out", () => zoom(1 / 1.6)], ["fit", fit]]) {
    document.getElementById(id).addEventListener("click", act);
  }
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : 1);
    zoom(Math.exp(-Math.max(-120, Math.min(120, pixels)) / 300), ...inside(event));
  }, { passive: false });
  svg.addEventListener("dblclick", (event) => zoom(2, ...inside(event)));

  const fingers = new Map();
  svg.addEventListener("pointerdown", (event) => {
    if (event.button || markOf(event)) return;
    fingers.set(event.pointerId, inside(event));
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = inside(event);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const apart = (p) => Math.hypot(p[0] - other[0], p[1] - other[1]) || 1;
      zoom(apart(now) / apart(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
      pan((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    } else {
      pan(now[0] - before[0], now[1] - before[1]);
    }
    fingers.set(event.pointerId, now);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    svg.addEventListener(end, (event) => fingers.delete(event.pointerId));
  }

  // ---------------------------------------------------------------------------------- the marks

  const open = (mark, by) => {
    if (mark.classList.contains("pile")) openPile(mark);
    else onChoose(Number(mark.dataset.place), by);
  };
  svg.addEventListener("click", (event) => {
    const mark = markOf(event);
    if (mark) open(mark, "mouse");
  });
  const pointAt = (event) => {
    const mark = markOf(event);
    onPoint(mark?.dataset.place === undefined ? null : Number(mark.dataset.place));
  };
  svg.addEventListener("pointerover", pointAt);
  svg.addEventListener("pointerleave", () => onPoint(null));
  svg.addEventListener("focusin", pointAt);
  svg.addEventListener("focusout", () => onPoint(null));

  const neighbour = (mark, by) => {
    const all = [...order().map((place) => place.mark), ...svg.querySelectorAll(".pile")]
      .filter((one) => one.style.display !== "none");
    const next = all[(all.indexOf(mark) + by + all.length) % all.length];
    if (!next) return;
    mark.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
    bring(next); // focus that is out of sight is none
  };
  const onMark = {
    ArrowRight: (mark) => neighbour(mark, 1),
    ArrowDown: (mark) => neighbour(mark, 1),
    ArrowLeft: (mark) => neighbour(mark, -1),
    ArrowUp: (mark) => neighbour(mark, -1),
    Enter: (mark) => open(mark, "keys"),
    " ": (mark) => open(mark, "keys"),
  };
  const onMap = {
    ArrowRight: () => pan(-STEP, 0),
    ArrowLeft: () => pan(STEP, 0),
    ArrowDown: () => pan(0, -STEP),
    ArrowUp: () => pan(0, STEP),
    "+": () => zoom(1.6),
    "=": () => zoom(1.6),
    "-": () => zoom(1 / 1.6),
    0: fit,
  };
  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const mark = markOf(event);
    const act = (mark && onMark[event.key]) || onMap[event.key];
    if (!act) return;
    event.preventDefault();
    act(mark);
  });
};
