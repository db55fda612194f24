import {
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
} from "@aws-sdk/client-kms";
import {
  DeleteBucketReplicationCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketReplicationCommand,
  ListObjectVersionsCommand,
  PutBucketReplicationCommand,
} from "@aws-sdk/client-s3";
import { GetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { beforeAll, describe, expect, test } from "vitest";
import { eventBusArn, keyAlias, ruleName, topicArn, type WatchRule } from "../../../modules/aws/names.ts";
import type { RunSummary } from "../../../modules/contract/events.ts";
import { blobKey } from "../../../modules/recovery/layout.ts";
import { FUNCTIONS, LOST, STANDBY } from "../../../sandbox/demo/regions.ts";
import { FAKE_CREDENTIALS } from "../../../sandbox/environment.ts";
import { CALLS, eventOf, KEY_ARN, type RecordedCall } from "../calls/recorded-calls.ts";
import { EAR } from "../deployed/ear.ts";
import { messagesIn } from "../deployed/said.ts";
import { ATTACKS } from "./administrator.ts";
import { Hand } from "./hand.ts";
import { manifestKey, PREFIX, SCOPE, type Scene, STORE } from "./scene.ts";
import { deployedRules, takenBy } from "./told.ts";
import { withoutPolicy } from "./without-policy.ts";

const VICTIM = FUNCTIONS.intake;

interface Grant {
  readonly Effect: string;
  readonly Principal: { readonly Service?: string };
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** An administrator of the account who is not its root user. Shapes of events: `recorded-calls.ts` has the source of each. */
export function ransomware(scene: () => Scene): void {
  describe("R7, an administrator without root", () => {
    let hand: Hand;
    let keyArn: string;
    const mallory = () => scene().mallory;
    const endpoint = (): string => scene().deployment.sandbox.endpoint;

    /** Rules of the region that tell of a call, as they are deployed at that moment; each reaches the region's topic. */
    async function toldOf(call: RecordedCall, region = LOST): Promise<string[]> {
      const arn = JSON.stringify(call).replaceAll(KEY_ARN, keyArn);
      const rules = await deployedRules(endpoint(), region);
      const told = await takenBy(endpoint(), region, rules, eventOf(JSON.parse(arn) as RecordedCall));
      for (const { Targets } of rules.filter(({ Name }) => told.includes(Name)))
        expect(Targets.map(({ Arn }) => Arn)).toContain(topicArn(SCOPE, region, region));
      return told;
    }
    const names = (rules: readonly string[]): string[] =>
      rules.map((rule) => ruleName(LOST, rule as WatchRule)).sort();
    const recorded = (service: string, name: string): RecordedCall => {
      const found = CALLS.find((call) => call.service === service && call.name === name);
      if (found === undefined) throw new Error(`nobody recorded ${service} ${name}`);
      return found;
    };

    beforeAll(async () => {
      hand = new Hand(scene());
      const kms = new KMSClient(mallory());
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: keyAlias(LOST) }));
      keyArn = KeyMetadata?.Arn ?? "";
    });

    test("each call that people know of is told by the deployed rules that it concerns, and by no other", async () => {
      const rules = await deployedRules(endpoint(), LOST);
      const own = new Set(
        ["key", "store", "pins", "runs", "guard", "taken", "roles"].map((rule) =>
          ruleName(LOST, rule as WatchRule),
        ),
      );
      for (const call of CALLS) {
        const event = JSON.parse(JSON.stringify(eventOf(call)).replaceAll(KEY_ARN, keyArn)) as object;
        const taken = await takenBy(endpoint(), LOST, rules, event);
        expect(
          taken.filter((name) => own.has(name)),
          `${call.service} ${call.name}`,
        ).toEqual(names(call.told));
      }
    });

    test.each([LOST, STANDBY])(
      "what the rules of %s tell reaches a topic that lets them publish, under no key of ours",
      async (region) => {
        const rules = await deployedRules(endpoint(), region);
        expect(rules.length).toBeGreaterThan(4);
        const topic = topicArn(SCOPE, region, region);
        const bus = eventBusArn(SCOPE, region === LOST ? STANDBY : LOST);
        for (const { Name, State, Targets } of rules) {
          expect(State).toMatch(/^ENABLED/);
          const elsewhere = Name === ruleName(region, "guard") ? [bus] : [];
          expect(Targets.map(({ Arn }) => Arn).sort()).toEqual([...elsewhere, topic].sort());
          const notices = Targets.find(({ Arn }) => Arn === topic);
          const { InputPathsMap = {}, InputTemplate = "" } = notices?.InputTransformer ?? {};
          const holes = [...InputTemplate.matchAll(/<(\w+)>/g)].map(([, hole = ""]) => hole).sort();
          expect(holes).toEqual(Object.keys(InputPathsMap).sort());
        }
        const sns = new SNSClient({ endpoint: endpoint(), region, credentials: FAKE_CREDENTIALS });
        const { Attributes = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn: topic }));
        expect(Attributes.KmsMasterKeyId ?? "").toBe("");
        const { Statement } = JSON.parse(Attributes.Policy ?? "") as { Statement: readonly Grant[] };
        const rule = Statement.find(({ Principal }) => Principal.Service === "events.amazonaws.com");
        expect(rule).toMatchObject({ Effect: "Allow" });
        expect(rule).not.toHaveProperty("Condition");
        expect([rule?.Action, rule?.Resource].flat()).toEqual(["sns:Publish", topic]);
        expect(Statement.filter(({ Effect }) => Effect === "Deny")).toEqual([]);
      },
    );

    test("deletes no version while the bucket's policy is there, with the bypass or without", async () => {
      const Key = manifestKey(VICTIM, scene().run.run);
      const { Versions = [] } = await hand.s3.send(
        new ListObjectVersionsCommand({ Bucket: STORE, Prefix: Key }),
      );
      const one = { Bucket: STORE, Key, VersionId: Versions[0]?.VersionId };
      for (const BypassGovernanceRetention of [false, true])
        await expect(
          hand.s3.send(new DeleteObjectCommand({ ...one, BypassGovernanceRetention })),
        ).rejects.toMatchObject({ name: "AccessDenied" });
      const { Deleted, Errors } = await hand.s3.send(
        new DeleteObjectsCommand({
          ...{ Bucket: STORE, BypassGovernanceRetention: true },
          Delete: { Objects: [{ Key, VersionId: one.VersionId }] },
        }),
      );
      expect([Deleted, Errors]).toEqual([
        undefined,
        [expect.objectContaining({ Key, Code: "AccessDenied" })],
      ]);
    });

    test("takes the bucket's policy away, then a locked version is gone with the bypass: told at the first call, verify names the loss, the copy is whole", async () => {
      const { blobs } = await hand.manifest(VICTIM);
      const Key = blobKey(PREFIX, blobs[0]?.sha256 ?? "");
      const { Versions = [] } = await hand.s3.send(
        new ListObjectVersionsCommand({ Bucket: STORE, Prefix: Key }),
      );
      await withoutPolicy(hand.s3, async () => {
        for (const { VersionId } of Versions)
          await hand.s3.send(
            new DeleteObjectCommand({ Bucket: STORE, Key, VersionId, BypassGovernanceRetention: true }),
          );
      });
      expect(await toldOf(recorded("s3", "DeleteBucketPolicy"))).toEqual(names(["store"]));
      const verify = ["verify", VICTIM, "--point", scene().run.run] as const;
      expect(await scene().deployment.zonekeep(...verify)).toMatchObject({
        code: 1,
        stdout: expect.stringContaining("\n  missing code/$LATEST: "),
      });
      expect(await scene().deployment.zonekeep(...verify, "--from", STANDBY)).toMatchObject({ code: 0 });
      const again = await scene().deployment.zonekeep("backup", "orders", "--json");
      expect(again.code).toBe(0);
      expect(await scene().deployment.zonekeep(...verify)).toMatchObject({ code: 0 });
    });

    test("ends replication: told, and each run from then on says what is copied nowhere", async () => {
      const Bucket = STORE;
      const { ReplicationConfiguration } = await hand.s3.send(new GetBucketReplicationCommand({ Bucket }));
      await hand.s3.send(new DeleteBucketReplicationCommand({ Bucket }));
      expect(await toldOf(recorded("s3", "DeleteBucketReplication"))).toEqual(names(["store"]));
      const { stdout } = await scene().deployment.zonekeep("backup", "orders", "--json");
      const [run] = (JSON.parse(stdout) as { runs: RunSummary[] }).runs;
      expect(run?.warnings).toContain(
        `nothing is copied to ${STANDBY}: no enabled replication rule of ${STORE} takes ${PREFIX} there; deploy links-${LOST}`,
      );
      const read = await scene().deployment.zonekeep("backup", "orders");
      expect(read.stdout + read.stderr).toContain(`nothing is copied to ${STANDBY}: `);
      await hand.s3.send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration }));
    });

    test("may not disable the site's key; who changes its policy first is told of, and so is the run that fails then", async () => {
      const kms = new KMSClient({ endpoint: endpoint(), region: LOST, credentials: FAKE_CREDENTIALS });
      const { Policy = "" } = await kms.send(
        new GetKeyPolicyCommand({ KeyId: keyArn, PolicyName: "default" }),
      );
      // The sandbox evaluates no policies of keys: what AWS would deny is read.
      const { Statement } = JSON.parse(Policy) as { Statement: readonly Record<string, unknown>[] };
      const denied = Statement.filter(({ Effect }) => Effect === "Deny").flatMap(({ Action }) => Action);
      expect(denied).toEqual(expect.arrayContaining(["kms:DisableKey", "kms:ScheduleKeyDeletion"]));
      for (const name of ["PutKeyPolicy", "DisableKey"])
        expect(await toldOf(recorded("kms", name))).toEqual(names(["key"]));

      await kms.send(new DisableKeyCommand({ KeyId: keyArn }));
      const { code, stdout, stderr } = await scene().deployment.zonekeep("backup", "orders");
      await kms.send(new EnableKeyCommand({ KeyId: keyArn }));
      expect(code).toBe(1);
      expect(stdout + stderr).toMatch(/Disabled/);
      const heard = async () => (await messagesIn(scene().home.sqs, EAR)).join("\n");
      await expect.poll(heard, { timeout: 20_000, interval: 500 }).toContain("Disabled");
    });

    test.each(ATTACKS)("$title: it works, and is told by $told", async ({ service, name, told, act }) => {
      const members = Object.entries(await act(mallory()));
      const parameters = Object.fromEntries(
        members.map(([member, value]) => [member[0]?.toLowerCase() + member.slice(1), value]),
      );
      const like = recorded(service, name);
      const call = service === "s3" ? like : { ...like, parameters };
      const rules = await deployedRules(endpoint(), LOST);
      expect(await takenBy(endpoint(), LOST, rules, eventOf(call))).toEqual(names(told));
    });

    test("of a topic that is gone the other region tells, to whose bus the guard hands on", async () => {
      const event = eventOf(recorded("sns", "DeleteTopic"));
      const there = await deployedRules(endpoint(), STANDBY);
      expect(await takenBy(endpoint(), STANDBY, there, event)).toEqual([
        ruleName(STANDBY, `guard-of-${LOST}`),
      ]);
      const sns = new SNSClient({ endpoint: endpoint(), region: STANDBY, credentials: FAKE_CREDENTIALS });
      const TopicArn = topicArn(SCOPE, STANDBY, STANDBY);
      await expect(sns.send(new GetTopicAttributesCommand({ TopicArn }))).resolves.toMatchObject({
        Attributes: { TopicArn },
      });
    });
  });
}
