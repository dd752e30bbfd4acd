"use strict";
// Elements: the text of a run reaches them as text, never as markup.

const data = JSON.parse(document.getElementById("data").textContent);

function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

function shape(name, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function filled(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

function place(name) { return document.querySelector(`[data-chart="${name}"]`); }

/// A group of buttons of which one is chosen.
function choice(label, options, chosen, onChange) {
  const group = element("div", { class: "choice", role: "group", "aria-label": label });
  for (const option of options) {
    const button = element("button",
      { type: "button", "aria-pressed": String(option.key === chosen), "data-key": option.key },
      option.label);
    button.addEventListener("click", () => {
      for (const other of group.children) other.setAttribute("aria-pressed", String(other === button));
      onChange(option.key);
    });
    group.append(button);
  }
  return group;
}

/// A button that is on or off.
function toggle(label, isOn, onChange, attributes = {}) {
  const button = element("button",
    { type: "button", class: "toggle", "aria-pressed": String(isOn), ...attributes }, label);
  button.addEventListener("click", () => {
    const next = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(next));
    onChange(next);
  });
  return button;
}

/// A list of names of which one is chosen; nothing to choose with a single one.
function picker(label, names, onChange) {
  const select = element("select", { "aria-label": label },
    ...names.map((name, index) => element("option", { value: index }, name)));
  select.addEventListener("change", () => onChange(Number(select.value)));
  return element("label", { class: "picker" }, element("span", {}, label), select);
}

/// Calls back with a place in an element: where a mouse moves, where a finger touches and moves.
/// Without one once a mouse has left; what a finger chose stays.
function onPoint(node, choose) {
  const read = event => {
    const box = node.getBoundingClientRect();
    choose(event.clientX - box.left, event.clientY - box.top);
  };
  node.addEventListener("pointerdown", read);
  node.addEventListener("pointermove", read);
  node.addEventListener("pointerleave", event => { if (event.pointerType === "mouse") choose(NaN, NaN); });
}

const fits = [];

/// Calls back with the width of an element now, and whenever it changes.
function onWidth(node, draw) {
  let last = 0;
  const fit = () => {
    const width = Math.floor(node.clientWidth);
    if (width > 0 && width !== last) { last = width; draw(width); }
  };
  fits.push(fit);
  new ResizeObserver(fit).observe(node);
}

/// Paper has a width of its own, and no observer tells in time: all is drawn anew before and after.
function printing() {
  for (const [event, isPrinting] of [["beforeprint", true], ["afterprint", false]]) {
    addEventListener(event, () => {
      document.documentElement.classList.toggle("printing", isPrinting);
      for (const fit of fits) fit();
    });
  }
}
