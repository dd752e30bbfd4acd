# The first symbol waits and is entered with half, the other is skipped.
if .type == "header" then
  {type, protocol, stages: [{name: "halves", version: "1", config: {hash: "halves-1"}}]}
elif .type == "decide" then
  {type: "decision", ts, id}
    + (if .symbol == "B" then {action: "skip", reason: "not B"}
       elif .waited then {action: "reduce", size_multiplier: 0.5, confidence: 0.7}
       else {action: "wait"} end)
elif .type == "mark" then .
else empty end
