import Foundation
import SFTestSupport
import Testing

/// The figures of a run by Python, from its lines and the definitions alone.
@Suite(.enabled(if: Shell.has("python3"), "needs python3"))
struct FigureOracleTests {
  /// 125 days over the turn of a year; the market is down to open positions at times, the strategy
  /// both ways, and two symbols are held beside each other.
  private static let run = """
    sf-ingest --synthetic --symbols BTCUSDT,ETHUSDT --seed 11 --bars 3000 --interval 1h \
      --start 2023-11-10 |
      sf-features sma:10 sma:30 | sf-detect sma_cross:10,30 |
      sf-strategy --allow-short --exit tp_sl:take_profit_pct=0.03,stop_loss_pct=0.02 \
      --size fixed_fraction:0.4 -q > run.jsonl
    sf-report run.jsonl --format json --confidence --resamples 100 > report.json
    """

  private static let script = """
    import json, math
    lines = [json.loads(line) for line in open("run.jsonl")]
    capital = 10000.0
    equity, held, ends, marks, last, market = [], [], [], [], capital, capital
    for line in lines:
        if line["type"] == "equity": last, market = line["equity"], line["buy_hold"]
        if line["type"] == "mark":
            equity.append(last); held.append(market); marks.append(line["ts"])
    equity[-1], held[-1] = last, market
    # A day, month or year ends with the mark at its 00:00, which is in the one before.
    import datetime as dt
    def before(ts): return dt.datetime.fromisoformat(ts[:-1]) - dt.timedelta(milliseconds=1)
    def returns(values, key):
        ends = {}
        for ts, value in zip(marks, values): ends[key(before(ts))] = value
        path = [capital] + list(ends.values())
        return list(ends), [b / a - 1 for a, b in zip(path, path[1:])]
    day = lambda t: t.date()
    r, b = returns(equity, day)[1], returns(held, day)[1]
    n = len(r)
    def mean(x): return math.fsum(x) / len(x)
    m, mb = mean(r), mean(b)
    def moment(k): return mean([(x - m) ** k for x in r])
    def quantile(share):
        order, place = sorted(r), share * (n - 1)
        low = int(place)
        return order[low] + (place - low) * (order[min(low + 1, n - 1)] - order[low])
    low = quantile(0.05)
    covariance = math.fsum((x - m) * (y - mb) for x, y in zip(r, b))
    variance = math.fsum((y - mb) ** 2 for y in b)
    beta = covariance / variance
    closed = [line for line in lines if line["type"] == "position" and line["status"] == "closed"]
    gains = [p["pnl"] / (p["entry_price"] * p["quantity"]) for p in closed]
    def streak(sign):
        most = now = 0
        for p in closed:
            now = now + 1 if p["pnl"] * sign > 0 else 0
            most = max(most, now)
        return most
    summary = {
        "daily_returns": n,
        "volatility_fraction": math.sqrt(math.fsum((x - m) ** 2 for x in r) / (n - 1)) * math.sqrt(365),
        "value_at_risk_fraction": -low,
        "expected_shortfall_fraction": -mean([x for x in r if x <= low]),
        "omega": math.fsum(max(x, 0) for x in r) / math.fsum(max(-x, 0) for x in r),
        "tail_ratio": quantile(0.95) / -low,
        "beta": beta, "alpha_fraction": (m - beta * mb) * 365,
        "daily_skew": moment(3) / moment(2) ** 1.5, "daily_kurtosis": moment(4) / moment(2) ** 2,
        "average_win_fraction": mean([g for g, p in zip(gains, closed) if p["pnl"] > 0]),
        "average_loss_fraction": mean([g for g, p in zip(gains, closed) if p["pnl"] < 0]),
        "most_wins_in_a_row": streak(1), "most_losses_in_a_row": streak(-1)}
    # Each stretch below the highest equity so far, as a list of marks.
    high, falls, now, peak = capital, [], None, marks[0]
    for ts, value in zip(marks, equity):
        if value < high:
            if now is None: now = {"from": peak, "high": high, "path": []}
            now["path"].append((value, ts))
        else:
            if now: falls.append({**now, "recovered": ts})
            high, now, peak = value, None, ts
    if now: falls.append({**now, "recovered": None})
    def depth(fall): return (fall["high"] - min(fall["path"])[0]) / fall["high"]
    drawdowns = [{
        "depth_fraction": depth(fall), "from": fall["from"], "marks": len(fall["path"]),
        "lowest_ts": min(fall["path"])[1], "recovered_ts": fall["recovered"]}
        for fall in sorted(falls, key=lambda fall: -depth(fall))[:10]]
    names, own = returns(equity, lambda t: t.year)
    market = returns(held, lambda t: t.year)[1]
    high, deepest = capital, {}
    for ts, value in zip(marks, equity):
        high = max(high, value)
        year = before(ts).year
        deepest[year] = max(deepest.get(year, 0), (high - value) / high)
    years = []
    for name, a, c in zip(names, own, market):
        trips = [p for p in closed if p["exit_ts"][:4] == str(name)]
        years.append({
            "year": str(name), "return_fraction": a, "buy_hold_return_fraction": c,
            "max_drawdown_fraction": deepest[name], "round_trips": len(trips),
            "win_rate_fraction": sum(p["pnl"] > 0 for p in trips) / len(trips),
            "pnl_quote": math.fsum(p["pnl"] for p in trips)})
    directions = []
    for side in ("long", "short"):
        trips = [(p, g) for p, g in zip(closed, gains) if p["direction"] == side]
        directions.append({
            "direction": side, "round_trips": len(trips),
            "win_rate_fraction": sum(p["pnl"] > 0 for p, _ in trips) / len(trips),
            "pnl_quote": math.fsum(p["pnl"] for p, _ in trips),
            "fees_quote": math.fsum(p["fees"] for p, _ in trips),
            "average_fraction": mean([g for _, g in trips])})
    expected = {"summary": summary, "drawdowns": drawdowns, "years": years, "directions": directions}
    report, count = json.load(open("report.json")), 0
    # One figure has one value, whichever table says it.
    rows = {row["figure"]: row for row in report["confidence"]}
    one = dict(total_return="total_return_fraction", cagr="cagr_fraction", sharpe="sharpe",
               sortino="sortino", calmar="calmar", max_drawdown="max_drawdown_fraction")
    for name, key in one.items():
        count += 1
        assert rows[name]["value"] == report["summary"][key], (name, rows[name])
        assert rows[name]["low"] <= rows[name]["median"] <= rows[name]["high"], rows[name]
    elapsed = (before(marks[-1]) - before(marks[0])) / dt.timedelta(days=1) + 1 / 24
    expected["summary"]["cagr_fraction"] = (equity[-1] / capital) ** (365 / elapsed) - 1
    def same(a, b):
        if isinstance(a, (int, float)) and isinstance(b, (int, float)):
            return abs(a - b) <= 1e-9 * max(1, abs(b))
        return a == b
    for table, rows in expected.items():
        found = report[table]
        if isinstance(rows, dict): found, rows = [found], [rows]
        assert len(found) == len(rows), (table, len(found), len(rows))
        for row, other in zip(found, rows):
            for key, value in other.items():
                count += 1
                assert same(row[key], value), (table, key, row[key], value)
    print(count)
    """

  @Test func `figures, drawdowns, years and sides are those of their definitions`() throws {
    let result = try Shell.run(
      "set -eo pipefail\n\(Self.run)\ncat > check.py && python3 check.py", input: Self.script)
    #expect(result.status == 0, "\(result.error)")
    #expect(Int(result.output.split(separator: "\n").last ?? "") ?? 0 > 60, "\(result.output)")
  }
}
