import { expect, test } from "vitest";
import { capture } from "../../handlers/capture/capture.ts";
import { lambda } from "../../modules/protectors/lambda/protector.ts";
import { knownBlob } from "../../modules/recovery/known-blob.ts";
import { SeenStore } from "../../modules/recovery/seen-store.ts";
import { FakeKeys } from "../support/fake-keys.ts";
import { FakeRegion } from "../support/fake-region.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { MemoryWork } from "../support/memory-work.ts";
import { witness } from "../support/run-witness.ts";
import { PREFIX } from "../support/sample-point.ts";
import { request, run } from "../support/sample-request.ts";
import { itemOf, seedFunction, seedVersions } from "../support/seed-function.ts";

/** Every call of a capture, by name, beside the one that writes its outcome; what S3 and KMS are asked by ours. */
async function world() {
  const region = new FakeRegion();
  const fn = seedFunction(region.lambda, "orders", { Environment: { Variables: { TOKEN: "secret" } } });
  fn.tags = { service: "orders" };
  seedVersions(fn, "orders", 1);
  fn.aliases.set("live", { Name: "live", FunctionVersion: "1" });
  const store = new MemoryStore();
  store.replication = "active";
  const keys = new FakeKeys();
  let used = 0;
  keys.before = () => void used++;
  const captureOn = async (day: string): Promise<Record<string, number>> => {
    const [asked, stored, wrapped] = [region.wire.calls.length, store.calls.length, used];
    const seen = new SeenStore(store);
    const outcome = await capture(
      {
        aws: { ...region.ports(), known: knownBlob(seen, PREFIX) },
        protector: async () => lambda,
        store: seen,
        keys,
        work: new MemoryWork(),
        ...witness,
        random: (size) => new Uint8Array(size).fill(day.charCodeAt(1)),
        log: () => undefined,
        now: () => new Date(`2026-11-${day}T21:08:30Z`),
      },
      {
        request,
        run: { ...run, id: `202611${day}T210800Z-1f2e3d4c` },
        item: itemOf("orders"),
      },
    );
    expect(outcome).toMatchObject({ status: "captured", warnings: [] });
    const calls = [
      ...region.wire.calls.slice(asked).map(({ name }) => name),
      ...store.calls.slice(stored).map((said) => said.split(" ")[0] ?? ""),
      ...Array.from({ length: used - wrapped }, () => "key"),
    ];
    return Object.fromEntries(
      [...new Set(calls)].sort().map((name) => [name, calls.filter((one) => one === name).length]),
    );
  };
  return { region, captureOn };
}

const READS = {
  GetFunction: 2,
  GetFunctionCodeSigningConfig: 1,
  GetFunctionRecursionConfig: 1,
  GetPolicy: 3,
  GetRuntimeManagementConfig: 2,
  ListAliases: 1,
  ListFunctionEventInvokeConfigs: 1,
  ListFunctionUrlConfigs: 1,
  ListProvisionedConcurrencyConfigs: 1,
  ListVersionsByFunction: 1,
};

test("a function with a version, an alias and secrets costs its first capture so many calls, and an unchanged one fewer", async () => {
  const { captureOn } = await world();
  // Looked at: whether the run has the point already, and each package. Written: packages, document, secrets, a key for
  // each of two sites, manifest.
  expect(await captureOn("23")).toEqual({ ...READS, create: 7, download: 2, head: 3, key: 2 });
  // Of what is there already each is looked at once, the document too.
  expect(await captureOn("24")).toEqual({ ...READS, create: 4, head: 4, key: 2 });
});
