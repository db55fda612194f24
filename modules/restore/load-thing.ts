import type { Kind, ThingId } from "../contract/kinds.ts";
import { errorText } from "../core/error-text.ts";
import type { Identity } from "../protectors/identity.ts";
import type { AnyProtector } from "../protectors/load.ts";
import { FormError } from "../protectors/protector.ts";
import { BlobError } from "../recovery/blob-error.ts";
import { describeFinding, type Finding } from "../recovery/finding.ts";
import { knownKind } from "../recovery/known-kind.ts";
import { findPoint, NoSuchPointError } from "../recovery/list-points.ts";
import { openSecrets } from "../recovery/open-secrets.ts";
import { readDocument } from "../recovery/read-blob.ts";
import { ManifestError, type RecoveryPoint } from "../recovery/read-point.ts";
import { readTrusted, type TrustedPoint } from "../recovery/read-trusted.ts";
import { wordOf } from "../recovery/signing/authenticity.ts";
import type { Store } from "../recovery/store.ts";
import { verifyTrusted } from "../recovery/verify.ts";
import type { RestorePorts } from "./ports.ts";
import { isProven } from "./proven.ts";

/** A thing as its point holds it: every byte was read and compared, document and secrets are of a form that we know. */
export interface LoadedThing {
  readonly kind: Kind;
  readonly id: string;
  readonly protector: AnyProtector;
  readonly point: RecoveryPoint;
  readonly document: unknown;
  readonly secrets: unknown;
  /** What does not keep it from being restored. */
  readonly warnings: readonly string[];
}

const OTHER_POINT =
  "take another point (--point) or another copy (--from); npx zonekeep verify --point all tells which are whole";

/** A point that nothing may be restored from, and why. */
export class PointError extends Error {
  override readonly name = "PointError";
  constructor(
    message: string,
    readonly hint: string,
    /** Run of a point that can be used in its place, where one is known. */
    readonly instead?: string,
  ) {
    super(message);
  }
}

/** The words of a hint that say how to take another point: a command line has a whole command in their place. */
export function takeIt(run: string): string {
  return `take it with --point ${run}`;
}

/** A point whose secrets no key opens: another one may have been sealed with a key that does. */
export class SealedError extends PointError {
  constructor(
    readonly run: string,
    override readonly cause: unknown,
  ) {
    super(errorText(cause), OTHER_POINT);
  }
}

/** A point of which nobody can tell who made it, or that was tampered with: an older one may be proven. */
export class UnprovenError extends PointError {
  constructor(
    readonly run: string,
    message: string,
    hint: string,
    /** What remains to be said where an older one is offered. */
    readonly beside?: string,
  ) {
    super(message, hint);
  }
}

/** @throws UnprovenError */
function requireProven(
  { source, accept }: Pick<RestorePorts, "source" | "accept">,
  { key, manifest, authenticity }: TrustedPoint,
): void {
  if (isProven(authenticity, accept) || authenticity.state === "signed") return;
  const { state } = authenticity;
  const { run } = manifest;
  const what = `${source.store.name}/${key} is ${wordOf(authenticity)}, so nothing was restored: ${authenticity.why}`;
  if (state === "refused")
    throw new UnprovenError(
      run,
      what,
      `find out who wrote it; ${OTHER_POINT}`,
      `find out who wrote that of run ${run}`,
    );
  const pin =
    state === "unpinned"
      ? "take signing.lock.json as it was committed, or npx zonekeep pin while its region answers; "
      : "";
  const hint = `${pin}--unsigned takes it all the same, and runs whatever code it holds`;
  throw new UnprovenError(run, what, hint, `or: ${hint}`);
}

/**
 * Finds a point of a thing, verifies it and opens its secrets. `which` is `latest` or the beginning of a run's id.
 * @throws PointError when nobody can tell who made it, a byte of it is not as it was captured or could have been changed,
 * or its document is of a form that is not known
 */
