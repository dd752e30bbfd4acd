# The same model in a shell: jq -n -c --unbuffered -f model_rules.jq
def decision: {type: "decision", ts: .ts, id: .id};
foreach inputs as $line ({hit_rate: {}, drawdown: 0};
  .answer = null
  | if $line.type == "header" then
      .answer = {type: "header", protocol: 1,
        stages: [{name: "rules", version: "1.0", config: {hash: "rules-1.0"}}]}
    elif $line.type == "signal_metrics" then
      .hit_rate[$line.detector] = (if $line.known >= 20 then $line.hit_rate else null end)
    elif $line.type == "book_metrics" then .drawdown = $line.drawdown
    elif $line.type == "decide" then
      .answer = ($line | decision) + (
        if (.hit_rate[$line.detector] // 1) < 0.4 then {action: "skip", reason: "often wrong"}
        elif ($line.bars_since_entry // 100) < 5 then {action: "wait"}
        elif .drawdown > 0.02 then {action: "reduce", size_multiplier: 0.5}
        else {action: "enter"} end)
    elif $line.type == "mark" then .answer = $line
    else . end;
  .answer // empty)
