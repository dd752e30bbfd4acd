// The same model for Node.
import { createInterface } from "node:readline";

const hitRate = new Map();
let drawdown = 0;
let answers = [];

function decide(request) {
  if ((hitRate.get(request.detector) ?? 1) < 0.4) return { action: "skip", reason: "often wrong" };
  if ((request.bars_since_entry ?? 100) < 5) return { action: "wait" };
  if (drawdown > 0.02) return { action: "reduce", size_multiplier: 0.5 };
  return { action: "enter" };
}

function flush() {
  process.stdout.write(answers.map((line) => JSON.stringify(line) + "\n").join(""));
  answers = [];
}

for await (const text of createInterface({ input: process.stdin })) {
  const line = JSON.parse(text);
  switch (line.type) {
    case "header": {
      const stage = { name: "rules", version: "1.0", config: { hash: "rules-1.0" } };
      answers.push({ type: "header", protocol: 1, stages: [stage] });
      flush();
      break;
    }
    case "signal_metrics":
      hitRate.set(line.detector, line.known >= 20 ? line.hit_rate : null);
      break;
    case "book_metrics":
      drawdown = line.drawdown;
      break;
    case "decide":
      answers.push({ type: "decision", ts: line.ts, id: line.id, ...decide(line) });
      break;
    case "mark":
      answers.push(line);
      flush();
  }
}
