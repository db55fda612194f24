import { describe, expect, test } from "vitest";
import { userPoolTriggers } from "../../../modules/protectors/user-pool-triggers/protector.ts";
import { awsError } from "../../support/fake-aws/error.ts";
import { reasons, titles } from "../../support/made-plan.ts";
import {
  ARN,
  arm,
  armEach,
  arnOf,
  away,
  called,
  disarm,
  documentOf,
  ELSEWHERE,
  FUNCTION,
  KEY,
  OTHER,
  POOL,
  placeOf,
  plan,
  SOURCE,
} from "./place.ts";

const sender = (LambdaArn: string) => ({ LambdaVersion: "V1_0" as const, LambdaArn });
const NONE = new Map<string, string>();

describe("a pool that is there", () => {
  test("calls nobody before arm, then whom it called, and nobody of ours after disarm", async () => {
    const place = placeOf();
    place.cognito.have(POOL, { LambdaConfig: { UserMigration: OTHER } });
    const planned = await plan(place, documentOf());
    expect([titles(planned), planned.atArm]).toEqual([
      [],
      [
        {
          title: `merge triggers into user pool ${POOL}`,
          call: "cognito-idp:UpdateUserPool",
          effect: "create",
        },
      ],
    ]);
    expect(place.cognito.writes().filter((name) => name === "UpdateUserPool")).toEqual([]);
    expect(await arm(place, planned)).toEqual([
      `written: let PreSignUp call ${FUNCTION} in user pool ${POOL}`,
    ]);
    expect(called(place)).toEqual({ UserMigration: OTHER, PreSignUp: FUNCTION });
    await disarm(place, planned);
    expect(called(place)).toEqual({ UserMigration: OTHER });
  });

  test("keeps its triggers where they are as they were, and arming writes nothing", async () => {
    const place = placeOf();
    place.cognito.have(POOL, { LambdaConfig: { PreSignUp: FUNCTION } });
    const planned = await plan(place, documentOf());
    expect(titles(planned)).toEqual([`keep: triggers of user pool ${POOL} are as they were`]);
    expect(await arm(place, planned)).toEqual([`kept: let PreSignUp call ${FUNCTION} in user pool ${POOL}`]);
    expect(place.cognito.called()).not.toContain("UpdateUserPool");
  });

  test("that calls another function by the same trigger is told before, and left as it is", async () => {
    const place = placeOf();
    place.cognito.have(POOL, { LambdaConfig: { PreSignUp: OTHER } });
    const planned = await plan(place, documentOf());
    expect(planned.warnings).toEqual([
      `user pool ${POOL}: trigger PreSignUp calls ${OTHER}: arm leaves that as it is, unless the restore is run with --replace`,
    ]);
    expect(await armEach(place, planned, NONE)).toEqual([
      expect.stringContaining(`trigger PreSignUp calls ${OTHER}\n  help: take that trigger away`),
    ]);
    expect(called(place)).toEqual({ PreSignUp: OTHER });
  });

  test("that calls another function is written over with --replace, and where that function is gone", async () => {
    for (const replace of [true, false]) {
      const place = placeOf();
      place.cognito.have(POOL, { LambdaConfig: { PreSignUp: OTHER } });
      if (!replace) place.absent.add(OTHER);
      const planned = await plan(place, documentOf(), { replace });
      const notes: string[] = [];
      await arm(place, planned, NONE, notes);
      expect(called(place)).toEqual({ PreSignUp: FUNCTION });
      expect(notes.at(-1)).toContain(`trigger PreSignUp calls ${OTHER}: it becomes as it was`);
    }
  });

  test("gets no trigger that calls a function which is not there: nobody could sign in", async () => {
    const place = placeOf();
    place.cognito.have(POOL);
    place.absent.add(FUNCTION);
    expect(await armEach(place, await plan(place, documentOf()), NONE)).toEqual([
      expect.stringContaining(`what its triggers are to call is not there: ${FUNCTION}`),
    ]);
    expect(called(place)).toEqual({});
  });

  test("gets no trigger of a function that does not let it in, which is said with the command that does", async () => {
    const allow = (Condition?: object, more: object = {}) => ({
      ...{ Effect: "Allow", Principal: { Service: "cognito-idp.amazonaws.com" } },
      ...{ Action: "lambda:InvokeFunction", ...(Condition && { Condition }), ...more },
    });
    const tried = async (statements: readonly object[], called = FUNCTION) => {
      const place = placeOf();
      place.cognito.have(POOL);
      place.policies.set("orders:live", statements).set("orders", statements);
      if (called !== FUNCTION) place.policies.delete("orders");
      return armEach(place, await plan(place, documentOf({ PreSignUp: called })), NONE);
    };
    const written = [`written: let PreSignUp call ${FUNCTION} in user pool ${POOL}`];
    for (const lets of [
      allow(),
      allow({ ArnLike: { "AWS:SourceArn": ARN } }),
      allow({ ArnEquals: { "aws:SourceArn": ARN.replace(/[^/]+$/, "*") } }),
      allow({ StringEquals: { "aws:SourceAccount": SOURCE.account } }),
      allow(undefined, { Action: ["lambda:*"], Principal: "*" }),
    ])
      expect(await tried([lets])).toEqual(written);
    for (const none of [
      [],
      [allow({ ArnLike: { "AWS:SourceArn": `${ARN}other` } })],
      [allow({ StringEquals: { "aws:SourceAccount": "999999999999" } })],
      [allow(undefined, { Principal: { Service: "s3.amazonaws.com" } })],
      [allow(undefined, { Action: "lambda:GetFunction" })],
      [allow(undefined, { Effect: "Deny" })],
    ])
      expect(await tried(none)).toEqual([
        expect.stringContaining(
          `does not let the pool in, and nobody could sign in: ${FUNCTION}\n  help: aws lambda add-permission ` +
            "--region us-east-1 --function-name orders --statement-id cognito-idp-invokes " +
            `--action lambda:InvokeFunction --principal cognito-idp.amazonaws.com --source-arn ${ARN}; then arm again`,
        ),
      ]);
    expect(await tried([], `${FUNCTION}:live`)).toEqual([
      expect.stringContaining("--function-name orders --qualifier live "),
    ]);
  });

  test("has one key for both custom senders: that of somebody else's is not changed", async () => {
    const theirs = arnOf("kms", "key/0b1e5f6a-aaaa-bbbb-cccc-000000000002");
    const place = placeOf();
    place.cognito.have(POOL, { LambdaConfig: { CustomEmailSender: sender(OTHER), KMSKeyID: theirs } });
    const planned = await plan(place, documentOf({ CustomSMSSender: sender(FUNCTION), KMSKeyID: KEY }));
    expect(await armEach(place, planned, NONE)).toEqual([
      expect.stringContaining(`trigger CustomEmailSender has the KMSKeyID ${theirs}`),
    ]);
    expect(called(place)?.KMSKeyID).toBe(theirs);
  });

  test("loses the key with its last custom sender, where arming set it, and keeps one that it had", async () => {
    for (const [there, left] of [
      [{}, {}],
      [{ KMSKeyID: KEY }, { KMSKeyID: KEY }],
    ] as const) {
      const place = placeOf();
      place.cognito.have(POOL, { LambdaConfig: there });
      const planned = await plan(place, documentOf({ CustomSMSSender: sender(FUNCTION), KMSKeyID: KEY }));
      await arm(place, planned);
      expect(called(place)).toEqual({ CustomSMSSender: sender(FUNCTION), KMSKeyID: KEY });
      await disarm(place, planned);
      expect(called(place)).toEqual(left);
    }
  });

  test("keeps a trigger that somebody changed since, also when it is disarmed", async () => {
    const place = placeOf();
    place.cognito.have(POOL);
    const planned = await plan(place, documentOf());
    await arm(place, planned);
    place.cognito.have(POOL, { LambdaConfig: { PreSignUp: OTHER } });
    expect(await disarm(place, planned)).toEqual([
      expect.stringContaining("trigger PreSignUp was changed since"),
    ]);
    expect(called(place)).toEqual({ PreSignUp: OTHER });
  });

  test("tells a key that is not there before anything is armed", async () => {
    const place = placeOf();
    place.cognito.have(POOL);
    place.absent.add(KEY);
    const planned = await plan(place, documentOf({ CustomSMSSender: sender(FUNCTION), KMSKeyID: KEY }));
    expect(planned.warnings).toEqual([
      `key ${KEY} of user pool ${POOL} does not exist or is not enabled: arm cannot set custom senders before it is`,
    ]);
  });
});

