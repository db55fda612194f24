import { createHash } from "node:crypto";

/**
 * Tag of an API, a usage plan or an API key that a restore has made. Their names tell nothing, and AWS gives each its own id:
 * the tag says which one of the source it stands for, so that a second restore finds it.
 */
export const STANDS_FOR = "zonekeep:origin";

/** What the tag says. */
export interface StandsFor {
  /** `111122223333/us-east-1/a1b2c3d4e5`, with ` as <hash>` where it has another name than the source had. */
  readonly of: string;
  /** Hash of the point that it was restored from last. */
  readonly point?: string;
  /** Deployments that were made from that point, in its order. */
  readonly deployed: readonly string[];
  /** The restore of that point has not finished. */
  readonly making: boolean;
}

/** Of something of an account and region; `as`: the other name that it comes back under. */
export function sourceOf(
  { account, region }: { readonly account: string; readonly region: string },
  id: string,
  as?: string,
): string {
  const of = `${account}/${region}/${id}`;
  return as === undefined ? of : `${of} as ${shortHash(as)}`;
}

/** Keys of points may be longer than a tag has room for. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** At most 256 characters: with more deployments than that has room for, the first ones are told. */
export function standsForText({ of, point, deployed, making }: StandsFor): string {
  const state = `${of}${point === undefined ? "" : ` from ${point}`}${making ? " making" : ""}`;
  const room = Math.floor((256 - state.length - " deployed ".length) / 11);
  const told = deployed.slice(0, room);
  return told.length === 0 ? state : `${state} deployed ${told.join("+")}`;
}

const TEXT =
  /^(\d{12}\/[a-z0-9-]+\/[A-Za-z0-9]+(?: as [0-9a-f]{16})?)(?: from ([0-9a-f]{16}))?( making)?(?: deployed ([A-Za-z0-9+]+))?$/;

/** Whoever may tag can write anything there: what is none is `undefined`. */
export function standsFor(tags: Readonly<Record<string, string>> | undefined): StandsFor | undefined {
  const [, of, point, making, deployed] = TEXT.exec(tags?.[STANDS_FOR] ?? "") ?? [];
  if (of === undefined) return undefined;
  return {
    of,
    ...(point !== undefined && { point }),
    deployed: deployed?.split("+") ?? [],
    making: making !== undefined,
  };
}

/** Tags that are its owner's. */
export function unmarked(tags: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => key !== STANDS_FOR));
}
