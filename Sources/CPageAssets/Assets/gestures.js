// Pointer, touch, wheel and keys on a chart over time.

const isTouched = matchMedia("(pointer: coarse)").matches;

function gestures(chart) {
  const host = chart.host;
  const pointers = new Map();
  const timeOf = event => chart.time(event.clientX - host.getBoundingClientRect().left);

  host.addEventListener("pointerdown", event => {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, event.clientX);
    if (event.pointerType === "mouse") {
      host.setPointerCapture(event.pointerId);
      chart.selection = [timeOf(event), timeOf(event)];
    }
    view.point(timeOf(event));
  });

  host.addEventListener("pointermove", event => {
    if (pointers.size === 2 && pointers.has(event.pointerId)) return pinch(event);
    if (pointers.has(event.pointerId)) pointers.set(event.pointerId, event.clientX);
    if (chart.selection) chart.selection[1] = timeOf(event);
    view.point(timeOf(event));
  });

  const release = event => {
    pointers.delete(event.pointerId);
    const selection = chart.selection;
    chart.selection = null;
    if (!selection) return;
    const [from, to] = [Math.min(...selection), Math.max(...selection)];
    // A click is no selection.
    if (chart.x(to) - chart.x(from) > 6) view.show(from, to); else view.changed();
  };
  host.addEventListener("pointerup", release);
  host.addEventListener("pointercancel", release);
  host.addEventListener("pointerleave", event => {
    if (event.pointerType === "mouse" && !chart.selection) view.point(null);
  });
  host.addEventListener("dblclick", () => view.reset());

  /// Two fingers: what was under them stays under them, so they also move what is shown.
  function pinch(event) {
    const left = host.getBoundingClientRect().left;
    const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, x]) => x);
    const before = pointers.get(event.pointerId) - other, after = event.clientX - other;
    pointers.set(event.pointerId, event.clientX);
    // Fingers that meet or pass each other say nothing.
    if (before * after > 0) view.zoom(before / after, chart.time(other - left));
  }

  // A plain wheel scrolls the page; with Ctrl, as touchpads say a pinch, it zooms.
  host.addEventListener("wheel", event => {
    if (event.ctrlKey || event.metaKey) view.zoom(1.0015 ** event.deltaY, timeOf(event));
    else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) view.pan(event.deltaX / chart.width);
    else return;
    event.preventDefault();
  }, { passive: false });

  host.addEventListener("keydown", event => {
    const step = (view.to - view.from) / 100;
    const middle = view.cursor ?? (view.from + view.to) / 2;
    const actions = {
      ArrowLeft: () => event.shiftKey ? view.pan(-0.1) : view.point(middle - step),
      ArrowRight: () => event.shiftKey ? view.pan(0.1) : view.point(middle + step),
      "+": () => view.zoom(0.5, middle), "=": () => view.zoom(0.5, middle),
      "-": () => view.zoom(2, middle), "0": () => view.reset(), Escape: () => view.point(null),
    };
    if (!actions[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    actions[event.key]();
  });
}
