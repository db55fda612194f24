import { describe, expect, test } from "vitest";
import type { DistributionDocument } from "../../../modules/protectors/cloudfront-distribution/document.ts";
import { cloudfrontDistribution } from "../../../modules/protectors/cloudfront-distribution/protector.ts";
import type { CloudFrontPlace } from "../../support/conforming/cloudfront-place.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { perform, planPortsOf, reasons, titles } from "../../support/made-plan.ts";
import { account, distributionOf, ID, placeOf, plan, THERE } from "./place.ts";

const LABEL = `distribution ${ID} (www.example.com)`;
const OLD = "0b1e5f6a-aaaa-bbbb-cccc-000000000003";
const arnOf = (id: string, of = account): string => `arn:aws:cloudfront::${of}:key-value-store/${id}`;
const PAIRS = { anna: "canary-1", ben: "canary-2" };
const codeOf = (id: string): string => `cf.kvs("${id}")`;

/** A site whose CloudFront function reads a store, which it names by its ARN and in its code by its id. */
function reading(
  pairs: Readonly<Record<string, string>> | undefined = PAIRS,
  id = OLD,
): DistributionDocument {
  const [checks] = distributionOf().functions;
  if (checks === undefined) throw new Error("it has no function");
  const Items = [{ KeyValueStoreARN: arnOf(id) }];
  const config = { ...checks.config, KeyValueStoreAssociations: { Quantity: 1, Items } };
  return distributionOf(
    {},
    {
      functions: [{ ...checks, config, code: codeOf(id) }],
      stores: [{ name: "passwords", arn: arnOf(id), comment: "who may", pairs }],
    },
  );
}

const many = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`user-${n}`, `canary-${n}`]));

function storeIn({ cloudfront: { keyValues } }: CloudFrontPlace) {
  const found = keyValues.stores.get("passwords");
  if (found === undefined) throw new Error("there is no store");
  return { found, arn: keyValues.arn(found), pairs: Object.fromEntries(found.pairs) };
}

/** A place where all of it came back. */
async function restored(document = reading()): Promise<CloudFrontPlace> {
  const place = placeOf();
  await perform(await plan(place, document));
  return place;
}

const capture = ({ cloudfront, client }: CloudFrontPlace, id: string) =>
  cloudfrontDistribution.capture(
    planPortsOf({ account: cloudfront.account, region: cloudfront.region, client }) as never,
    { kind: "cloudfront-distribution", id, name: id, arn: cloudfront.arn(id), related: [] },
    { scope: { code: "published", triggers: "all" }, today: "2026-01-01", keep: async (one) => one },
  );

