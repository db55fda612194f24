import { expect } from "vitest";
import type { Kind, ThingId } from "../../../modules/contract/kinds.ts";
import type { IdMap } from "../../../modules/protectors/protector.ts";
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
import { build } from "./build.ts";
import { firing } from "./firing.ts";
import { bucketName, functionName, listenerArn, poolId, tableName } from "./names.ts";
import { neighbours } from "./neighbours.ts";
import { shown } from "./shown.ts";

/** Where a run of a region keeps its points. */
const storeOf = (region: string) => ({
  ...request.store,
  site: region,
  region,
  prefix: sourcePrefix(ACCOUNT, region),
});

/**
 * An application goes capture, restore into a region where nothing of it is, capture: everything is there again but for
 * its region, what is others' is as it was, and nothing brings events before it is armed. One with a distribution, which
 * comes back nowhere else, is lost at home.
 * @returns kinds of what came back
 */
export async function comesBack(plan: Blueprint): Promise<readonly Kind[]> {
  const to = plan.distributions.length > 0 ? HOME : AWAY;
  const home = build(plan);
  const before = shown(home);
  const fired = firing(home);
  const names = plan.functions.map((_, at) => functionName(at));
  const store = new MemoryStore();
  const select = { ...ANY, names };
  const said: unknown[] = [];
  const first = await backUp(home, store, undefined, { select, log: (...words) => void said.push(words) });
  expect(shown(home), "a backup changes nothing").toEqual(before);
  expect(JSON.stringify(said), "no log shows a secret").not.toMatch(CANARY);
  expect(said.length).toBeGreaterThan(0);
  expect(told(store), "no manifest or summary shows a secret").not.toMatch(CANARY);

  const there = await place(plan, home, store, to);
  const things = names.map((id) => ({ kind: "lambda" as const, id }));
  const asked = { things, map: to === HOME ? {} : mapOf(plan, home, there), allowPublic: true };
  const { warnings, atArm, waves } = await planOf(there, store, asked);
  const steps = waves.flat().flatMap(({ plan: { steps } }) => steps);
  expect(JSON.stringify({ warnings, atArm, steps }), "no plan shows a secret").not.toMatch(CANARY);
  const others = firing(there);
  const beforeArm = () =>
    expect(firing(there), "before arm nothing brings events but what is others'").toEqual(others);
  const result = await restore(there, store, asked, { alongside: true, beforeArm });
  expect(firing(there), "armed, as much does as where it was").toHaveLength(fired.length);
  // What `arm` needs is in the file alone, which is kept as credentials are.
  const printed = { ...result, things: result.things.map(({ arn }) => arn) };
  expect(JSON.stringify(printed), "no result shows a secret").not.toMatch(CANARY);
  expect(shown(there), "all of it is there again, beside what is others'").toEqual(
    to === HOME ? before : moved(before),
  );

  const again = new MemoryStore();
  const second = await backUp(there, again, undefined, { select, store: storeOf(to) });
  const kept = await read(there, again, second.items, storeOf(to).prefix);
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
  return first.items.map(({ kind }) => kind);
}

/** Where nothing of it is, but what no restore makes. */
async function place(plan: Blueprint, home: Region, store: MemoryStore, to: string): Promise<Region> {
  const there = await destination(store, to);
  there.buckets.documents.clear();
  neighbours(there);
  for (const at of plan.buckets.keys()) there.buckets.add(`${bucketName(at)}${to === HOME ? "" : "-eu"}`);
  for (const at of plan.secrets.keys()) there.secrets.have(`shop/secret-${at}`);
  for (const at of plan.pools.keys())
    there.cognito.have(poolId(at, to), { Name: "shop", MfaConfiguration: "OPTIONAL" });
  if (plan.groups.length > 0) there.elb.listen(listenerArn(to));
  // A person gives the secret of a connection as soon as it is made.
  there.events.giving = () => ({ AuthParameters: {} });
  if (to === HOME) {
    for (const at of plan.tables.keys()) home.dynamodb.DeleteTable({ TableName: tableName(at) });
    there.dynamodb.backups.push(...home.dynamodb.backups);
  } else {
    there.from = home;
    there.dynamodb.others.push(home.dynamodb);
  }
  return there;
}

/** What of the application elsewhere goes by no rule. */
function mapOf(plan: Blueprint, home: Region, there: Region): IdMap {
  return Object.fromEntries([
    [listenerArn(HOME), listenerArn(AWAY)] as const,
    ...plan.buckets.map(
      (_, at) => [`arn:aws:s3:::${bucketName(at)}`, `arn:aws:s3:::${bucketName(at)}-eu`] as const,
    ),
    ...plan.pools.map(
      (_, at) => [home.cognito.arn(poolId(at, HOME)), there.cognito.arn(poolId(at, AWAY))] as const,
    ),
  ]);
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
