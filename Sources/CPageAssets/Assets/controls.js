// What is done once, when the page is there.

function tabs() {
  for (const list of document.querySelectorAll("[role=tablist]")) {
    const all = [...list.children];
    const choose = chosen => {
      for (const tab of all) {
        const isChosen = tab === chosen;
        tab.setAttribute("aria-selected", String(isChosen));
        tab.tabIndex = isChosen ? 0 : -1;
        document.getElementById(tab.getAttribute("aria-controls")).classList.toggle("folded", !isChosen);
      }
    };
    for (const [index, tab] of all.entries()) {
      tab.addEventListener("click", () => choose(tab));
      tab.addEventListener("keydown", event => {
        const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (!step) return;
        const next = all[(index + step + all.length) % all.length];
        choose(next);
        next.focus();
      });
    }
    choose(all[0]);
  }
}

/// Follows the reader's system until asked otherwise.
function schemes() {
  const root = document.documentElement, button = document.getElementById("scheme");
  button.addEventListener("click", () => {
    const isDark = root.dataset.scheme ? root.dataset.scheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.scheme = isDark ? "light" : "dark";
  });
}

tabs();
schemes();
printing();
if (runs.length) {
  drawEquity(place("equity"));
  drawRolling(place("rolling"));
  if (data.prices) drawPrice(place("price"));
  if (data.returns) drawRoundTrips(place("roundtrips"));
  drawTripTable(place("trips"));
  if (data.signals?.length) drawSignals(place("signals"));
}
drawSurface(place("surface"));
drawParallel(place("parallel"));
requestAnimationFrame(() => requestAnimationFrame(() => {
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}));