describe("a key-value store that a CloudFront function reads", () => {
  test("and that is gone is made, ready and filled before the function that reads it, which names the new one", async () => {
    const place = placeOf();
    const planned = await plan(place, reading());
    expect(titles(planned)).toEqual([
      "create: create key-value store passwords",
      "create: fill key-value store passwords",
      "create: create CloudFront function checks",
      "create: publish CloudFront function checks",
      "keep: use cache policy own-policy",
      `create: create ${LABEL}, disabled`,
    ]);
    expect(JSON.stringify([planned.steps, planned.warnings, planned.activation(planned.ids)])).not.toMatch(
      /canary|anna/,
    );
    const ids = await perform(planned);
    const { found, arn, pairs } = storeIn(place);
    expect([pairs, found.comment, found.id === OLD]).toEqual([PAIRS, "who may", false]);
    expect(ids.get(arnOf(OLD))).toBe(arn);
    const { config, code } = place.cloudfront.functions.get("checks")?.live ?? {};
    expect(config?.KeyValueStoreAssociations?.Items).toEqual([{ KeyValueStoreARN: arn }]);
    expect(new TextDecoder().decode(code)).toBe(codeOf(found.id));
  });

  test("and that is there as it was is used, and nothing is written", async () => {
    const place = await restored();
    const writes = place.cloudfront.keyValues.writes().length;
    const planned = await plan(place, reading());
    expect(titles(planned)).toContain("keep: use key-value store passwords");
    expect(titles(planned).filter((title) => !title.startsWith("keep"))).toEqual([]);
    await perform(planned);
    expect(place.cloudfront.keyValues.writes()).toHaveLength(writes);
  });

  test("and that holds something else is changed with --replace alone, key by key", async () => {
    const place = await restored();
    const { found } = storeIn(place);
    found.pairs = new Map([
      ["anna", "theirs"],
      ["carl", "theirs"],
    ]);
    expect(reasons(await plan(place, reading()))).toEqual([
      `live: ${LABEL} is there and differs: have key-value store passwords hold what it held`,
    ]);
    const planned = await plan(place, reading(), { replace: true });
    expect(planned.warnings).toEqual([
      `key-value store passwords of ${LABEL} is there and differs: every CloudFront function that reads it finds what it held then`,
    ]);
    await perform(planned);
    expect(storeIn(place).pairs).toEqual(PAIRS);
    expect(place.cloudfront.wire.named("UpdateKeys").slice(-2)).toMatchObject([
      { input: { Puts: [{ Key: "anna" }, { Key: "ben" }] } },
      { input: { Deletes: [{ Key: "carl" }] } },
    ]);
  });

  test("and that lacks a key is not filled again while a function reads it, unless somebody says --replace", async () => {
    const place = await restored();
    storeIn(place).found.pairs.delete("ben");
    expect(reasons(await plan(place, reading()))).toHaveLength(1);
  });

  test("and whose filling was killed is filled on: no function reads it yet", async () => {
    const place = placeOf();
    const document = reading(many(120));
    place.cloudfront.wire.before = ({ name }) =>
      name === "UpdateKeys" && place.cloudfront.wire.named(name).length === 2
        ? awsError("AccessDeniedException", 403)
        : undefined;
    await expect(perform(await plan(place, document))).rejects.toThrow("cloudfront-keyvaluestore:UpdateKeys");
    expect(Object.keys(storeIn(place).pairs)).toHaveLength(50);
    place.cloudfront.wire.before = () => undefined;
    await perform(await plan(place, document));
    expect(storeIn(place).pairs).toEqual(many(120));
    const sizes = place.cloudfront.wire.named("UpdateKeys").map(({ input }) => (input.Puts as []).length);
    expect(sizes).toEqual([50, 50, 50, 20]);
  });

  test("and to which somebody else writes meanwhile is left as they have it", async () => {
    const place = await restored();
    storeIn(place).found.pairs.set("anna", "theirs");
    const planned = await plan(place, reading(), { replace: true });
    Object.assign(storeIn(place).found, { etag: "LATER" }).pairs.set("dora", "theirs");
    await expect(perform(planned)).rejects.toThrow("it was changed meanwhile");
    expect(storeIn(place).pairs).toEqual({ anna: "theirs", ben: "canary-2", dora: "theirs" });
  });

  test("comes to the same where an answer was lost, or somebody writes between two requests", async () => {
    const place = placeOf();
    place.cloudfront.wire.before = ({ name }) => {
      if (name === "UpdateKeys" && place.cloudfront.wire.named(name).length === 2)
        Object.assign(storeIn(place).found, { etag: "LATER" }).pairs.set("dora", "theirs");
      return undefined;
    };
    await perform(await plan(place, reading(many(70))));
    expect(storeIn(place).pairs).toEqual(many(70));
  });

  test("comes back by its name in another account, where its functions read that one", async () => {
    const place = placeOf(THERE);
    const map = {
      [`arn:aws:lambda:us-east-1:${account}:function:resizes:7`]: `arn:aws:lambda:us-east-1:${THERE.account}:function:resizes:1`,
    };
    await perform(await plan(place, reading(), { map }));
    const { arn, pairs } = storeIn(place);
    expect([arn.includes(THERE.account), pairs]).toEqual([true, PAIRS]);
    const { config } = place.cloudfront.functions.get("checks")?.live ?? {};
    expect(config?.KeyValueStoreAssociations?.Items).toEqual([{ KeyValueStoreARN: arn }]);
  });

  test("and that the map names is used as it is, whatever it holds", async () => {
    const place = placeOf();
    const theirs = place.cloudfront.keyValues.have("theirs", { theirs: "theirs" });
    const planned = await plan(place, reading(), { map: { [arnOf(OLD)]: theirs } });
    await perform(planned);
    expect(place.cloudfront.keyValues.writes().filter((name) => name === "UpdateKeys")).toEqual([]);
    const { config } = place.cloudfront.functions.get("checks")?.live ?? {};
    expect(config?.KeyValueStoreAssociations?.Items).toEqual([{ KeyValueStoreARN: theirs }]);
  });

  test("has to be there where the point is older than what stores hold is kept", async () => {
    const { stores: _, ...older } = reading();
    expect(reasons(await plan(placeOf(), older))).toEqual([
      `prerequisite: key-value store ${arnOf(OLD)} that a CloudFront function of ${LABEL} reads is not there`,
    ]);
  });

  test("is emptied by no restore whose point's secrets are not open", async () => {
    const place = await restored();
    storeIn(place).found.pairs.set("anna", "theirs");
    const [store] = reading().stores ?? [];
    if (store === undefined) throw new Error("it has no store");
    const { pairs: _, ...closed } = store;
    const planned = await plan(place, { ...reading(), stores: [closed] }, { replace: true });
    await perform(planned);
    expect(storeIn(place).pairs).toEqual({ anna: "theirs", ben: "canary-2" });
  });

  test("and that fails to be made is told with its state", async () => {
    const place = placeOf();
    const planned = await plan(place, reading());
    place.cloudfront.CreateKeyValueStore = () => ({
      KeyValueStore: { ARN: place.cloudfront.keyValues.have("passwords", {}) } as never,
      ETag: "E1",
    });
    place.cloudfront.DescribeKeyValueStore = () =>
      ({ KeyValueStore: { Status: "FAILED" }, ETag: "E1" }) as never;
    await expect(perform(planned)).rejects.toThrow("its status is FAILED, not READY");
  });
});

