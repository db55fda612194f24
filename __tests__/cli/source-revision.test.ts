import { beforeAll, expect, test } from "vitest";
import { describeHistory, type MomentRow, momentRow } from "../../modules/cli/describe/describe-history.ts";
import { describePoints, pointRow } from "../../modules/cli/describe/describe-points.ts";
import { type ListedPoint, readPoints } from "../../modules/cli/points/find-points.ts";
import type { Source } from "../../modules/cli/points/open-sources.ts";
import { pointsOfThing } from "../../modules/cli/points/points-of-thing.ts";
import { readHistory } from "../../modules/cli/points/read-history.ts";
import { render } from "../../modules/cli/terminal/text.ts";
import { loadProtector } from "../../modules/protectors/load.ts";
import { sourcePrefix } from "../../modules/recovery/layout.ts";
import { application, backUp, HOME, NAME } from "../support/application.ts";
import { FakeKeys } from "../support/fake-keys.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { SIGNED } from "../support/run-witness.ts";

const NOON = new Date("2026-11-24T12:00:00Z");
const COMMIT = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";
const RELEASE = "v1.4.2";

let points: readonly ListedPoint[];

/** Kept before the estate had a rule, and twice since: the second time after a deployment of another commit. */
beforeAll(async () => {
  const store = new MemoryStore();
  const there = application();
  const fn = there.lambda.functions.get(NAME);
  const second = fn?.published.get("2");
  if (fn === undefined || second === undefined) throw new Error("the function is not there");
  second.config.Environment = { Variables: { RELEASE } };
  fn.tags = { "git-commit": "00aa11b" };
  const sourceRevision = { tag: "git-commit", environment: "RELEASE" };
  await backUp(there, store, "2026-11-23T08:00:00.000Z");
  await backUp(there, store, "2026-11-23T09:00:00.000Z", { sourceRevision });
  fn.tags = { "git-commit": COMMIT };
  await backUp(there, store, "2026-11-23T10:00:00.000Z", { sourceRevision });
  const [account = ""] = [...store.objects.keys()][0]?.split("/") ?? [];
  const source: Source = {
    ...{ site: HOME, region: HOME, opener: HOME, store, witness: SIGNED },
    prefix: sourcePrefix(account, HOME),
  };
  points = await readPoints(await pointsOfThing([source], { kind: "lambda", id: NAME }), {});
});

const text = (lines: Parameters<typeof render>[0][]): string[] =>
  lines.map((line) => render(line, false).trimEnd());

test("a list shows what each point was built from, and that other versions have others", () => {
  const rows = points.map((one) => pointRow(one));
  expect(rows.map(({ sourceRevisions }) => sourceRevisions)).toEqual([
    { "2": RELEASE, $LATEST: COMMIT },
    { "2": RELEASE, $LATEST: "00aa11b" },
    undefined,
  ]);
  const [head, newest, middle, oldest] = text(describePoints(rows, [], NOON));
  expect(head).toMatch(/ OPENS IN +SOURCE +RUN$/);
  expect(newest).toMatch(/ 1a2b3c4d5e6f and 1 other +20261123T10/);
  expect(middle).toMatch(/ 00aa11b and 1 other +20261123T09/);
  expect(oldest).not.toMatch(/other|v1/);
});

test("a history shows it beside what changed", async () => {
  const rows: MomentRow[] = [];
  const ports = { protector: loadProtector, keys: new FakeKeys() };
  for await (const one of readHistory(ports, points, {})) rows.push(momentRow(one));
  const [head, newest, middle] = text(describeHistory(rows, NOON));
  expect(head).toMatch(/^AGE +SIGNED +RUN +SOURCE +CHANGED$/);
  expect(newest).toMatch(/ 1a2b3c4d5e6f and 1 other +tags git-commit changed$/);
  expect(middle).toMatch(/ 00aa11b and 1 other +nothing$/);
});

test("neither has a column for it where no point says it", async () => {
  const old = points.slice(2);
  expect(
    text(
      describePoints(
        old.map((one) => pointRow(one)),
        [],
        NOON,
      ),
    )[0],
  ).not.toContain("SOURCE");
  const rows = old.map((listed) => momentRow({ listed }));
  expect(text(describeHistory(rows, NOON))[0]).not.toContain("SOURCE");
});
