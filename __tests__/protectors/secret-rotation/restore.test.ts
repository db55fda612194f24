import { describe, expect, test } from "vitest";
import { secretRotation } from "../../../modules/protectors/secret-rotation/protector.ts";
import { reasons, titles } from "../../support/made-plan.ts";
import {
  ARN,
  arm,
  armEach,
  DAILY,
  disarm,
  documentOf,
  ELSEWHERE,
  FUNCTION,
  NAME,
  OTHER,
  placeOf,
  plan,
  portsOf,
  ROTATION,
  SOURCE,
} from "./place.ts";

const NONE = new Map<string, string>();

describe("a secret that is there", () => {
  test("is rotated by nobody before arm, then as it was, and by nobody after disarm; only a test is run", async () => {
    const place = placeOf();
    const secret = place.secrets.have(NAME);
    const planned = await plan(place, documentOf());
    expect([titles(planned), planned.atArm?.map(({ title }) => title)]).toEqual([
      [],
      [`have ${FUNCTION} rotate secret ${NAME}`],
    ]);
    expect(secret.RotationEnabled).toBeUndefined();
    const notes: string[] = [];
    expect(await arm(place, planned, planned.ids as never, notes)).toEqual([
      `written: have ${FUNCTION} rotate secret ${NAME}`,
    ]);
    expect(place.secrets.ran).toEqual([`${NAME} testSecret`]);
    expect(notes).toEqual([`secret ${NAME} rotates next by 2027-01-31T00:00:00.000Z`]);
    expect(secret).toMatchObject({ RotationEnabled: true, RotationLambdaARN: FUNCTION });
    expect(await arm(place, planned)).toEqual([expect.stringMatching(/^kept/)]);
    await disarm(place, planned);
    expect(secret.RotationEnabled).toBe(false);
  });

  test("that rotates otherwise is told before, and left as it is, but with --replace or where that function is gone", async () => {
    const made = () => {
      const place = placeOf();
      place.secrets.have(NAME, { RotationLambdaARN: OTHER, ...DAILY });
      return place;
    };
    const left = made();
    const planned = await plan(left, documentOf());
    expect(planned.warnings).toEqual([
      `secret ${NAME} rotates otherwise by now (${OTHER}, every 1 days): arm leaves that as it is, unless the restore is run with --replace`,
    ]);
    expect(await armEach(left, planned, NONE)).toEqual([expect.stringContaining("it rotates otherwise")]);
    expect(left.secrets.secrets.get(NAME)?.RotationLambdaARN).toBe(OTHER);
    for (const replace of [true, false]) {
      const place = made();
      if (!replace) place.absent.add(OTHER);
      await arm(place, await plan(place, documentOf(), { replace }));
      expect(place.secrets.secrets.get(NAME)?.RotationLambdaARN).toBe(FUNCTION);
    }
  });

  test("is given no function that is not there", async () => {
    const place = placeOf();
    place.secrets.have(NAME);
    place.absent.add(FUNCTION);
    expect(await armEach(place, await plan(place, documentOf()), NONE)).toEqual([
      expect.stringContaining(`what is to rotate it is not there: ${FUNCTION}`),
    ]);
    expect(place.secrets.ran).toEqual([]);
  });

  test("that is being rotated is neither set nor switched off", async () => {
    const place = placeOf();
    const secret = place.secrets.have(NAME);
    const planned = await plan(place, documentOf());
    secret.VersionIdsToStages = { v1: ["AWSCURRENT"], v2: ["AWSPENDING"] };
    expect(await armEach(place, planned, NONE)).toEqual([
      expect.stringContaining(
        "wait until that has ended, or end it: aws secretsmanager cancel-rotate-secret",
      ),
    ]);
    secret.VersionIdsToStages = { v1: ["AWSCURRENT"] };
    await arm(place, planned);
    secret.VersionIdsToStages = { v1: ["AWSCURRENT"], v2: ["AWSPENDING"] };
    expect(await disarm(place, planned)).toEqual([expect.stringContaining("it is being rotated")]);
    expect(secret.RotationEnabled).toBe(true);
  });

  test("that somebody has rotate otherwise since is left as it is by disarm", async () => {
    const place = placeOf();
    place.secrets.have(NAME);
    const planned = await plan(place, documentOf());
    await arm(place, planned);
    place.secrets.have(NAME, { RotationLambdaARN: OTHER, ...DAILY });
    expect(await disarm(place, planned)).toEqual([expect.stringContaining("its rotation was changed since")]);
  });
});