export async function loadThing(ports: RestorePorts, thing: ThingId, which: string): Promise<LoadedThing> {
  const { store, prefix, opener } = ports.source;
  const { key, run } = await findPoint(store, prefix, thing, which).catch((error: unknown) => {
    throw error instanceof NoSuchPointError ? new PointError(error.message, error.hint) : error;
  });
  const point = await readTrusted(store, key, ports.source.witness).catch((error: unknown) => {
    if (error instanceof ManifestError) throw new UnprovenError(run, error.message, OTHER_POINT);
    throw error;
  });
  requireProven(ports, point);
  const findings = await verifyTrusted(store, point, []);
  const unread = findings.find(({ problem, about }) => problem === "unreadable" && about !== "key");
  // A store that does not answer says nothing about the point: it may be asked again.
  if (unread !== undefined)
    throw new PointError(
      `${store.name}: ${describeFinding(unread)}`,
      unread.hint ?? "run it again, or read another copy: --from REGION",
    );
  const broken = findings.filter(keepsFromRestoring);
  if (broken.length > 0)
    throw new PointError(
      `${store.name}/${key} is not as it was captured, so nothing was restored\n  ${broken.map(describeFinding).join("\n  ")}`,
      OTHER_POINT,
    );
  const unlocked = findings.filter(({ problem, about }) => problem === "unlocked" && about !== "key");
  if (unlocked.length > 0 && ports.accept?.unlocked !== true)
    throw new PointError(
      `${store.name}/${key} was not locked until it expires, so anybody who writes there could have changed it\n  ${unlocked.map(describeFinding).join("\n  ")}`,
      `${OTHER_POINT}; --unlocked takes it all the same`,
    );
  const { kind, protector, document } = await readOwn(ports, point);
  const opened = await openSecrets(store, point, ports.keys, opener).catch((error: unknown) => {
    throw new SealedError(point.manifest.run, error);
  });
  return {
    ...thing,
    kind,
    protector,
    point,
    document,
    secrets: parsed(() => protector.parseSecrets(opened), key),
    warnings: [
      ...findings.map(describeFinding),
      ...(point.manifest.warnings ?? []).map((warning) => `when it was captured: ${warning}`),
    ],
  };
}

/**
 * The document of a point, verified: of a form that its kind reads, and of the thing that the manifest says.
 * @throws PointError
 */
export async function readOwn(
  {
    source: { store },
    protector: load,
  }: Pick<RestorePorts, "protector"> & { readonly source: { readonly store: Store } },
  point: RecoveryPoint,
): Promise<Pick<LoadedThing, "kind" | "protector" | "document">> {
  const { key } = point;
  const kind = knownKind(point.manifest.kind);
  if (kind === undefined)
    throw new PointError(
      `${store.name}/${key} is of kind ${point.manifest.kind}, which this version does not restore`,
      "use a newer zonekeep",
    );
  const protector = await load(kind);
  const content = await readDocument(store, point).catch((error: unknown) => {
    if (error instanceof BlobError) throw new PointError(`${store.name}: ${error.message}`, OTHER_POINT);
    throw error;
  });
  const { format } = point.manifest.document;
  if (format !== protector.format)
    throw new PointError(
      `${store.name}/${key} has a document of format ${format}; this version restores format ${protector.format} of ${kind}`,
      "use the zonekeep that captured it, or a newer one",
    );
  const document = parsed(() => protector.parse(content), key);
  requireOwn(point, protector.identity(document));
  return { kind, protector, document };
}

/** @throws PointError for a document, or secrets, that are not of its kind's form */
function parsed<T>(parse: () => T, key: string): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof FormError) throw new PointError(`${key}: ${error.message}`, OTHER_POINT);
    throw error;
  }
}

/** What a document describes must be what its manifest, and so its key, says: nothing else is ever changed by it. */
function requireOwn({ key, manifest }: RecoveryPoint, own: Identity): void {
  const { id, arn, account, region } = manifest;
  if (own.id === id && own.arn === arn && own.account === account && own.region === region) return;
  throw new PointError(
    `${key} is a point of ${arn}, and its document describes ${own.arn} (${own.id})`,
    "nothing was restored from it: find out who wrote it",
  );
}

/** Of the wrapped keys one that opens is enough; who made the point, and its locks, are looked at apart. */
function keepsFromRestoring({ problem, about }: Finding): boolean {
  return about !== "key" && (problem === "missing" || problem === "short" || problem === "corrupt");
}
