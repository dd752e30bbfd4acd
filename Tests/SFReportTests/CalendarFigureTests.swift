import Foundation
import SFTestSupport
import Testing

/// The figures of markets that close, by Python's calendar and statistics, from the lines of a run.
@Suite(.enabled(if: Shell.has("python3"), "needs python3"))
struct CalendarFigureTests {
  /// Ten months with both changes of the clock; bars outside of the hours and on Saturday among them.
  private static let market = """
    import datetime as dt, random, sys, zoneinfo
    calendar, step = sys.argv[1], dt.timedelta(minutes=60)
    zone, random = zoneinfo.ZoneInfo("America/New_York"), random.Random(4)
    time, price = dt.datetime(2023, 9, 1, tzinfo=dt.timezone.utc), 100.0
    print("time,open,high,low,close")
    while time < dt.datetime(2024, 7, 1, tzinfo=dt.timezone.utc):
        local = time.astimezone(zone)
        day, hour = local.weekday(), local.hour
        if calendar == "us": isOpen = day < 5 and 8 <= hour < 20
        else: isOpen = day < 4 or (day == 4 and hour < 17) or (day == 6 and hour >= 17)
        if isOpen or random.random() < 0.002:
            after = round(price * (1 + random.gauss(0.0002, 0.004)), 4)
            high, low = max(price, after), min(price, after)
            print(f"{time:%Y-%m-%dT%H:%M:%SZ},{price},{high},{low},{after}")
            price = after
        time += step
    """

  private static let check = """
    import datetime as dt, json, math, statistics, sys, zoneinfo
    calendar, year = sys.argv[1], float(sys.argv[2])
    zone = zoneinfo.ZoneInfo("America/New_York")
    holidays = {"2023-09-04", "2023-11-23", "2023-12-25", "2024-01-01", "2024-01-15", "2024-02-19",
                "2024-03-29", "2024-05-27", "2024-06-19"} if calendar == "us" else set()
    def day(ts):
        at = dt.datetime.fromisoformat(ts).astimezone(zone) - dt.timedelta(milliseconds=1)
        # A day of currencies ends at five.
        if calendar == "24/5": at = at.replace(tzinfo=None) + dt.timedelta(hours=7)
        date = at.date()
        while date.weekday() > 4 or date.isoformat() in holidays: date += dt.timedelta(days=1)
        return date
    ends, last, market = {}, 10000.0, 10000.0
    for line in map(json.loads, open("run.jsonl")):
        if line["type"] == "equity": last, market = line["equity"], line["buy_hold"]
        if line["type"] == "mark": ends[day(line["ts"])] = (last, market)
    def returns(place):
        path = [10000.0] + [end[place] for end in ends.values()]
        return [b / a - 1 for a, b in zip(path, path[1:])]
    r, b = returns(0), returns(1)
    mean, deviation = statistics.fmean(r), statistics.stdev(r)
    beta = statistics.covariance(r, b) / statistics.variance(b)
    loss = math.sqrt(statistics.fmean(min(x, 0) ** 2 for x in r))
    expected = dict(
        daily_returns=len(r), sharpe=mean / deviation * math.sqrt(year),
        sortino=mean / loss * math.sqrt(year), volatility_fraction=deviation * math.sqrt(year),
        beta=beta, alpha_fraction=(mean - beta * statistics.fmean(b)) * year,
        days_per_year=year, calendar=calendar)
    weeks = len({(d.isocalendar().year, d.isocalendar().week) for d in ends})
    assert len(ends) <= 5 * weeks and len(ends) >= 5 * weeks - 13, (len(ends), weeks)
    for file in sys.argv[3:]:
        found = json.load(open(file))["summary"]
        for key, value in expected.items():
            same = found[key] == value if isinstance(value, str) else math.isclose(
                found[key], value, rel_tol=1e-9, abs_tol=1e-12)
            assert same, (file, key, found[key], value)
    """

  /// The calendar is said to the strategy, to the source alone, or to the report alone.
  @Test(arguments: [("us", 252), ("24/5", 260)])
  func `days and years of a calendar are those of its definition`(
    calendar: String, days: Int
  ) throws {
    let run = """
      set -eo pipefail
      cat > all.py
      python3 - \(calendar) > bars.csv << 'END'
      \(Self.market)
      END
      run() {
        sf-ingest -q bars.csv --symbol X --interval 1h $1 | sf-features sma:5 sma:15 |
          sf-detect sma_cross:5,15 | sf-strategy -q --allow-short --exit time:9 $2
      }
      run "" "--calendar \(calendar)" > run.jsonl
      sf-report -q run.jsonl --format json > a.json
      run "--calendar \(calendar)" "" > source.jsonl
      sf-report -q run.jsonl --format json --calendar \(calendar) > b.json
      python3 all.py \(calendar) \(days) a.json b.json
      mv source.jsonl run.jsonl
      sf-report -q run.jsonl --format json > c.json
      python3 all.py \(calendar) \(days) c.json
      sf-report -q run.jsonl --format json --calendar 24/7 | jq -c '.summary.days_per_year'
      """
    let result = try Shell.run(run, input: Self.check)
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output == "null\n")
  }
}
