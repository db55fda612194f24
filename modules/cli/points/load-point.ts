import type { FunctionDocument, FunctionSecrets } from "../../protectors/lambda/document.ts";
import { findPoint } from "../../recovery/list-points.ts";
import { openSecrets } from "../../recovery/open-secrets.ts";
import { readDocument } from "../../recovery/read-blob.ts";
import { type RecoveryPoint, readPoint } from "../../recovery/read-point.ts";
import type { KeyPort } from "../../recovery/secrets.ts";
import { type Finding, verifyPoint } from "../../recovery/verify.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import { describeFinding } from "./describe-finding.ts";
import type { Source } from "./open-sources.ts";

/** A point whose every byte was read and compared, ready to be restored. */
export interface LoadedPoint {
  readonly point: RecoveryPoint;
  readonly document: FunctionDocument;
  readonly secrets: FunctionSecrets;
  /** What does not keep it from being restored. */
  readonly warnings: readonly string[];
}

/**
 * Finds a point of a function, verifies it and opens its secrets. `which` is `latest` or the beginning of a run's id.
 * @throws CommandError when a byte of it is not as it was captured
 */
export async function loadPoint(
  { store, prefix, opener }: Source,
  keys: Pick<KeyPort, "unwrap">,
  resource: string,
  which: string,
): Promise<LoadedPoint> {
  const { key } = await findPoint(store, prefix, { kind: "lambda", resource }, which);
  const findings = await verifyPoint(store, key, { sites: [] });
  const broken = findings.filter(keepsFromRestoring);
  if (broken.length > 0) {
    const lines = broken.map(describeFinding).join("\n  ");
    throw new CommandError(
      `${store.name}/${key} is not as it was captured, so nothing was restored\n  ${lines}`,
      EXIT.bad,
      "take another point (--point) or another copy (--from); npx zonekeep verify --point all tells which are whole",
    );
  }
  const point = await readPoint(store, key);
  return {
    point,
    document: (await readDocument(store, point)) as FunctionDocument,
    secrets: ((await openSecrets(store, point, keys, opener)) ?? {}) as FunctionSecrets,
    warnings: findings.map(describeFinding),
  };
}

/** A lock does not change what was captured, and of the wrapped keys one that opens is enough. */
function keepsFromRestoring({ problem, part }: Finding): boolean {
  return problem !== "unlocked" && !part.startsWith("key for ");
}
