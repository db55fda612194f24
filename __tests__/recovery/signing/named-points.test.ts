import { expect, test } from "vitest";
import { findGone } from "../../../modules/cli/points/find-gone.ts";
import { findPoints } from "../../../modules/cli/points/find-points.ts";
import { pointKey } from "../../../modules/recovery/layout.ts";
import { readTrusted } from "../../../modules/recovery/read-trusted.ts";
import { SignedRuns } from "../../../modules/recovery/signing/signed-runs.ts";
import { testSigner } from "../../support/run-witness.ts";
import { head, key, PREFIX, ports } from "../../support/sample-point.ts";
import { capturePoint, signRun } from "../../support/signed-points.ts";

const OTHER = pointKey(PREFIX, { kind: head.kind, id: "orders-other" }, head.run);

test("a point that is gone is told by the run that signed it, as long as it would be kept", async () => {
  const deps = ports();
  const signer = testSigner();
  const gone = async (now: Date, id?: string) => {
    const { account, site } = head;
    const witness = new SignedRuns(deps.store, PREFIX, { account, site, keys: [signer.pin], now: () => now });
    const source = { site, region: site, prefix: PREFIX, store: deps.store, opener: site, witness };
    const named = id === undefined ? undefined : ({ kind: "lambda", id } as const);
    const { points } = await findPoints([source], undefined);
    await readTrusted(deps.store, key, witness);
    return (await findGone([source], points, named)).map(({ ref }) => ref.key);
  };
  const before = new Date(Date.parse(head.expiresAt) - 1);
  await signRun(deps, [await capturePoint(deps), await capturePoint(deps, { id: "orders-other" })], signer);
  expect(await gone(before)).toEqual([]);
  deps.store.hidden.add(OTHER);
  expect(await gone(before)).toEqual([]);
  deps.store.objects.delete(OTHER);
  expect(await gone(before)).toEqual([OTHER]);
  expect(await gone(before, "orders-other")).toEqual([OTHER]);
  expect(await gone(before, head.id)).toEqual([]);
  expect(await gone(new Date(head.expiresAt))).toEqual([]);
});
