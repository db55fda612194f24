/** `1 site`, `3 sites`, `2 policies`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount} ${amount === 1 ? one : many}`;
}

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** `512 B`, `1.5 MB`; a kB is 1000 bytes. */
export function bytes(size: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(size, 1)) / 3));
  const value = size / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]}`;
}

/** How long ago, to the largest unit that fits: `42 s`, `5 min`, `3 h`, `12 d`; `unknown` of a date that cannot be. */
export function age(from: string, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(from)) / 1000));
  if (Number.isNaN(seconds)) return "unknown";
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** `6 h`, `1 d`, `90 min`. */
export function every(minutes: number): string {
  if (minutes % 1440 === 0) return `${minutes / 1440} d`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}

/** How long: `90 min`, `2 h`, `7 h 15 min`, `1 d 6 h`, `1 d 1 h 5 min`. */
export function lasting(minutes: number): string {
  if (minutes < 120) return `${minutes} min`;
  const parts = [
    [Math.floor(minutes / 1440), "d"],
    [Math.floor((minutes % 1440) / 60), "h"],
    [minutes % 60, "min"],
  ] as const;
  return parts.flatMap(([many, unit]) => (many === 0 ? [] : [`${many} ${unit}`])).join(" ");
}
