// Trials of a sweep: a figure over two parameters, and all parameters side by side.

const sweep = data.sweep && readSweep(data.sweep);

function readSweep({ parameters, figures, trials, values }) {
  const columns = values.map(unpacked);
  return {
    parameters, figures,
    trials: trials.map((places, index) => ({ places, values: columns.map(column => column ? column[index] : NaN) })),
  };
}

function figureText(figure, value) {
  if (!Number.isFinite(value)) return "-";
  if (figure.isFraction) return percent(value);
  return Number.isInteger(value) ? String(value) : fixed(value, 2);
}

/// Above zero one hue, below it another; on one side of zero from the weakest to the strongest.
function heat(value, low, high) {
  const crosses = low < 0 && high > 0;
  const share = crosses ? Math.abs(value) / Math.max(-low, high) : (value - low) / (high - low || 1);
  const hue = crosses ? (value < 0 ? "loss" : "gain") : "equity";
  return `fill: color-mix(in srgb, var(--${hue}) ${Math.round(8 + 50 * share)}%, var(--card))`;
}

function extent(values) {
  const finite = values.filter(Number.isFinite);
  return [Math.min(...finite), Math.max(...finite)];
}

const combine = {
  mean: values => values.reduce((sum, value) => sum + value, 0) / values.length,
  best: values => Math.max(...values),
  worst: values => Math.min(...values),
};

function drawSurface(host) {
  if (!host || !sweep) return;
  const state = { figure: 0, x: 1, y: 0, how: "mean", width: 0, chosen: null };
  const surface = element("div", { class: "surface", tabindex: 0, role: "group", "aria-label": "The figure over two parameters. Arrow keys read the cells." });
  const readout = element("p", { class: "readout", "aria-live": "polite" });
  const names = sweep.parameters.map(parameter => parameter.name);
  const choose = key => index => { state[key] = index; state.chosen = null; draw(); };
  const select = (label, key, list) => {
    const node = picker(label, list, choose(key));
    node.querySelector("select").value = state[key];
    return node;
  };
  const bar = element("div", { class: "toolbar" }, select("Figure", "figure", sweep.figures.map(figure => figure.label)));
  if (names.length > 2) {
    bar.append(select("Across", "x", names), select("Down", "y", names),
      choice("Of trials that differ elsewhere", Object.keys(combine).map(key => ({ key, label: key })), "mean", key => { state.how = key; draw(); }));
  }
  const cells = () => {
    const groups = new Map();
    for (const trial of sweep.trials) {
      const value = trial.values[state.figure];
      if (!Number.isFinite(value)) continue;
      const key = `${trial.places[state.x]},${trial.places[state.y]}`;
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(value);
    }
    return groups;
  };
  const draw = () => {
    if (!state.width) return;
    const across = sweep.parameters[state.x].values, down = sweep.parameters[state.y].values;
    const left = Math.min(110, 16 + 7 * Math.max(...down.map(text => text.length))), inner = state.width - left - 4;
    const row = Math.max(6, Math.min(34, 420 / down.length)), height = row * down.length + 46;
    const step = inner / across.length, groups = cells(), figure = sweep.figures[state.figure];
    const drawing = frame(state.width, height, `${figure.label} by ${names[state.x]} and ${names[state.y]}`);
    const found = new Map([...groups].map(([key, values]) => [key, combine[state.how](values)]));
    const [low, high] = extent([...found.values()]);
    for (const [key, value] of found) {
      const [x, y] = key.split(",").map(Number);
      drawing.append(shape("rect", {
        class: `cell${key === state.chosen ? " chosen" : ""}`, x: left + x * step, y: y * row, style: heat(value, low, high),
        width: Math.max(1, step - 1), height: Math.max(1, row - 1),
      }));
      const text = figureText(figure, value);
      if (step > text.length * 7 && row > 16) {
        drawing.append(shape("text", { class: "value", x: left + (x + 0.5) * step, y: (y + 0.5) * row + 4, "text-anchor": "middle" }, text));
      }
    }
    drawing.append(...axisWords(across, down, { left, step, row, height, width: state.width }, names));
    surface.replaceChildren(drawing);
    surface.cell = (px, py) => {
      const x = Math.floor((px - left) / step), y = Math.floor(py / row);
      return x >= 0 && x < across.length && y >= 0 && y < down.length ? `${x},${y}` : null;
    };
    const [x, y] = (state.chosen ?? "").split(",").map(Number), values = groups.get(state.chosen);
    readout.textContent = values
      ? `${names[state.x]} ${across[x]}, ${names[state.y]} ${down[y]}: ${figure.label} ${figureText(figure, combine[state.how](values))}`
        + (values.length > 1 ? `, ${state.how} of ${values.length} trials` : "")
      : `${figure.label} from ${figureText(figure, low)} to ${figureText(figure, high)}`;
  };
  const axisWords = (across, down, { left, step, row, height, width }, names) => {
    const every = Math.ceil(Math.max(...across.map(text => text.length)) * 7 / step + 0.3), words = [];
    across.forEach((text, index) => {
      if (index % every === 0) words.push(shape("text", { x: left + (index + 0.5) * step, y: height - 28, "text-anchor": "middle" }, text));
    });
    const skip = Math.ceil(13 / row);
    down.forEach((text, index) => {
      if (index % skip === 0) words.push(shape("text", { x: left - 6, y: (index + 0.5) * row + 4, "text-anchor": "end" }, text));
    });
    words.push(shape("text", { class: "name", x: left + (width - left) / 2, y: height - 8, "text-anchor": "middle" }, `${names[state.x]} across, ${names[state.y]} down`));
    return words;
  };
  onPoint(surface, (x, y) => {
    const cell = surface.cell?.(x, y) ?? null;
    if (cell !== state.chosen) { state.chosen = cell; draw(); }
  });
  surface.addEventListener("keydown", event => {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!move) return;
    event.preventDefault();
    const [x, y] = (state.chosen ?? "0,0").split(",").map(Number);
    const fit = (value, list) => Math.max(0, Math.min(list.length - 1, value));
    state.chosen = state.chosen === null ? "0,0" : `${fit(x + move[0], sweep.parameters[state.x].values)},${fit(y + move[1], sweep.parameters[state.y].values)}`;
    draw();
  });
  host.append(bar, element("figure", {}, surface), readout);
  onWidth(surface, width => { state.width = width; draw(); });
}
