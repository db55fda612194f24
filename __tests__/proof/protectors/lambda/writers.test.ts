import { expect, test } from "vitest";
import type { RestoreResult } from "../../../../modules/restore/result.ts";
import { apply, Destination } from "../../../support/destination.ts";
import { wrongBehindNumbers } from "../../../support/judge-versions.ts";
import { fourteen, functionOf, versionOf } from "../../../support/many-versions.ts";
import { afterCalls, deploying, portsOf } from "../../../support/writers.ts";

const TIMES = Array.from({ length: 30 }, (_, n) => n);
/** Another point of the same function: the same numbers, other contents. */
const other = functionOf(
  [
    ...Array.from({ length: 9 }, (_, n) => versionOf(String(n + 1), 5000 + 64 * n)),
    versionOf("$LATEST", 6000),
  ],
  { aliases: [{ name: "live", version: "9", description: "", weights: {} }] },
);
const REFUSALS =
  /is restoring it|has been made meanwhile|is not what the restore made of it|has another revision|blocked|took its mark away|meanwhile/;

type Ending = PromiseSettledResult<RestoreResult>;

function judged(there: Destination, kept: typeof fourteen, ending: Ending): "restored" | "refused" {
  if (ending.status === "fulfilled") {
    expect(wrongBehindNumbers(there.lambda, kept.document, ending.value)).toEqual([]);
    return "restored";
  }
  expect(String(ending.reason)).toMatch(REFUSALS);
  return "refused";
}

async function restoring(there: Destination, kept: typeof fourteen, holder: string, options = {}) {
  return apply(await there.plan(kept, {}, options, portsOf(there, holder)));
}

test.each([
  ["of the same point", fourteen, {}],
  ["of another point, which may replace", other, { replace: true, point: "another-point" }],
])(
  "a second restore %s, at any time: never another content behind a number or an alias",
  async (_what, kept, options) => {
    const seen = new Set<string>();
    for (const n of TIMES) {
      const there = new Destination(new Map([...fourteen.bytes, ...kept.bytes]));
      const one = restoring(there, fourteen, "one");
      const two = afterCalls(there, 1 + 4 * n, one).then(() => restoring(there, kept, "two", options));
      const [first, second] = await Promise.allSettled([one, two]);
      // One after the other may both be done: then what the second made counts.
      const both = first.status === "fulfilled" && second.status === "fulfilled";
      if (!both || kept === fourteen) judged(there, fourteen, first);
      seen.add(judged(there, kept, second));
    }
    expect(seen).toContain("refused");
  },
);

test("two that take each other for themselves: revisions alone keep numbers and aliases right", async () => {
  for (const n of TIMES) {
    const there = new Destination(fourteen.bytes);
    const one = restoring(there, fourteen, "same");
    const two = afterCalls(there, 3 + 4 * n, one).then(() => restoring(there, fourteen, "same"));
    for (const ending of await Promise.allSettled([one, two])) judged(there, fourteen, ending);
    const result = await there.restore(fourteen, {});
    expect(wrongBehindNumbers(there.lambda, fourteen.document, result)).toEqual([]);
  }
});

test("deployments of any pace meanwhile: never another content, and the restore afterwards comes to its end", async () => {
  const seen = new Set<string>();
  for (const n of TIMES) {
    const there = new Destination(fourteen.bytes);
    const deployment = deploying(there, "many", 1 + n * n);
    const [ending] = await Promise.allSettled([restoring(there, fourteen, "one")]);
    // What is deployed after the restore is nobody's fault, and the numbers stay right.
    if (ending !== undefined) seen.add(judged(there, fourteen, ending));
    await deployment.stop();
    const result = await there.restore(fourteen, {}, { replace: true });
    expect(wrongBehindNumbers(there.lambda, fourteen.document, result)).toEqual([]);
    const again = await there.plan(fourteen, {});
    expect(again.steps.filter(({ effect }) => effect !== "keep")).toEqual([]);
  }
  expect([...seen].sort()).toEqual(["refused", "restored"]);
});
