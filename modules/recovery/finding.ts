import { remedyOf, whyText } from "../core/causes.ts";
import type { wordOf } from "./signing/authenticity.ts";

/**
 * One thing that keeps a point from being restored, or from surviving until it expires. What is `covered` keeps it from
 * neither: the good version is read, and something else lies on top of it.
 */
export interface Finding {
  readonly problem:
    | "missing"
    | "short"
    | "corrupt"
    | "covered"
    | "unlocked"
    | "unreadable"
    | "late"
    | Unproven;
  /** Key of the object. */
  readonly key: string;
  /** What it is about: the manifest, bytes that it names, a wrapped key of the secrets, or the summary of its run. */
  readonly about: "manifest" | "bytes" | "key" | "run";
  /** Its part in the point: `manifest`, `document`, `code/3`, `secrets`, `key for eu-west-1`, `run`. */
  readonly part: string;
  readonly detail: string;
  /** The way out, where what AWS answered tells one. */
  readonly hint?: string;
}

export type Unproven = Exclude<ReturnType<typeof wordOf>, "signed">;

/** What a finding is about. */
export type Of = Pick<Finding, "key" | "about" | "part">;

/** One finding in one line, with the key of the object that it is about. */
export function describeFinding({ problem, part, key, detail }: Finding): string {
  return `${problem} ${part}: ${detail}${detail.includes(key) ? "" : ` (${key})`}`;
}

/** What keeps it from being read, and the way out. */
export function unreadable(of: Of, error: unknown): Finding {
  const hint = remedyOf(error);
  return { problem: "unreadable", ...of, detail: whyText(error), ...(hint !== undefined && { hint }) };
}
