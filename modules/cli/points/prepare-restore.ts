import { bucketName } from "../../aws/names.ts";
import type { Plan } from "../../planner/plan.ts";
import type { StreamStart } from "../../protectors/lambda/restore/draft.ts";
import { planRestore, type RestorePlan } from "../../protectors/lambda/restore/plan.ts";
import { keyPresence, rolePresence } from "../../protectors/lambda/restore/presence.ts";
import { translate, unusedEntries } from "../../protectors/lambda/translate.ts";
import type { IdMap, Untranslated } from "../../protectors/protector.ts";
import { blobKey } from "../../recovery/layout.ts";
import type { RecoveryPoint } from "../../recovery/read-point.ts";
import { KmsKeys } from "../../store/kms-keys.ts";
import type { ClientsOf } from "../aws/clients.ts";
import { loadPoint } from "./load-point.ts";
import type { Source } from "./open-sources.ts";

export interface RestoreAsked {
  readonly function: string;
  /** `latest` or the beginning of a run's id. */
  readonly point: string;
  readonly to: string;
  readonly map: IdMap;
  /** Name at the destination. */
  readonly as?: string;
  readonly replace: boolean;
  readonly allowPublic: boolean;
  readonly streams?: StreamStart;
}

/** A restore that is known to the last step, and has changed nothing. */
export interface PreparedRestore {
  readonly point: RecoveryPoint;
  readonly plan: RestorePlan;
  /** What is bound to the source and has no entry in the map. */
  readonly missing: readonly Untranslated[];
  readonly warnings: readonly string[];
}

/** Verifies the point, translates it, and plans each step from what is at the destination now. Reads only. */
export async function prepareRestore(
  { account, partition }: Pick<Plan, "account" | "partition">,
  clients: ClientsOf,
  source: Source,
  asked: RestoreAsked,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<PreparedRestore> {
  const { to: region, map } = asked;
  const { lambda, s3, iam, kms } = clients(region);
  const keys = new KmsKeys((home) => clients(home).kms);
  const loaded = await loadPoint(source, keys, asked.function, asked.point);
  const target = { account, partition, region };
  const translation = translate(loaded.document, loaded.secrets, {
    target,
    map,
    ...(asked.as !== undefined && { name: asked.as }),
  });
  const bucket = bucketName(account, region);
  const plan = await planRestore(
    {
      lambda,
      s3,
      account,
      region,
      sleep,
      role: rolePresence(iam),
      key: keyPresence(kms),
      locate: (sha256) => ({ bucket, key: blobKey(source.prefix, sha256) }),
    },
    {
      point: loaded.point.key,
      translation,
      target,
      replace: asked.replace,
      allowPublic: asked.allowPublic,
      ...(asked.streams !== undefined && { streams: asked.streams }),
    },
  );
  // One line for all: a map is written for a region, and most functions need little of it.
  const unused = unusedEntries(map, [translation]);
  return {
    point: loaded.point,
    plan,
    missing: translation.missing,
    warnings: [
      ...loaded.warnings,
      ...plan.warnings,
      ...(unused.length > 0 ? [`${asked.function} needs none of these map entries: ${named(unused)}`] : []),
    ],
  };
}

/** ARNs and ids by name; another key may be the value of an environment variable, which no log may show. */
function named(keys: readonly string[]): string {
  const shown = keys.filter((key) => /^(arn:|[a-z]+-[0-9a-f]{8,17}$)/.test(key));
  const others = keys.length - shown.length;
  return [
    ...shown,
    ...(others > 0 ? [`${others} that ${others === 1 ? "is" : "are"} no ARN or id`] : []),
  ].join(", ");
}
