import { expect } from "vitest";
import type { ThingId } from "../../../modules/contract/kinds.ts";
import { sourcePrefix } from "../../../modules/recovery/layout.ts";
import { type LoadedThing, loadThing } from "../../../modules/restore/load-thing.ts";
import {
  AWAY,
  backUp,
  destination,
  HOME,
  plan as planOf,
  type Region,
  restore,
  restorePorts,
} from "../application.ts";
import { MemoryStore } from "../memory-store.ts";
import { ANY, request } from "../sample-request.ts";
import { ACCOUNT } from "../seed-function.ts";
import { type Blueprint, CANARY } from "./blueprint.ts";
import { bucketName, build, functionName, listenerArn, neighbours, poolId } from "./build.ts";
import { shown } from "./shown.ts";

/** Where a run of the other region keeps its points. */
const STORE_AWAY = { ...request.store, site: AWAY, region: AWAY, prefix: sourcePrefix(ACCOUNT, AWAY) };

/**
 * An application goes capture, restore into a region where nothing of it is, capture: everything is there again but for
 * its region, and what is others' is as it was.
 */
export async function comesBack(plan: Blueprint): Promise<void> {
  const home = build(plan);
  const before = shown(home);
  const names = plan.functions.map((_, at) => functionName(at));
  const store = new MemoryStore();
  const select = { ...ANY, names };
  const said: unknown[] = [];
  const first = await backUp(home, store, undefined, { select, log: (...words) => void said.push(words) });
  expect(shown(home), "a backup changes nothing").toEqual(before);
  expect(JSON.stringify(said), "no log shows a secret").not.toMatch(CANARY);
  expect(said.length).toBeGreaterThan(0);
  expect(told(store), "no manifest or summary shows a secret").not.toMatch(CANARY);

  const there = await destination(store);
  there.buckets.documents.clear();
  neighbours(there);
  for (const at of plan.buckets.keys()) there.buckets.add(`${bucketName(at)}-eu`);
  for (const at of plan.secrets.keys()) there.secrets.have(`shop/secret-${at}`);
  for (const at of plan.pools.keys())
    there.cognito.have(poolId(at, AWAY), { Name: "shop", MfaConfiguration: "OPTIONAL" });
  if (plan.groups.length > 0) there.elb.listen(listenerArn(AWAY));
  const map = Object.fromEntries([
    [listenerArn(HOME), listenerArn(AWAY)] as const,
    ...plan.buckets.map(
      (_, at) => [`arn:aws:s3:::${bucketName(at)}`, `arn:aws:s3:::${bucketName(at)}-eu`] as const,
    ),
    ...plan.pools.map(
      (_, at) => [home.cognito.arn(poolId(at)), there.cognito.arn(poolId(at, AWAY))] as const,
    ),
  ]);
  const things = names.map((id) => ({ kind: "lambda" as const, id }));
  const asked = { things, map, allowPublic: true };
  const { warnings, atArm, waves } = await planOf(there, store, asked);
  const steps = waves.flat().flatMap(({ plan: { steps } }) => steps);
  expect(JSON.stringify({ warnings, atArm, steps }), "no plan shows a secret").not.toMatch(CANARY);
  const result = await restore(there, store, asked);
  // What `arm` needs is in the file alone, which is kept as credentials are.
  const printed = { ...result, things: result.things.map(({ arn }) => arn) };
  expect(JSON.stringify(printed), "no result shows a secret").not.toMatch(CANARY);
  expect(shown(there), "all of it is there again, beside what is others'").toEqual(moved(before));

  const again = new MemoryStore();
  const second = await backUp(there, again, undefined, { select, store: STORE_AWAY });
  const kept = await read(there, again, second.items, STORE_AWAY.prefix);
  for (const { point, protector, document } of await read(there, store, first.items, request.store.prefix)) {
    const arn = result.idMap[point.manifest.arn] ?? point.manifest.arn;
    const { kind, id } = point.manifest;
    // AWS draws the ARN of a config rule when arm puts it.
    const now = kept.find(({ point: { manifest } }) =>
      kind === "config-rule" ? manifest.kind === kind && manifest.id === id : manifest.arn === arn,
    );
    expect(now, `the second run has a point of ${arn}`).toBeDefined();
    expect(JSON.stringify(document, withoutLabels), `no document of ${arn} shows a secret`).not.toMatch(
      CANARY,
    );
    const differences = protector.differences(document, now?.document, result.idMap, { armed: true });
    expect(differences, arn).toEqual([]);
  }
  expect(kept).toHaveLength(first.items.length);
}

/** Tags and descriptions are for whoever looks, as AWS shows them. */
function withoutLabels(key: string, value: unknown): unknown {
  return key === "tags" || key === "Description" ? undefined : value;
}

/** All that a store shows to whoever reads it without a key, but for the documents. */
function told(store: MemoryStore): string {
  return [...store.objects]
    .filter(([key]) => /\/(points|runs)\//.test(key))
    .map(([, { bytes }]) => Buffer.from(bytes).toString())
    .join("\n");
}

/** The points of what a run took, verified as for a restore. */
function read(
  there: Region,
  store: MemoryStore,
  items: readonly ThingId[],
  prefix: string,
): Promise<LoadedThing[]> {
  const usual = restorePorts(there, store);
  const ports = { ...usual, source: { ...usual.source, prefix } };
  return Promise.all(items.map(({ kind, id }) => loadThing(ports, { kind, id }, "latest")));
}

function moved(value: unknown): unknown {
  const text = JSON.stringify(value)
    .replaceAll(HOME, AWAY)
    .replaceAll(/(:::|")bucket-(\d)"/g, '$1bucket-$2-eu"');
  return JSON.parse(text);
}
