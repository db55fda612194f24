import { describe, expect, test } from "vitest";
import { snsTopic } from "../../../modules/protectors/sns-topic/protector.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { perform, reasons, titles } from "../../support/made-plan.ts";
import { MemorySpool } from "../../support/memory-spool.ts";
import { noBytes } from "../../support/no-bytes.ts";
import { OPTIONS } from "../../support/sample-request.ts";
import { arm, arnOf, endpoints, OTHER, placeOf, plan, portsOf, topicOf } from "./place.ts";

const ARN = arnOf("sns", "orders");
const POLICY = { Name: "p", Version: "2021-06-01", Statement: [] };
const PUT = "set DataProtectionPolicy of topic orders";
const SKIPPED = { skip: new Set(["data-protection"]) };
const CAPTURED =
  "whether topic orders has a data protection policy cannot be read, and the point has none (AuthorizationErrorException: " +
  "Message data protection is not available to you): allow sns:GetDataProtectionPolicy to the role that captures; " +
  "AWS offers such policies to no new customer";
const LEFT_OUT =
  "the data protection policy of topic orders: whether it is there cannot be read (AuthorizationErrorException: Message data " +
  "protection is not available to you); allow sns:GetDataProtectionPolicy to the role that restores, or say --skip data-protection";

const protectedTopic = () => topicOf({ dataProtectionPolicy: POLICY });

function live(protection = "") {
  const place = placeOf();
  place.sns.CreateTopic({
    Name: "orders",
    Attributes: { DisplayName: "Orders" },
    Tags: [{ Key: "team", Value: "shop" }],
    DataProtectionPolicy: protection,
  });
  return place;
}

/** As a restore does: a part that fails is told, and the steps after it go on. */
async function performed(planned: Awaited<ReturnType<typeof plan>>): Promise<string[]> {
  const failed: string[] = [];
  const ids = new Map(planned.ids);
  for (const step of planned.steps)
    try {
      await step.perform?.(ids);
    } catch (error) {
      if (step.part === undefined) throw error;
      failed.push(`${step.part}: ${(error as Error).message}`);
    }
  return failed;
}

function capture(place: ReturnType<typeof placeOf>) {
  const ports = { ...portsOf(place), download: noBytes, spool: new MemorySpool() };
  const item = { kind: "sns-topic" as const, id: "orders", name: "orders", arn: ARN, related: [] };
  return snsTopic.capture({ ...ports, known: () => Promise.resolve(undefined) }, item, OPTIONS);
}

describe("a policy on what messages may hold", () => {
  test("is put once the topic is there", async () => {
    const place = placeOf();
    const planned = await plan(place, protectedTopic());
    expect(titles(planned)).toEqual(["create: create topic orders", `create: ${PUT}`]);
    await perform(planned);
    expect(place.sns.writes()).toEqual(["CreateTopic", "PutDataProtectionPolicy"]);
    expect(place.sns.topics.get(ARN)?.protection).toBe(JSON.stringify(POLICY));
  });

  test("that AWS refuses to the account stays away by name, and all else of the topic comes back and is armed", async () => {
    const place = placeOf();
    place.sns.isNewCustomer = true;
    const planned = await plan(place, protectedTopic());
    expect(planned.parts).toEqual(["data-protection"]);
    expect(await performed(planned)).toEqual([
      "data-protection: topic orders: sns:PutDataProtectionPolicy: AuthorizationErrorException: Message data protection is not " +
        "available to you\n  help: allow sns:PutDataProtectionPolicy to the role that restores, and run the restore again; an " +
        "account that had no such policy before April 30, 2026 gets none from AWS: say --skip data-protection, and let what " +
        "publishes take out what nobody may see (sns-message-data-protection-availability-change in the SNS Developer Guide)",
    ]);
    await arm(place, planned);
    expect(endpoints(place)).toHaveLength(3);
    const again = await plan(place, protectedTopic());
    expect([titles(again), reasons(again), again.leftOut]).toEqual([
      ["keep: topic orders is as it was"],
      [],
      [LEFT_OUT],
    ]);
    expect((await plan(place, protectedTopic(), SKIPPED)).leftOut).toEqual([]);
  });

  test("is left out where a person says so, and its counterparts are not asked for", async () => {
    const place = placeOf();
    const planned = await plan(place, protectedTopic(), SKIPPED);
    expect(titles(planned)).toEqual(["create: create topic orders"]);
    expect(planned.warnings).toEqual([
      "the data protection policy of topic orders is left out, as --skip data-protection says",
    ]);
    await perform(planned);
    expect(place.sns.writes()).toEqual(["CreateTopic"]);
  });

  test("is put by the next restore where one ended before it, and only while the topic tells nobody", async () => {
    const place = live();
    const planned = await plan(place, protectedTopic());
    expect([planned.live, titles(planned), reasons(planned)]).toEqual(["ours", [`create: ${PUT}`], []]);
    place.sns.told(ARN, "lambda", OTHER);
    expect(reasons(await plan(place, protectedTopic()))).toEqual([
      `live: topic orders is there and differs: ${PUT}`,
    ]);
  });

  test("that a live topic has and the point has not goes with --replace alone", async () => {
    const place = live(JSON.stringify(POLICY));
    expect(reasons(await plan(place, topicOf()))).toEqual([
      `live: topic orders is there and differs: ${PUT}`,
    ]);
    await perform(await plan(place, topicOf(), { replace: true }));
    expect(place.sns.topics.get(ARN)?.protection).toBe("");
  });
});

describe("a policy that may not be read", () => {
  const unread = async () => {
    const place = live(JSON.stringify(POLICY));
    place.sns.isNewCustomer = true;
    const found = await capture(place);
    if (found === undefined) throw new Error("nothing was captured");
    return found;
  };

  test("is told, and the topic is captured without it", async () => {
    const { document, warnings } = await unread();
    expect(warnings).toEqual([CAPTURED]);
    expect(document).toMatchObject({ attributes: { DisplayName: "Orders" }, dataProtectionUnread: true });
    expect(document).not.toHaveProperty("dataProtectionPolicy");
  });

  test("is not taken away from a live topic, and is no difference", async () => {
    const { document } = await unread();
    const place = live(JSON.stringify(POLICY));
    expect(titles(await plan(place, document, { replace: true }))).toEqual([
      "keep: topic orders is as it was",
    ]);
    const now = await capture(place);
    if (now === undefined) throw new Error("nothing was captured");
    const differ = (was: typeof document, is: typeof document) =>
      snsTopic.differences(was, is, {}, { armed: true }).map(({ path }) => path);
    expect(differ(document, now.document)).toEqual([]);
    expect(differ(now.document, document)).toEqual(["attributes.DataProtectionPolicy"]);
    expect(differ(document, document)).toEqual([]);
  });

  test("fails the capture where SNS has not answered at all", async () => {
    const place = live(JSON.stringify(POLICY));
    place.sns.GetDataProtectionPolicy = () => {
      throw awsError("InternalErrorException", 500, "try later");
    };
    await expect(capture(place)).rejects.toThrow("sns:GetDataProtectionPolicy of orders: ");
  });
});
