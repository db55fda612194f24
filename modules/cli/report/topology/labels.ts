import { printable } from "../../../core/printable.ts";
import { count } from "../../terminal/words.ts";
import type { Flow, FlowLoad, Place } from "./topology.ts";

/**
 * Text cut to a number of columns of a monospaced font. Characters beyond Latin may be two columns wide and are
 * counted so.
 */
export function fitColumns(text: string, columns: number): string {
  const chars = [...printable(text)];
  const widths = chars.map((char) => ((char.codePointAt(0) ?? 0) < 0x1100 ? 1 : 2));
  const total = widths.reduce<number>((sum, width) => sum + width, 0);
  if (total <= columns) return chars.join("");
  let used = 1;
  const end = widths.findIndex((width) => {
    used += width;
    return used > columns;
  });
  return `${chars.slice(0, end).join("")}…`;
}

/** As many texts as fit, with commas; the others are counted: `edge, media +3`. */
export function fitList(texts: readonly string[], columns: number): string {
  // Each takes a column at least.
  for (let many = Math.min(texts.length, columns); many > 0; many -= 1) {
    const rest = texts.length - many;
    const text = `${texts.slice(0, many).join(", ")}${rest === 0 ? "" : ` +${rest}`}`;
    if (printable(text).length <= columns && fitColumns(text, columns) === printable(text)) return text;
  }
  return fitColumns(`${texts[0] ?? ""}${texts.length > 1 ? ` +${texts.length - 1}` : ""}`, columns);
}

/** `orders 35 d`. */
export function loadLabel({ policy, days }: FlowLoad): string {
  return `${policy} ${days} d`;
}

/** How many edge zones send their points along: `and 2 zones`. */
export function zonesLabel({ from, loads }: Flow): string {
  const zones = new Set(loads.flatMap(({ sites }) => sites).filter((site) => site !== from)).size;
  return zones === 0 ? "" : `and ${count(zones, "zone")}`;
}

/** `us-east-1`, or `34 edge zones`. */
export function placeLabel({ id, kind, alike }: Place): string {
  return alike === undefined ? id : count(alike.length, kind === "zone" ? "edge zone" : "region");
}

/** What is lost, as the end of a sentence that begins with "If". */
export function lostWords({ id, kind, alike }: Place): string {
  if (alike === undefined) return `${id} is lost`;
  const noun = kind === "zone" ? "edge zone" : "region";
  const others = alike.length === 2 ? `the other ${noun}` : `one of ${alike.length - 1} ${noun}s`;
  return `${id} or ${others} like it is lost`;
}

export function vaultLabel({ vault, kind, mixed }: Place): string {
  if (kind === "outside") return "not a site of this plan";
  if (mixed === true) return "different vaults";
  if (vault === undefined) return "no vault";
  const { minDays, maxDays, lock } = vault;
  return `${minDays === maxDays ? "" : `${minDays}-`}${maxDays} d, ${lock}`;
}

export function runsLabel({ kind, runs, retiredUntil }: Place, columns: number): string {
  if (retiredUntil !== undefined) return fitColumns(`retired, kept to ${retiredUntil}`, columns);
  if (kind === "outside") return "receives copies";
  return runs.length === 0 ? "runs nothing, receives" : `runs ${fitList(runs, columns - "runs ".length)}`;
}
