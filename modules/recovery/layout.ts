import { decodeId, encodeId } from "./id-segment.ts";

/** Where things lie below a source's prefix (`<account>/<site>/`). The layout is a contract: `aws s3 ls` shows it. */

export function sourcePrefix(account: string, site: string): string {
  return `${account}/${site}/`;
}

/** Content-addressed bytes: code, layers, documents. `hash` is 64 hex digits. */
export function blobKey(prefix: string, hash: string): string {
  return `${prefix}blobs/sha256/${hash.slice(0, 2)}/${hash}`;
}

/** What the key of a manifest says. */
export interface PointName {
  readonly prefix: string;
  /** Also one that this version does not know. */
  readonly kind: string;
  readonly id: string;
  readonly run: string;
}

/** A thing, as far as keys name it. */
type Named = Pick<PointName, "kind" | "id">;

/** Manifest of one recovery point. Run ids begin with the UTC time, so keys sort by age. */
export function pointKey(prefix: string, { kind, id }: Named, run: string): string {
  return `${prefix}points/${kind}/${encodeId(id)}/${run}.json`;
}

/** Reads a manifest's key; `undefined` for a key of another form. */
export function parsePointKey(key: string): PointName | undefined {
  const match =
    /^((?:(?!points\/)[^/]*\/)*)points\/([a-z0-9-]{1,40})\/([^/]+)\/([0-9]{8}T[0-9]{6}Z-[0-9a-f]{8})\.json$/.exec(
      key,
    );
  if (match === null) return undefined;
  const [, prefix = "", kind = "", segment = "", run = ""] = match;
  const id = decodeId(segment);
  return id === undefined ? undefined : { prefix, kind, id, run };
}

/** Every key of points, of one kind, or of one thing. */
export function pointsPrefix(prefix: string, kind?: string, id?: string): string {
  const parts = [kind, id === undefined ? undefined : encodeId(id)].filter((part) => part !== undefined);
  return `${prefix}points/${parts.map((part) => `${part}/`).join("")}`;
}

/**
 * The data key of a point's secrets, wrapped for one site. `secrets` is the hash of the blob it opens: what an
 * attempt that died has left can then not be taken for the key of the next attempt.
 */
export function wrapKey(point: PointName, secrets: string, site: string): string {
  return `${point.prefix}wraps/${point.kind}/${encodeId(point.id)}/${point.run}/${secrets.slice(0, 16)}/${site}.json`;
}

/** Every wrapped key of a source, of one kind, or of one thing. */
export function wrapsPrefix(prefix: string, kind?: string, id?: string): string {
  const parts = [kind, id === undefined ? undefined : encodeId(id)].filter((part) => part !== undefined);
  return `${prefix}wraps/${parts.map((part) => `${part}/`).join("")}`;
}

/** Summaries of the runs of a policy that began on the day of this one, in UTC. */
export function runsOfDay(prefix: string, policy: string, run: string): string {
  return `${prefix}runs/${policy}/${run.slice(0, "20261123".length)}`;
}

export function runKey(prefix: string, policy: string, run: string): string {
  return `${prefix}runs/${policy}/${run}.json`;
}

/** Every summary of a policy's runs, or of all policies. */
export function runsPrefix(prefix: string, policy?: string): string {
  return policy === undefined ? `${prefix}runs/` : `${prefix}runs/${policy}/`;
}

/** Whose summary lies under a key; `undefined` for a key of another form. */
export function parseRunKey(
  prefix: string,
  key: string,
): { readonly policy: string; readonly run: string } | undefined {
  const of = runsPrefix(prefix);
  if (!key.startsWith(of)) return undefined;
  const [, policy, run] =
    /^([^/]+)\/([0-9]{8}T[0-9]{6}Z-[0-9a-f]{8})\.json$/.exec(key.slice(of.length)) ?? [];
  return policy === undefined || run === undefined ? undefined : { policy, run };
}

/** What one run of `drain` took out of a queue: `batches/000001-...` and on, `key.json`, `drained-...`, `sent/`. */
export function drainedFolder(prefix: string, queue: string, run: string): string {
  return `${prefix}drained/${encodeId(queue)}/${run}/`;
}
