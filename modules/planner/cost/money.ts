import type { Price } from "./price-book.ts";

/** Millionths of a US dollar for so many: whole, rounded up, so that an estimate never says too little by rounding. */
export function microsOf(quantity: number, { micros, per }: Pick<Price, "micros" | "per">): number {
  const product = quantity * micros;
  if (product <= Number.MAX_SAFE_INTEGER) return Math.ceil(product / per);
  const [whole, parts] = [BigInt(quantity) * BigInt(micros), BigInt(per)];
  return Number((whole + parts - 1n) / parts);
}

/** In equal parts that add up again: the first get what is left over. */
export function shares(micros: number, parts: number): number[] {
  const [each, left] = [Math.floor(micros / parts), micros % parts];
  return Array.from({ length: parts }, (_, i) => each + (i < left ? 1 : 0));
}

/** `12.30`, and `<0.01` for the rest of a cent. */
export function dollars(micros: number): string {
  const sign = micros < 0 ? "-" : "";
  const cents = Math.round(Math.abs(micros) / 10_000);
  if (cents === 0 && micros !== 0) return `${sign}<0.01`;
  return `${sign}${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
}
