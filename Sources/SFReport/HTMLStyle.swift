/// How the page looks: in light and dark, on a desk, a phone and paper.
enum HTMLStyle {
  static let sheet = """

    :root { color-scheme: light dark; --page: #fcfcfb; --ink: #1a1a19; --soft: #5f5e5a;
      --line: #e3e2de; --equity: #2a6fc9; --hold: #8f8d86; --fall: #c8452f; --warn: #fbeee0; }
    @media (prefers-color-scheme: dark) { :root { --page: #1a1a19; --ink: #f2f1ec; --soft: #a9a79f;
      --line: #383734; --equity: #5b9ff0; --hold: #8f8d86; --fall: #ec7560; --warn: #3b2d1c; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 68rem; padding: 1.25rem 1rem 3rem; background: var(--page);
      color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
    h1 { font-size: 1.4rem; margin: 0; }
    h2 { font-size: .8rem; margin: 0 0 .4rem; text-transform: uppercase; letter-spacing: .06em;
      color: var(--soft); }
    h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
    .period { margin: .1rem 0 1.25rem; color: var(--soft); }
    .warning { padding: .6rem .8rem; background: var(--warn); }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr));
      gap: .5rem 1.5rem; margin-bottom: 1.5rem; }
    .tiles span { display: block; font-size: .8rem; color: var(--soft); }
    .tiles b { font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; }
    figure { margin: 0 0 1.25rem; }
    figcaption { font-size: .85rem; margin-bottom: .4rem; }
    .key { margin-left: .9rem; color: var(--soft); white-space: nowrap; }
    .key::before { content: ""; display: inline-block; width: .9rem; height: .2rem;
      margin-right: .35rem; vertical-align: .25rem; background: currentColor; }
    .key.equity::before { background: var(--equity); }
    .key.hold::before { background: var(--hold); }
    .key.drawdown::before { background: var(--fall); }
    .plot { position: relative; border-bottom: 1px solid var(--line); }
    .tall { height: 20rem; } .low { height: 8rem; }
    svg { position: absolute; left: 4rem; width: calc(100% - 4rem); height: 100%;
      overflow: hidden; }
    svg line { stroke: var(--line); vector-effect: non-scaling-stroke; }
    path { fill: none; stroke-width: 1.5; stroke-linejoin: round; stroke-linecap: round;
      vector-effect: non-scaling-stroke; }
    path.equity { stroke: var(--equity); } path.hold { stroke: var(--hold); }
    path.drawdown { stroke: var(--fall); stroke-width: 1; fill: var(--fall); fill-opacity: .22; }
    .plot span { position: absolute; left: 0; width: 3.6rem; text-align: right;
      font-size: .72rem; line-height: 1; transform: translateY(-50%); color: var(--soft);
      font-variant-numeric: tabular-nums; }
    .times { position: relative; margin-left: 4rem; height: 1.2rem; font-size: .72rem; color: var(--soft); }
    .times span { position: absolute; transform: translateX(-50%); white-space: nowrap; }
    .times .first { transform: none; } .times .last { transform: translateX(-100%); }
    .tables { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr));
      gap: 1.5rem 2.5rem; margin-top: 1.5rem; }
    .wide { grid-column: 1 / -1; min-width: 0; }
    .scroll { overflow-x: auto; }
    table { width: 100%; border-collapse: collapse; font-size: .875rem; }
    th, td { padding: .22rem .9rem .22rem 0; border-bottom: 1px solid var(--line);
      text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
    th { font-weight: 400; color: var(--soft); }
    th[scope=row], .text { text-align: left; }
    td:last-child, th:last-child { padding-right: 0; }
    td.text { white-space: normal; overflow-wrap: anywhere; }
    .notes { margin: 1.5rem 0; padding-left: 1.1rem; font-size: .875rem; color: var(--soft); }
    details { margin-top: 1.5rem; } summary { cursor: pointer; }
    dt { margin-top: .6rem; font-weight: 600; } dd { margin: 0; color: var(--soft); }

    """
}
