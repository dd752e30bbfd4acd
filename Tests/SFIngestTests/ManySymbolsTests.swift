import SFTestSupport
import Testing

/// Work that grows with the square of the symbols or columns would not end here.
@Suite struct ManySymbolsTests {
  @Test(arguments: [
    "sf-ingest m.jsonl", "sf-ingest m.csv --interval 1m", "sf-ingest m.csv --sort",
    "sf-ingest prints --interval 1m",
    "sf-cat wide.jsonl --type features --csv", "sf-cat many.jsonl --type features --csv",
  ])
  func `a hundred thousand of them are read`(command: String) throws {
    let result = try Shell.run(
      """
      cat > make.py <<'END'
      n = 100000
      bar = '{"type":"bar","ts":"%s","symbol":"S%06d","interval":"1m","open":1.0,"high":1.0,"low":1.0,"close":1.0}\\n'
      line = '{"type":"features","ts":"%s","symbol":"S%06d","interval":"1m","values":{%s}}\\n'
      with open('m.jsonl', 'w') as m, open('m.csv', 'w') as c, open('many.jsonl', 'w') as f, open('prints', 'w') as p:
          c.write('time,symbol,open,high,low,close\\n')
          for minute in (1, 2):
              ts = "2024-01-01T00:0%d:00.000Z" % minute
              for i in range(n):
                  m.write(bar % (ts, i))
                  f.write(line % (ts, i, '"a":1.0'))
                  c.write('%s,S%06d,1,1,1,1\\n' % (ts, i))
                  p.write('{"e":"trade","E":%d,"s":"S%06d","t":%d,"p":"1","q":"1","T":%d,"m":true,"M":true}\\n'
                          % (minute * 60000, i, minute, minute * 60000))
              m.write('{"type":"mark","ts":"%s"}\\n' % ts)
      with open('wide.jsonl', 'w') as w:
          for minute in (1, 2):
              for part in range(9):
                  w.write(line % ("2024-01-01T00:0%d:00.000Z" % minute, 1,
                                  ','.join('"c%d_%d":1.0' % (part, i) for i in range(10000))))
      END
      python3 make.py && timeout 40 \(command) > out; echo $?
      """)
    #expect(result.output == "0\n", "\(command): \(result.error)")
  }
}
