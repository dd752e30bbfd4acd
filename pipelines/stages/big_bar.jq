# Adds a signal behind each bar that gains more than 0.5 %. Every other line passes as it came.
if startswith("{\"type\":\"header\"") then
  fromjson | .stages += [{name: "big_bar", version: "1", config: {gain: 0.005}}] | tojson
else
  ., (fromjson
    | select(.type == "bar" and .close > .open * 1.005)
    | {type: "signal", ts, symbol, interval, detector: "big_bar", direction: "rise", strength: 1}
    | tojson)
end