test("a secret that is gone, or a replica, blocks nothing but itself, and says what to do", async () => {
  expect(reasons(await plan(placeOf(), documentOf()))).toEqual([
    `incomplete: secret ${NAME} is not there, and a restore makes no secret: no point has a value of one`,
  ]);
  const place = placeOf(ELSEWHERE);
  place.secrets.have(NAME, { PrimaryRegion: SOURCE.region });
  const map = { [FUNCTION]: FUNCTION.replace(SOURCE.region, ELSEWHERE.region) };
  expect(reasons(await plan(place, documentOf(), { map }))).toEqual([
    `incomplete: secret ${NAME} is a replica of the one in ${SOURCE.region}, and a replica does not rotate`,
  ]);
});

test("a secret that is about to be deleted is none: it is not captured, and not set", async () => {
  const place = placeOf();
  const secret = place.secrets.have(NAME, { RotationLambdaARN: FUNCTION, ...DAILY });
  secret.DeletedDate = new Date(0);
  expect(reasons(await plan(place, documentOf()))).toHaveLength(1);
  const item = { kind: "secret-rotation" as const, id: NAME, name: NAME, arn: ARN, related: [] };
  expect(await secretRotation.capture(portsOf(place) as never, item, {} as never)).toBeUndefined();
});

describe("elsewhere", () => {
  const there = FUNCTION.replace(SOURCE.region, ELSEWHERE.region);

  test("the secret of the same name stands for it, whatever AWS ends its ARN with", async () => {
    const place = placeOf(ELSEWHERE);
    expect(await secretRotation.drawn?.(portsOf(place), documentOf(), {})).toEqual({});
    const { arn } = place.secrets.have(NAME);
    const drawn = await secretRotation.drawn?.(portsOf(place), documentOf(), {});
    expect(drawn).toEqual({ [ARN]: arn });
    const planned = await plan(place, documentOf(), { map: { [FUNCTION]: there, ...drawn } });
    expect(planned.ids).toEqual(new Map([[ARN, arn]]));
    await arm(place, planned);
    expect(place.secrets.secrets.get(NAME)?.RotationLambdaARN).toBe(there);
  });

  test("another one stands for it that the map names", () => {
    const arn = placeOf(ELSEWHERE).secrets.arn("shop/other");
    const { document } = secretRotation.translate(documentOf(), undefined, {
      ...{ target: ELSEWHERE, map: { [ARN]: arn, [FUNCTION]: there } },
    });
    expect([document.name, document.arn]).toEqual(["shop/other", arn]);
  });

  test("beside others it comes back where one of them rotates it", () => {
    const restored = (arn: string) =>
      secretRotation.translate(documentOf(), undefined, {
        ...{ target: SOURCE, map: {}, restored: new Set([arn]) },
      }).document.rotation;
    expect([restored(FUNCTION), restored(OTHER)]).toEqual([ROTATION, undefined]);
  });

  test("a version that did not come back rotates nothing, and is told at every activation", async () => {
    const place = placeOf();
    place.secrets.have(NAME);
    const planned = await plan(place, documentOf({ ...ROTATION, RotationLambdaARN: `${FUNCTION}:7` }));
    expect(await armEach(place, planned, new Map([[`${FUNCTION}:1`, `${FUNCTION}:1`]]))).toEqual([
      expect.stringContaining("the version that rotated it did not come back"),
    ]);
  });
});
