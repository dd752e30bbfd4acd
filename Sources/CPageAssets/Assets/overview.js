// The whole run in a strip, with a window over the part that is shown.

function overview(series, style) {
  const height = 46;
  const host = element("div", { class: "overview" });
  const pane = element("div", {
    class: "window", tabindex: 0, role: "slider", "aria-label": "The part of the run that is shown",
    "aria-valuemin": 0, "aria-valuemax": 100,
  }, element("i", { class: "left" }), element("i", { class: "right" }));
  const share = ms => (ms - view.first) / (view.last - view.first || 1);

  onWidth(host, width => {
    const range = series.range(view.first, view.last);
    const scale = new Scale(...roomy(range), 3, height - 3);
    const drawing = frame(width, height, "The whole run");
    drawing.append(shape("path", {
      class: `line ${style}`,
      d: path(series.points(view.first, view.last, width).points, ms => share(ms) * width, value => scale.y(value)),
    }));
    host.replaceChildren(drawing, pane);
  });

  const place = () => {
    pane.style.left = `${share(view.from) * 100}%`;
    pane.style.width = `${(share(view.to) - share(view.from)) * 100}%`;
    pane.setAttribute("aria-valuenow", Math.round(share((view.from + view.to) / 2) * 100));
    pane.setAttribute("aria-valuetext", `${timeText(view.from)} to ${timeText(view.to)}`);
  };
  view.listen(place);
  place();

  let drag = null;
  const timeOf = event => {
    const box = host.getBoundingClientRect();
    return view.first + (event.clientX - box.left) / box.width * (view.last - view.first);
  };
  host.addEventListener("pointerdown", event => {
    host.setPointerCapture(event.pointerId);
    const part = event.target.className;
    const ms = timeOf(event);
    // Beside the window: it comes to the pointer.
    if (ms < view.from || ms > view.to) view.show(ms - (view.to - view.from) / 2, ms + (view.to - view.from) / 2);
    drag = { part, ms, from: view.from, to: view.to };
  });
  host.addEventListener("pointermove", event => {
    if (!drag) return;
    const moved = timeOf(event) - drag.ms;
    if (drag.part === "left") view.show(Math.min(drag.from + moved, drag.to), drag.to);
    else if (drag.part === "right") view.show(drag.from, Math.max(drag.to + moved, drag.from));
    else view.show(drag.from + moved, drag.to + moved);
  });
  for (const name of ["pointerup", "pointercancel"]) host.addEventListener(name, () => { drag = null; });
  pane.addEventListener("keydown", event => {
    const move = { ArrowLeft: -0.1, ArrowRight: 0.1 }[event.key];
    if (!move) return;
    event.preventDefault();
    view.pan(move);
  });
  return host;
}
