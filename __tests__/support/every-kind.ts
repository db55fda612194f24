import type { ThingId } from "../../modules/contract/kinds.ts";
import type { IdMap } from "../../modules/protectors/protector.ts";
import { AWAY, backUp, destination, HOME, type Region } from "./application.ts";
import type { Blueprint } from "./generated/blueprint.ts";
import { build } from "./generated/build.ts";
import { bucketName, listenerArn, poolId } from "./generated/names.ts";
import { MemoryStore } from "./memory-store.ts";
import { ANY } from "./sample-request.ts";
import { ACCOUNT } from "./seed-function.ts";

const LIVE = { at: 0, alias: true };
const tells = (to: "function" | "machine") => ({ to, pick: LIVE, letters: false });

/** One function that something of every kind brings events to, its secrets in each place where a kind has some. */
const PLAN: Blueprint = {
  functions: [
    {
      versions: 3,
      weight: 0.25,
      variables: { TOKEN: "canary-variable" },
      tags: { service: "shop" },
      description: "takes orders",
      retries: 1,
      url: false,
    },
  ],
  queues: [{ fifo: false, dead: true, batch: 5, enabled: true, reader: LIVE }],
  topics: [{ filter: '{"kind":["canary-filter"]}', tells: [tells("function")] }],
  machines: [{ express: false, published: 2, calls: LIVE }],
  rules: [
    {
      bus: "orders",
      takes: "pattern",
      kind: "canary-pattern",
      enabled: true,
      input: '{"token":"canary-input"}',
      tells: tells("function"),
    },
    {
      bus: "default",
      takes: "expression",
      kind: "",
      enabled: true,
      input: undefined,
      tells: tells("machine"),
    },
  ],
  schedules: [
    { group: "nightly", enabled: true, input: '{"token":"canary-told"}', tells: tells("function") },
  ],
  logs: [{ retention: 7, pattern: "canary-words", counts: true, calls: LIVE }],
  groups: [{ path: "/canary-path", check: true, calls: LIVE }],
  apis: [
    { socket: false, adds: "canary-added", checks: true, calls: LIVE },
    { socket: true, adds: "canary-templated", checks: true, calls: LIVE },
  ],
  restApis: [{ variable: "canary-variable", key: "canary-key-of-a-partner", checks: true, calls: LIVE }],
  buckets: [{ tells: tells("function") }],
  archives: [{ days: 30, kind: "canary-kept" }],
  partners: [{ secret: "canary-key", path: "canary-hook" }],
  streams: [{ shards: 2, batch: 10, enabled: true, reader: LIVE }],
  tables: [{ view: "NEW_AND_OLD_IMAGES", batch: 10, enabled: true, reader: LIVE }],
  distributions: [{ header: "canary-header", calls: LIVE }],
  configRules: [{ told: '{"token":"canary-parameter"}', calls: LIVE }],
  receiptRules: [{ recipient: "canary-mail", enabled: true, tells: tells("function") }],
  topicRules: [{ kind: "canary-topic", enabled: true, tells: tells("function"), errors: true }],
  pools: [{ calls: LIVE }],
  secrets: [{ days: 30, calls: LIVE }],
  pipes: [
    {
      kind: "canary-kind",
      enriched: LIVE,
      template: '{"token":"canary-template"}',
      running: true,
      tells: tells("function"),
    },
  ],
};

/** Written in us-east-1 alone: it comes back nowhere else. */
export const DISTRIBUTION = { kind: "cloudfront-distribution", id: "ESHOP0" } as const;
export const FUNCTION: ThingId = { kind: "lambda", id: "fn-0" };
const poolArn = (region: string): string =>
  `arn:aws:cognito-idp:${region}:${ACCOUNT}:userpool/${poolId(0, region)}`;
const BUCKET_AWAY = "bucket-eu";

/** What of the application elsewhere goes by no rule. */
export const MAP: IdMap = {
  [listenerArn(HOME)]: listenerArn(AWAY),
  [`arn:aws:s3:::${bucketName(0)}`]: `arn:aws:s3:::${BUCKET_AWAY}`,
  [poolArn(HOME)]: poolArn(AWAY),
};

/** One or more of every kind, and what is others' beside them. */
export const everyKind = (): Region => build(PLAN);

/** A run over all of it. */
export async function keptEveryKind(home = everyKind()): Promise<{
  readonly store: MemoryStore;
  /** Those that can come back elsewhere. */
  readonly things: readonly ThingId[];
  readonly all: readonly ThingId[];
}> {
  const store = new MemoryStore();
  const select = { ...ANY, names: ["fn-0"], resources: ["state-machine/machine-0"] };
  const { items } = await backUp(home, store, undefined, { select });
  const all = items.map(({ kind, id }) => ({ kind, id }));
  return { store, all, things: all.filter(({ kind }) => kind !== DISTRIBUTION.kind) };
}

/** Another region with the listener and the bucket that the map names, which can ask the first one. */
export async function away(home: Region, store: MemoryStore): Promise<Region> {
  const there = await destination(store);
  there.elb.listen(listenerArn(AWAY));
  there.buckets.add(BUCKET_AWAY);
  there.cognito.have(poolId(0, AWAY));
  there.secrets.have("shop/secret-0");
  there.dynamodb.others.push(home.dynamodb);
  there.from = home;
  // A person gives the secret of a connection as soon as it is made.
  there.events.giving = () => ({ AuthParameters: {} });
  return there;
}
