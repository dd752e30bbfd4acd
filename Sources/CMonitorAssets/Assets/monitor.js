"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  let shown = null;
  let chosen = null;

  // Texts of sessions are set as texts, never read as markup.
  const node = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "click") element.addEventListener("click", value);
      else if (value !== null && value !== undefined) element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };
  const drawn = (name, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  const format = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
  const fine = new Intl.NumberFormat("en", { maximumSignificantDigits: 8 });
  const number = (value) => value === undefined ? "–" : format.format(value);
  const price = (value) => value === undefined ? "–" : fine.format(value);
  const percent = (value) => value === undefined ? "–" : format.format(value * 100) + " %";
  const time = (text) => text === undefined ? "–" : text.slice(0, 19).replace("T", " ");
  // In tables, where a year says nothing.
  const brief = (text) => time(text).slice(5, time(text).endsWith(":00") ? 16 : 19) || "–";
  const stateTone = (state) => ({ running: "good", ended: "soft", elsewhere: "soft" })[state] || "warn";
  const tone = (value) => value === undefined || value === 0 ? "" : value > 0 ? "good" : "bad";

  const table = (columns, rows, none) => {
    if (!rows.length) return node("p", { class: "soft" }, none);
    const head = node("tr", {}, ...columns.map(([title, kind]) =>
      node("th", { class: kind, scope: "col" }, title)));
    const body = rows.map((row) => node("tr", {}, ...row.map((cell, place) => {
      const [text, extra] = Array.isArray(cell) ? cell : [cell, ""];
      return node("td", { class: [columns[place][1], extra].join(" ").trim() || null }, text);
    })));
    return node("table", {}, node("thead", {}, head), node("tbody", {}, ...body));
  };
  const card = (id, title, ...children) =>
    node("section", { id, class: ["chart", "positions"].includes(id) ? "wide" : null }, node("h2", {}, title), ...children);
  const counts = (list) => list.map(([name, count]) => `${name} ${count}`).join(", ");

  const figures = (session) => {
    const entry = (title, text, style) =>
      node("div", {}, node("dt", {}, title), node("dd", { class: style || null }, text));
    const mode = session.mode === "active" ? "good" : "bad";
    return node("dl", {},
      entry("Equity", number(session.equity)), entry("Drawdown", percent(session.drawdown)),
      entry("Today", number(session.profit_today), tone(session.profit_today)),
      entry("Profit", number(session.profit), tone(session.profit)),
      entry("Round trips", number(session.trips)), entry("Hit rate", percent(session.hit_rate)),
      entry("Exposure", percent(session.exposure)),
      entry("Shortfall", session.shortfall_bps === undefined ? "–" : number(session.shortfall_bps) + " bps"),
      entry("Fills today", number(session.fills_today)), entry("Fees today", number(session.fees_today)),
      entry("Mode", session.mode + (session.word && session.mode !== "active" ? ` (${session.word})` : ""), mode),
      entry("State", session.state, stateTone(session.state)),
      entry("Mark", time(session.mark)), entry("Words not taken", number(session.untaken)));
  };

  const chart = (session) => {
    const curve = session.curve;
    if (curve.length < 2) return node("p", { class: "soft" }, "no equity yet");
    const cone = (session.cone || []).filter((row) => row.length > 1);
    const [first, last] = [curve[0][0], curve[curve.length - 1][0]];
    const within = cone.filter((row) => row[0] >= first - 86400000 && row[0] <= last + 86400000);
    const values = curve.map((point) => point[1]).concat(within.flatMap((row) => [row[1], row[row.length - 1]]));
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const x = (at) => 1000 * (at - first) / Math.max(1, last - first);
    const y = (value) => 195 - 190 * (value - low) / Math.max(1e-9, high - low);
    const path = (points) => points.map(([at, value], place) =>
      `${place ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join("");
    const picture = drawn("svg", { viewBox: "0 0 1000 200", preserveAspectRatio: "none", role: "img",
      "aria-label": `equity from ${number(low)} to ${number(high)}` });
    if (within.length > 1) {
      const edge = (place) => within.map((row) => [row[0], row[place]]);
      const top = edge(within[0].length - 1).reverse();
      picture.append(drawn("path", { class: "band", d: path(edge(1)) + path(top).replace("M", "L") + "Z" }));
      picture.append(drawn("path", { class: "middle", d: path(edge(3)) }));
    }
    picture.append(drawn("path", { class: "equity", d: path(curve) }));
    const said = `${number(low)} to ${number(high)}` + (within.length > 1 ? "; the band is what was expected, 5 to 95 %" : "");
    return node("div", {}, picture, node("p", { class: "soft" }, said));
  };

  const positions = (session) => table(
    [["Symbol", ""], ["Side", ""], ["Quantity", "number"], ["Entry", "number"], ["Close", "number"],
      ["Gain", "number"], ["Bars", "number"], ["Levels", ""]].concat(shown.control ? [["", ""]] : []),
    session.positions.map((position) => [
      position.symbol, position.direction, price(position.quantity), price(position.entry),
      price(position.close), [number(position.gain), tone(position.gain)], number(position.age),
      (position.levels || []).map(([name, level]) => `${name} ${price(level)}`).join(", ") || "–",
    ].concat(shown.control
      ? [node("button", { type: "button", click: () => ask(session, "exit", position.id) }, "exit")] : [])),
    "none");

  const parts = (session) => [
    card("figures", session.name, figures(session), reports(session),
      shown.control ? controls(session) : null),
    card("alerts", `Alerts (${session.alerts.length})`, table(
      [["Rule", ""], ["Since", ""], ["What", "text"]],
      session.alerts.map((alert) => [
        [alert.rule, alert.level === "error" ? "bad" : "warn"], brief(alert.since), alert.text]), "none")),
    card("chart", "Equity", chart(session)),
    card("positions", `Positions (${session.position_count})`, positions(session)),
    card("orders", `Orders under way (${session.order_count})`, table(
      [["Symbol", ""], ["Side", ""], ["Kind", ""], ["Quantity", "number"], ["Filled", "number"], ["Since", ""]],
      session.orders.map((order) => [order.symbol, order.side, order.kind, price(order.quantity),
        price(order.filled), brief(order.since)]), "none"),
      session.unknown.length ? node("p", { class: "bad" }, "unknown: " + session.unknown.join(", ")) : null),
    card("stages", "Stages", table(
      [["Stage", ""], ["State", "text"], ["Mark", ""], ["Lag s", "number"], ["Restarts", "number"], ["MB", "number"]],
      session.stages.map((stage) => [stage.name,
        [stage.state + (stage.reason ? `: ${stage.reason}` : ""), stateTone(stage.state)],
        brief(stage.mark), number(stage.lag), number(stage.restarts), number(stage.memory)]), "a stream, without stages")),
    card("signals", "Signals today", node("p", {}, counts(session.signals_today) || "none"), table(
      [["At", ""], ["Symbol", ""], ["Detector", ""], ["", ""]],
      session.signals.map((signal) => [brief(signal.at), signal.symbol, signal.detector, signal.direction]), "")),
    card("refusals", "Refusals today", node("p", {}, counts(session.refusals_today) || "none"), table(
      [["At", ""], ["Symbol", ""], ["By", ""], ["Reason", "text"]],
      session.refusals.map((refusal) => [brief(refusal.at), refusal.symbol, refusal.by, refusal.reason]), "")),
    card("detectors", "Hit rate by detector", table(
      [["Detector", ""], ["Round trips", "number"], ["Hit rate", "number"]],
      session.detectors.map((detector) => [detector.name, number(detector.trips), percent(detector.hit_rate)]),
      "no round trip yet")),
  ];

  const reports = (session) => {
    const report = (text, day) =>
      node("a", { href: `daily?session=${encodeURIComponent(session.name)}${day}` }, text);
    return node("p", {}, "Reports: ", report("today", ""), ", ", report("the day before", "&day=before"));
  };

  const controls = (session) => node("p", { class: "buttons" }, ...["reduce", "halt", "resume"].map((action) =>
    node("button", { type: "button", id: action, click: () => ask(session, action) }, action)));

  let pending = null;
  const ask = (session, action, target) => {
    const word = `${action} ${target || session.name}`;
    pending = { session: session.name, action, target };
    byId("dialog-title").textContent = word;
    byId("word").textContent = word;
    byId("answer").textContent = "";
    byId("confirm").value = "";
    byId("dialog").showModal();
  };

  byId("cancel").addEventListener("click", () => byId("dialog").close());
  byId("control").addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = byId("answer");
    try {
      const reply = await fetch("control", {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: "Bearer " + byId("token").value },
        body: JSON.stringify({ ...pending, reason: byId("reason").value, confirm: byId("confirm").value }),
      });
      const said = await reply.json();
      answer.className = reply.ok ? "good" : "bad";
      answer.textContent = said.text;
    } catch (error) {
      answer.className = "bad";
      answer.textContent = "no answer: " + error.message;
    }
  });

  const show = () => {
    if (!shown || !shown.sessions) return;
    const names = shown.sessions.map((session) => session.name);
    if (!names.includes(chosen)) chosen = names[0];
    byId("sessions").replaceChildren(...(names.length < 2 ? [] : names.map((name) =>
      node("button", { type: "button", "aria-pressed": String(name === chosen),
        click: () => { chosen = name; show(); } }, name))));
    const session = shown.sessions.find((one) => one.name === chosen);
    if (!session) return;
    const held = document.activeElement && document.activeElement.id;
    byId("main").replaceChildren(...parts(session));
    if (held && byId(held)) byId(held).focus();
    document.title = `${session.alerts.length ? `(${session.alerts.length}) ` : ""}${session.name} – sf-monitor`;
  };

  const link = (text, isLost) => {
    byId("link").textContent = text;
    byId("link").className = isLost ? "lost" : "";
  };
  const events = new EventSource("events");
  events.addEventListener("message", (event) => {
    shown = JSON.parse(event.data);
    link("live", false);
    show();
  });
  events.addEventListener("error", () => link("no connection: what is shown may be old", true));
})();