describe("a write of the whole pool", () => {
  test("is of what is there by then: a change that came after the plan stays", async () => {
    const place = placeOf();
    place.cognito.have(POOL);
    const planned = await plan(place, documentOf());
    place.cognito.have(POOL, { MfaConfiguration: "ON", LambdaConfig: { UserMigration: OTHER } });
    await arm(place, planned);
    expect(place.cognito.pools.get(POOL)).toMatchObject({
      MfaConfiguration: "ON",
      LambdaConfig: { PreSignUp: FUNCTION, UserMigration: OTHER },
    });
  });

  test("is of what is there once its functions were asked: a change that came meanwhile stays", async () => {
    const place = placeOf();
    place.cognito.have(POOL);
    const planned = await plan(place, documentOf());
    let reads = 0;
    place.cognito.wire.before = ({ name }) => {
      // Arming looks twice, and once more before it asks functions; the fourth time is right before the write.
      if (name === "DescribeUserPool" && ++reads === 4) place.cognito.have(POOL, { MfaConfiguration: "ON" });
      return undefined;
    };
    const notes: string[] = [];
    await arm(place, planned, NONE, notes);
    expect(place.cognito.pools.get(POOL)?.MfaConfiguration).toBe("ON");
    expect(called(place)).toEqual({ PreSignUp: FUNCTION });
    expect(place.cognito.called().filter((name) => name === "UpdateUserPool")).toHaveLength(1);
    expect(notes).toEqual([]);
  });

  test("ends where somebody else never lets the pool be, and undoes nothing of theirs", async () => {
    const place = placeOf();
    place.cognito.have(POOL);
    const planned = await plan(place, documentOf());
    let changes = 0;
    place.cognito.wire.before = ({ name }) => {
      if (name === "DescribeUserPool")
        place.cognito.have(POOL, { EmailVerificationSubject: `of change ${++changes}` });
      return undefined;
    };
    expect(await armEach(place, planned, NONE)).toEqual([
      expect.stringContaining("another writer keeps changing it"),
    ]);
    expect(place.cognito.called()).not.toContain("UpdateUserPool");
  });

  test("is made anew from what is there, where AWS says that somebody else was writing", async () => {
    const place = placeOf();
    place.cognito.have(POOL);
    const planned = await plan(place, documentOf());
    let refused = false;
    place.cognito.wire.before = ({ name }) => {
      if (name !== "UpdateUserPool" || refused) return undefined;
      refused = true;
      place.cognito.have(POOL, { MfaConfiguration: "ON" });
      return awsError("ConcurrentModificationException", 400);
    };
    await arm(place, planned);
    expect(place.cognito.pools.get(POOL)?.MfaConfiguration).toBe("ON");
    expect(called(place)).toEqual({ PreSignUp: FUNCTION });
  });

  test("is made again where another one wrote it away, and ends where that never ends", async () => {
    const place = placeOf();
    place.cognito.have(POOL);
    let away = 2;
    place.cognito.afterUpdate = () => {
      if (away-- > 0) place.cognito.have(POOL, {});
    };
    const planned = await plan(place, documentOf());
    await arm(place, planned);
    expect(called(place)).toEqual({ PreSignUp: FUNCTION });
    const other = placeOf();
    other.cognito.have(POOL);
    other.cognito.afterUpdate = () => void other.cognito.have(POOL, {});
    expect(await armEach(other, await plan(other, documentOf()), NONE)).toEqual([
      expect.stringContaining("another writer keeps undoing it"),
    ]);
  });

  test("tells by name what is otherwise afterwards", async () => {
    const place = placeOf();
    place.cognito.have(POOL);
    const planned = await plan(place, documentOf());
    let first = true;
    place.cognito.afterUpdate = (id) => {
      const pool = place.cognito.pools.get(id);
      if (first)
        place.cognito.pools.set(id, { ...pool, MfaConfiguration: "ON", DeletionProtection: "ACTIVE" });
      first = false;
    };
    const notes: string[] = [];
    await arm(place, planned, NONE, notes);
    expect(notes).toEqual([
      `user pool ${POOL}: DeletionProtection, MfaConfiguration differed after the write from before: look whether that is meant`,
    ]);
  });

  test("that AWS refuses for another setting says where to look", async () => {
    const place = placeOf();
    place.cognito.have(POOL);
    const planned = await plan(place, documentOf());
    place.cognito.wire.before = ({ name }) =>
      name === "UpdateUserPool"
        ? awsError("InvalidSmsRoleTrustRelationshipException", 400, "Role does not have a trust relationship")
        : undefined;
    expect(await armEach(place, planned, NONE)).toEqual([
      expect.stringContaining(
        "AWS looks at every setting of a pool when one is written: correct what it names",
      ),
    ]);
  });
});

