// Numbers, times and their ticks as texts.

const minute = 60000, hour = 60 * minute, day = 24 * hour;

function fixed(value, decimals) {
  if (!Number.isFinite(value)) return "-";
  const text = value.toLocaleString("en-US",
    { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  // Minus zero means nothing here.
  const size = /[1-9]/.test(text) ? text : text.replace("-", "");
  return size.replace("-", "−").replaceAll(",", " ");
}

/// Two decimals, or four digits where there is nothing before the point.
function amount(value) {
  const size = Math.abs(value);
  if (size >= 1 || size === 0) return fixed(value, size >= 1e6 ? 0 : 2);
  return fixed(value, Math.min(8, 3 - Math.floor(Math.log10(size))));
}

function percent(value, decimals = 2) {
  return Number.isFinite(value) ? fixed(value * 100, decimals) + " %" : "-";
}

function timeText(ms, span = 0) {
  const text = new Date(ms).toISOString();
  return span > 400 * day ? text.slice(0, 10) : text.slice(0, 16).replace("T", " ");
}

function spanText(ms) {
  if (ms >= 2 * day) return fixed(ms / day, 1) + " d";
  if (ms >= 2 * hour) return fixed(ms / hour, 1) + " h";
  return ms >= 2 * minute ? fixed(ms / minute, 0) + " min" : fixed(ms / 1000, ms < 10000 ? 1 : 0) + " s";
}

function counted(count, noun) { return `${fixed(count, 0)} ${noun}${count === 1 ? "" : "s"}`; }

function stepOf(raw) {
  const power = 10 ** Math.floor(Math.log10(raw));
  const share = raw / power;
  return power * (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10);
}

/// Round values between two, about so many.
function ticks(low, high, count) {
  const step = stepOf((high - low) / count);
  const values = [];
  for (let index = Math.ceil(low / step); index * step <= high && values.length < 20; index++) {
    values.push(index * step);
  }
  return { values, decimals: Math.max(0, -Math.floor(Math.log10(step * 1.000001))) };
}

/// Round values on a logarithmic axis: 1, 2, 5 of each power, or linear ones where that is few.
function logTicks(low, high, count) {
  const values = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (const digit of [1, 2, 5]) {
      const value = digit * 10 ** power;
      if (value >= low && value <= high) values.push(value);
    }
  }
  if (values.length < 3) return ticks(low, high, count);
  const least = Math.min(...values);
  return { values, decimals: Math.max(0, -Math.floor(Math.log10(least * 1.000001))) };
}

const timeSteps = [1, 5, 15, 30, 60, 180, 360, 720, 1440, 2880, 10080].map(count => count * minute);

/// Round moments between two, at most about so many, with their texts.
function timeTicks(from, to, count) {
  const step = timeSteps.find(step => (to - from) / step <= count);
  const found = [];
  if (step) {
    for (let ms = Math.ceil(from / step) * step; ms <= to; ms += step) {
      const text = new Date(ms).toISOString();
      found.push({ ms, text: step < day && ms % day !== 0 ? text.slice(11, 16) : text.slice(5, 10) });
    }
    if (found.length) found[0].text = new Date(found[0].ms).toISOString().slice(0, step < day ? 16 : 10)
      .replace("T", " ");
    return found;
  }
  const month = ms => { const date = new Date(ms); return date.getUTCFullYear() * 12 + date.getUTCMonth(); };
  const months = [1, 2, 3, 6, 12, 24, 60, 120, 600, 1200]
    .find(step => (month(to) - month(from)) / step <= count) ?? 12000;
  for (let index = Math.ceil(month(from) / months) * months; index <= month(to); index += months) {
    const ms = Date.UTC(Math.floor(index / 12), index % 12, 1);
    if (ms < from || ms > to) continue;
    found.push({ ms, text: new Date(ms).toISOString().slice(0, months >= 12 ? 4 : 7) });
  }
  return found;
}
