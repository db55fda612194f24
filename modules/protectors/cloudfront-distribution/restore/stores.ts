import {
  CreateKeyValueStoreCommand,
  DescribeKeyValueStoreCommand,
  type KeyValueStore as Listed,
  UpdateKeyValueStoreCommand,
} from "@aws-sdk/client-cloudfront";
import { attempt } from "../../kit/attempt.ts";
import { call } from "../../kit/calls.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { Ids } from "../../protector.ts";
import type { KeyValueStore } from "../document.ts";
import { fill, UPDATE_KEYS } from "../stores/fill.ts";
import { storesNamed } from "../stores/named.ts";
import { changesOf, onlyLacks, type Pairs } from "../stores/pairs.ts";
import { DESCRIBE_KEYS, LIST_STORES, readPairs, readStores } from "../stores/read.ts";
import type { Draft } from "./draft.ts";
import { addStep, stageOf } from "./functions.ts";
import { hintOf } from "./hints.ts";

const CREATE = "cloudfront:CreateKeyValueStore";
const DESCRIBE = "cloudfront:DescribeKeyValueStore";
const UPDATE = "cloudfront:UpdateKeyValueStore";

const READY = "READY";
const PROVISIONING = "PROVISIONING";
/** One that is made is ready within minutes. */
const PATIENCE = { looks: 60, wait: 5_000 };

/**
 * Key-value stores that CloudFront functions read: they hold what they held before a function reads them, and other functions
 * may read them too. They go by their names, which are one of the account each.
 */
export async function planStores(draft: Draft): Promise<void> {
  const { ports, request, blocked, resource } = draft;
  const { functions, stores = [] } = request.translation.document;
  const named = storesNamed(functions);
  if (named.length === 0) return;
  const what = { resource: `key-value stores of account ${ports.account}`, call: LIST_STORES };
  const listed = await attempt(ports.sleep, what, () => readStores(ports, ports.account));
  for (const wanted of stores)
    await planStore(
      draft,
      wanted,
      listed.find(({ Name: name }) => name === wanted.name),
    );
  const kept = new Set(stores.map(({ arn }) => arn));
  for (const arn of named)
    if (!kept.has(arn) && !listed.some(({ ARN: one }) => one === arn))
      blocked.push({
        because: "prerequisite",
        message: `key-value store ${arn} that a CloudFront function of ${resource} reads is not there`,
        hint: `create one that holds what it held, and map ${arn} to its ARN`,
      });
}

async function planStore(draft: Draft, wanted: KeyValueStore, live: Listed | undefined): Promise<void> {
  const { ports, ids, steps, warnings, resource } = draft;
  const { name, arn, comment, pairs } = wanted;
  const label = `key-value store ${name}`;
  if (live?.ARN === undefined) {
    addStep(draft, `create ${label}`, CREATE, "create", (made) => create(draft, wanted, made));
    planFill(draft, wanted, {}, "create");
    return;
  }
  ids.set(arn, live.ARN);
  const before = steps.length;
  const held = live.Status === PROVISIONING ? {} : await heldBy(draft, label, live.ARN);
  const changes = changesOf(held, pairs ?? held);
  const isFilled = changes.puts.length + changes.deletes.length === 0;
  // What a restore has begun to fill is read by no function yet.
  const isOwn = !isFilled && onlyLacks(held, changes) && !(await isRead(draft, live.ARN));
  if (!isFilled) planFill(draft, wanted, held, isOwn ? "create" : "replace");
  if ((live.Comment ?? "") !== comment)
    addStep(draft, `set the comment of ${label} as it was`, UPDATE, "replace", async () => {
      const { ETag: IfMatch } = await describe(draft, name);
      await ports.cloudfront.send(new UpdateKeyValueStoreCommand({ Name: name, Comment: comment, IfMatch }));
    });
  if (steps.length === before) steps.push({ title: `use ${label}`, call: DESCRIBE_KEYS, effect: "keep" });
  if (!isFilled && !isOwn)
    warnings.push(
      `${label} of ${resource} is there and differs: every CloudFront function that reads it finds what it held then`,
    );
}

/** As soon as it is ready: none can be put before. */
function planFill(
  draft: Draft,
  { name, arn, pairs = {} }: KeyValueStore,
  held: Pairs,
  effect: "create" | "replace",
): void {
  if (effect === "create" && Object.keys(pairs).length === 0) return;
  const title =
    effect === "create" ? `fill key-value store ${name}` : `have key-value store ${name} hold what it held`;
  addStep(draft, title, UPDATE_KEYS, effect, async (ids) => {
    await ready(draft, name);
    const resource = `key-value store ${name}`;
    await fill(draft.ports, resource, ids.get(arn) ?? arn, pairs, effect === "replace" ? held : undefined);
  });
}

async function create(
  { ports, ...draft }: Draft,
  { name, arn, comment }: KeyValueStore,
  ids: Ids,
): Promise<void> {
  const { KeyValueStore: made } = await ports.cloudfront
    .send(new CreateKeyValueStoreCommand({ Name: name, ...(comment !== "" && { Comment: comment }) }))
    .catch((error: unknown) => {
      // The answer to the same request was lost.
      if (error instanceof Error && error.name === "EntityAlreadyExists") return describe({ ports }, name);
      throw error;
    });
  if (made?.ARN === undefined)
    throw new RestoreError(
      `key-value store ${name} of ${draft.resource}`,
      CREATE,
      "answered without an ARN",
      AGAIN,
    );
  ids.set(arn, made.ARN);
  await ready({ ports, ...draft }, name);
}

function describe({ ports }: Pick<Draft, "ports">, name: string) {
  return call(DESCRIBE, name, () => ports.cloudfront.send(new DescribeKeyValueStoreCommand({ Name: name })));
}

async function ready(draft: Pick<Draft, "ports" | "resource">, name: string): Promise<void> {
  for (let looks = 1; ; looks++) {
    const { KeyValueStore: found } = await describe(draft, name);
    if (found?.Status === READY) return;
    if (found?.Status !== PROVISIONING || looks >= PATIENCE.looks)
      throw new RestoreError(
        `key-value store ${name} of ${draft.resource}`,
        DESCRIBE,
        `its status is ${found?.Status}, not ${READY}`,
        `see what CloudFront says of it; then ${AGAIN}`,
      );
    await draft.ports.sleep(PATIENCE.wait);
  }
}

function heldBy({ ports, resource }: Draft, label: string, arn: string): Promise<Pairs> {
  const what = { resource: `${label} of ${resource}`, call: DESCRIBE_KEYS, hint: hintOf(AGAIN) };
  return attempt(ports.sleep, what, () => readPairs(ports, arn));
}

/** Whether one of these functions, published or not, reads the store that is there. */
async function isRead(draft: Draft, arn: string): Promise<boolean> {
  for (const { name } of draft.request.translation.document.functions)
    for (const stage of ["LIVE", "DEVELOPMENT"] as const) {
      const found = await stageOf(draft, name, stage);
      if (found !== undefined && storesNamed([found]).includes(arn)) return true;
    }
  return false;
}