describe("a point of a distribution whose function reads a store", () => {
  const kept = async () => {
    const place = await restored();
    const id = [...place.cloudfront.distributions.keys()][0] ?? "";
    return { place, id };
  };

  test("has what the store holds among its secrets, keys too, and nowhere else", async () => {
    const { place, id } = await kept();
    const found = await capture(place, id);
    const { arn } = storeIn(place);
    expect(found?.document.stores).toEqual([{ name: "passwords", arn, comment: "who may" }]);
    expect(found?.secrets).toMatchObject({ sealed: { "stores[0].pairs": PAIRS } });
    expect(JSON.stringify([found?.document, found?.warnings, found?.revision])).not.toMatch(/canary|anna/);
  });

  test("is of one moment: a key that is put while it is read is in it", async () => {
    const { place, id } = await kept();
    const { keyValues } = place.cloudfront;
    const looks = keyValues.called().length;
    place.cloudfront.wire.before = () => {
      const [, , ...later] = keyValues.called().slice(looks);
      if (later.length === 1 && !storeIn(place).found.pairs.has("carl"))
        Object.assign(storeIn(place).found, { etag: "LATER" }).pairs.set("carl", "canary-3");
      return undefined;
    };
    const found = await capture(place, id);
    expect(found?.secrets).toMatchObject({ sealed: { "stores[0].pairs": { ...PAIRS, carl: "canary-3" } } });
  });

  test("differs from one of another value in its secrets alone", async () => {
    const { place, id } = await kept();
    const was = await capture(place, id);
    storeIn(place).found.pairs.set("anna", "canary-9");
    Object.assign(storeIn(place).found, { etag: "LATER" });
    const is = await capture(place, id);
    if (was === undefined || is === undefined) throw new Error("it is gone");
    expect(cloudfrontDistribution.differences(was.document, is.document, {}, { armed: true })).toEqual([]);
    expect(cloudfrontDistribution.secretsDiffer?.(was as never, is as never, {})).toBe(true);
    expect(cloudfrontDistribution.secretsDiffer?.(was as never, was as never, {})).toBe(false);
  });
});

test("what holds nothing is made and not filled", async () => {
  const place = placeOf();
  const planned = await plan(place, reading({}));
  expect(titles(planned)).not.toContain("create: fill key-value store passwords");
  await perform(planned);
  expect(storeIn(place).pairs).toEqual({});
});
