// Parallel coordinates: a line for each trial through its parameters to its figure.

function drawParallel(host) {
  if (!host || !sweep) return;
  const state = { figure: 0, share: 100, width: 0, hover: null };
  const canvas = element("div", { class: "parallel" });
  const readout = element("p", { class: "readout", "aria-live": "polite" });
  const slider = element("input", { type: "range", min: 1, max: 100, value: 100, "aria-label": "Share of the best trials" });
  const words = element("span", { class: "words" });
  const height = 340, bottom = 24, letter = 7.2;
  let top = 30;
  const ranked = () => {
    const isLess = sweep.figures[state.figure].isLess;
    return sweep.trials.filter(trial => Number.isFinite(trial.values[state.figure]))
      .sort((a, b) => (b.values[state.figure] - a.values[state.figure]) * (isLess ? -1 : 1));
  };
  const draw = () => {
    if (!state.width) return;
    const figure = sweep.figures[state.figure], all = ranked();
    if (!all.length) { canvas.replaceChildren(); readout.textContent = "No trial has this figure."; return; }
    const shown = all.slice(0, Math.max(1, Math.round(all.length * state.share / 100)));
    const [low, high] = extent(all.map(trial => trial.values[state.figure]));
    const axes = sweep.parameters.length + 1, pad = 46;
    const names = [...sweep.parameters.map(parameter => parameter.name), figure.label];
    const x = index => pad + index * (state.width - 2 * pad) / (axes - 1);
    // Names that would run into each other stand in two rows.
    let end = 0;
    const rows = names.some((name, index) => {
      const wide = name.length * letter;
      const from = index === 0 ? 4 : index === axes - 1 ? state.width - 4 - wide : x(index) - wide / 2;
      const isTight = from < end + 6;
      end = from + wide;
      return index && isTight;
    }) ? 2 : 1;
    top = 16 + 14 * rows;
    const down = share => height - bottom - share * (height - top - bottom);
    const points = trial => [
      ...trial.places.map((place, index) => [x(index), down(sweep.parameters[index].values.length > 1 ? place / (sweep.parameters[index].values.length - 1) : 0.5)]),
      [x(axes - 1), down((trial.values[state.figure] - low) / (high - low || 1))],
    ];
    const text = trial => "M" + points(trial).map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
    const drawing = frame(state.width, height, `All parameters and ${figure.label}`);
    // The weakest first, so that the strongest lie above; eight shades are enough to tell.
    const shades = 8;
    for (let shade = 0; shade < shades; shade++) {
      const part = shown.slice(Math.floor(shown.length * (shades - 1 - shade) / shades), Math.floor(shown.length * (shades - shade) / shades));
      if (!part.length) continue;
      drawing.append(shape("path", {
        class: "coordinate", d: part.map(text).join(""),
        style: `stroke: color-mix(in srgb, var(--gain) ${Math.round(shade / (shades - 1) * 100)}%, var(--loss)); stroke-opacity: ${Math.max(0.12, Math.min(0.8, 60 / shown.length))}`,
      }));
    }
    if (state.hover) drawing.append(shape("path", { class: "coordinate chosen", d: text(state.hover) }));
    sweep.parameters.forEach((parameter, index) => drawing.append(...axis(x(index), parameter.name, parameter.values[0], parameter.values.at(-1), index, rows)));
    drawing.append(...axis(x(axes - 1), figure.label, figureText(figure, low), figureText(figure, high), axes - 1, rows));
    canvas.replaceChildren(drawing);
    words.textContent = `the best ${shown.length} of ${all.length}`;
    const trial = state.hover ?? shown[0];
    readout.textContent = (state.hover ? "" : "Best: ")
      + sweep.parameters.map((parameter, index) => `${parameter.name} ${parameter.values[trial.places[index]]}`).join(", ")
      + ` → ${sweep.figures.slice(0, 4).map((figure, index) => `${figure.label.split(",")[0]} ${figureText(figure, trial.values[index])}`).join(", ")}`;
    canvas.find = (px, py) => closest(shown, trial => {
      const line = points(trial), next = line.findIndex(([x]) => x >= px);
      if (next < 1) return Infinity;
      const [[ax, ay], [bx, by]] = [line[next - 1], line[next]];
      return Math.abs(ay + (by - ay) * (px - ax) / (bx - ax) - py);
    });
  };
  const axis = (x, name, least, most, index, rows) => {
    const last = sweep.parameters.length, anchor = index === 0 ? "start" : index === last ? "end" : "middle";
    const at = index === 0 ? 4 : index === last ? state.width - 4 : x;
    return [
      shape("line", { class: "axis-line", x1: x, x2: x, y1: top, y2: height - bottom }),
      shape("text", { class: "name", x: at, y: top - 18 - (rows - 1 - index % rows) * 14, "text-anchor": anchor }, name),
      shape("text", { x, y: top - 4, "text-anchor": "middle" }, most), shape("text", { x, y: height - 8, "text-anchor": "middle" }, least),
    ];
  };
  slider.addEventListener("input", () => { state.share = Number(slider.value); state.hover = null; draw(); });
  onPoint(canvas, (x, y) => {
    state.hover = canvas.find?.(x, y) ?? null;
    draw();
  });
  host.append(
    element("div", { class: "toolbar" },
      picker("Figure", sweep.figures.map(figure => figure.label), index => { state.figure = index; draw(); }),
      element("label", { class: "picker" }, "Best", slider), words),
    element("figure", {}, canvas), readout);
  onWidth(canvas, width => { state.width = width; draw(); });
}
