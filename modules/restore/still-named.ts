import type { ThingId } from "../contract/kinds.ts";
import { parsePointKey } from "../recovery/layout.ts";
import type { PlannedThing } from "./planned-thing.ts";

/** A text of a translated thing that still names the region or the account that it comes from. */
export interface StillNamed extends ThingId {
  /** `versions[0].configuration.Description`; of secrets `secrets.$LATEST.TABLE`. */
  readonly path: string;
  /** Absent: it is secret. */
  readonly value?: string;
}

/** What a text is looked through for. */
interface Source {
  readonly region: string;
  readonly account: string;
}

/**
 * Texts that no translation has changed although they name the source, for a person to look at: descriptions, tags, texts of
 * programs. Not what has no counterpart, for that blocks, nor what gets another name only when it is made. `remade`: what that is of all things.
 */
export function stillNamed(
  { thing, translation }: PlannedThing,
  target: Source,
  remade: readonly string[] = [],
): readonly StillNamed[] {
  const { region, account } = thing.point.manifest;
  const names = [
    ...(region === target.region ? [] : [new RegExp(`(?<![a-z0-9])${region}(?![0-9])`)]),
    ...(account === target.account ? [] : [new RegExp(`(?<![0-9])${account}(?![0-9])`)]),
  ];
  if (names.length === 0) return [];
  const told = new Set([
    ...translation.missing.map(({ value }) => value),
    ...(translation.remade ?? []),
    ...remade,
  ]);
  const isLeft = (text: string): boolean =>
    names.some((name) => name.test(text)) && !told.has(text) && parsePointKey(text) === undefined;
  const { kind, id } = thing;
  return [
    ...textsAt(translation.document, "").flatMap(({ path, text }) =>
      isLeft(text) ? [{ kind, id, path, value: text }] : [],
    ),
    ...textsAt(translation.secrets, "secrets").flatMap(({ path, text }) =>
      isLeft(text) ? [{ kind, id, path }] : [],
    ),
  ];
}

interface TextAt {
  readonly path: string;
  readonly text: string;
}

function textsAt(value: unknown, path: string): readonly TextAt[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, at) => textsAt(item, `${path}[${at}]`));
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, item]) => textsAt(item, path === "" ? key : `${path}.${key}`));
}