describe("elsewhere", () => {
  const map = { [FUNCTION]: away(FUNCTION) };
  const translated = (asked: object = {}) =>
    userPoolTriggers.translate(documentOf(), undefined, { target: ELSEWHERE, map, ...asked });

  test("a replica has the id of the pool, and is found by it", async () => {
    const place = placeOf(ELSEWHERE);
    const ports = { ...ELSEWHERE, client: place.client, sleep: async () => undefined };
    expect(await userPoolTriggers.drawn?.(ports, documentOf(), {})).toEqual({});
    place.cognito.have(POOL);
    const drawn = await userPoolTriggers.drawn?.(ports, documentOf(), {});
    expect(drawn).toEqual({ [ARN]: away(ARN).replace(`${ELSEWHERE.region}_`, `${SOURCE.region}_`) });
    const planned = await plan(place, documentOf(), { map: { ...map, ...drawn } });
    expect(reasons(planned)).toEqual([]);
    await arm(place, planned);
    expect(called(place)).toEqual({ PreSignUp: away(FUNCTION) });
  });

  test("a pool that has no counterpart is told, and one of the map stands for it, by its ARN or its id", () => {
    expect(translated().missing).toEqual([
      {
        path: "arn",
        value: ARN,
        reason: `it has no replica in ${ELSEWHERE.region} of account ${SOURCE.account}; create one, or name the user pool that stands for it`,
      },
    ]);
    const theirs = "eu-west-1_Other";
    const arn = `arn:aws:cognito-idp:${ELSEWHERE.region}:${SOURCE.account}:userpool/${theirs}`;
    for (const entry of [{ [ARN]: arn }, { [POOL]: theirs }]) {
      const { document, missing } = translated({ map: { ...map, ...entry } });
      expect({ pool: document.pool, arn: document.arn, missing }).toEqual({ pool: theirs, arn, missing: [] });
    }
  });

  test("beside others, of a pool only what calls one of them comes along, and a key only with a custom sender", () => {
    const config = { PreSignUp: FUNCTION, CustomSMSSender: sender(OTHER), KMSKeyID: KEY };
    const { source } = userPoolTriggers.translate(documentOf(config), undefined, {
      ...{ target: SOURCE, map: {}, restored: new Set([FUNCTION]) },
    });
    expect(source.lambdaConfig).toEqual({ PreSignUp: FUNCTION });
  });

  test("a version of a function is that which it has now, and one that did not come back is told", async () => {
    const place = placeOf();
    place.cognito.have(POOL);
    const planned = await plan(
      place,
      documentOf({ PreSignUp: `${FUNCTION}:7`, PostConfirmation: `${OTHER}:3` }),
    );
    const ids = new Map([
      [`${FUNCTION}:7`, `${FUNCTION}:2`],
      [`${OTHER}:1`, `${OTHER}:1`],
    ]);
    expect(await armEach(place, planned, ids)).toEqual([
      `written: let PreSignUp call ${FUNCTION}:2 in user pool ${POOL}`,
      expect.stringContaining("the version that trigger PostConfirmation called did not come back"),
    ]);
    expect(called(place)).toEqual({ PreSignUp: `${FUNCTION}:2` });
  });
});

test("a pool that is gone blocks nothing but itself, and says that users cannot be brought back", async () => {
  const planned = await plan(placeOf(), documentOf());
  expect(reasons(planned)).toEqual([
    `incomplete: user pool ${POOL} is not there, and a restore makes no user pool: users cannot be brought back`,
  ]);
});

test("the trigger before tokens are made is one, whichever of its two members is told", async () => {
  const differences = (was: object, is: object) =>
    userPoolTriggers.differences(documentOf(was as never), documentOf(is as never), {}, { armed: true });
  const both = { PreTokenGeneration: FUNCTION, PreTokenGenerationConfig: sender(FUNCTION) };
  expect(differences({ PreTokenGeneration: FUNCTION }, both)).toEqual([]);
  expect(differences(both, { PreTokenGeneration: OTHER })).toEqual([
    { path: "PreTokenGeneration.arn", was: FUNCTION, is: OTHER },
  ]);
});
