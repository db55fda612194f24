import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { keyAliasArn } from "../../../../modules/aws/names.ts";
import type { RunSummary } from "../../../../modules/contract/events.ts";
import type { ThingId } from "../../../../modules/contract/kinds.ts";
import { formatSigningLock } from "../../../../modules/policy/signing/read-signing-lock.ts";
import { loadProtector } from "../../../../modules/protectors/load.ts";
import type { ClientOf, ProtectorPorts } from "../../../../modules/protectors/protector.ts";
import { jsonContent } from "../../../../modules/recovery/bytes.ts";
import { commit } from "../../../../modules/recovery/commit.ts";
import { ensure } from "../../../../modules/recovery/ensure.ts";
import { runKey } from "../../../../modules/recovery/layout.ts";
import { runStatement } from "../../../../modules/recovery/signing/run-statement.ts";
import { download } from "../../../../modules/store/download.ts";
import { FileSpool } from "../../../../modules/store/file-spool.ts";
import { KmsWrapping } from "../../../../modules/store/kms-keys.ts";
import { FAKE_CREDENTIALS } from "../../../../sandbox/environment.ts";
import type { Sandbox } from "../../../../sandbox/sandbox.ts";
import { testSigner } from "../../../support/run-witness.ts";
import { OPTIONS } from "../../../support/sample-request.ts";
import { BEGAN, clientsOf, EAST, prefix, RUN, SCOPE, storeOf, WEST } from "./places.ts";

/** Signs runs, and is pinned beside the policies. */
const signer = testSigner();

/** What a protector asks a region of the sandbox with. */
export function portsIn(sandbox: Sandbox, region: string): ProtectorPorts {
  const clients = new Map<unknown, unknown>();
  const client = ((Class: new (config: object) => unknown) => {
    const config = {
      endpoint: sandbox.endpoint,
      region,
      credentials: FAKE_CREDENTIALS,
      forcePathStyle: true,
      // By itself the client of Kinesis speaks HTTP/2, which the sandbox does not.
      requestHandler: new NodeHttpHandler(),
    };
    if (!clients.has(Class)) clients.set(Class, new Class(config));
    return clients.get(Class);
  }) as unknown as ClientOf;
  return {
    ...SCOPE,
    region,
    client,
    sleep: pause,
    elsewhere: async (other, ask) => ask(portsIn(sandbox, other).client),
  };
}

/**
 * Recovery points of one signed run of a policy, in their own store, and their copies in the other.
 * @returns keys of the manifests
 */
export async function captureThings(
  sandbox: Sandbox,
  folder: string,
  policy: string,
  things: readonly ThingId[],
): Promise<readonly string[]> {
  const [east, west] = [storeOf(sandbox, EAST), storeOf(sandbox, WEST)];
  const spool = await FileSpool.in(folder);
  const ports = portsIn(sandbox, EAST);
  const expiresAt = `${new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 19)}Z`;
  const points = [];
  for (const thing of things) {
    const protector = await loadProtector(thing.kind);
    const item = await itemOf(ports, thing);
    const captured = await protector.capture(
      { ...ports, download, spool, known: async () => undefined },
      item,
      OPTIONS,
    );
    if (captured === undefined) throw new Error(`${thing.kind}/${thing.id} is gone`);
    const target = (region: string) => ({ site: region, region, key: keyAliasArn(SCOPE, region, region) });
    const { point } = await commit(
      {
        store: east,
        prefix,
        keys: new KmsWrapping((region) => clientsOf(sandbox, region).kms),
        local: target(EAST),
        copies: [target(WEST)],
        random: randomBytes,
      },
      {
        kind: thing.kind,
        id: thing.id,
        name: item.name,
        arn: item.arn,
        related: [],
        account: SCOPE.account,
        site: EAST,
        region: EAST,
        run: RUN,
        policy,
        because: "policies/orders.yaml:1:1",
        capturedAt: `${BEGAN.toISOString().slice(0, 19)}Z`,
        expiresAt,
      },
      { ...captured, format: protector.format },
    );
    points.push(point);
  }
  const run: RunSummary = {
    ...{
      run: RUN,
      policy,
      site: EAST,
      status: "complete",
      captured: points.length,
      gone: 0,
      failed: [],
      warnings: [],
    },
    ...{ startedAt: BEGAN.toISOString(), endedAt: new Date().toISOString(), points },
  };
  const of = { account: SCOPE.account, site: EAST, policy, run: RUN };
  const signature = await signer.sign(runStatement(of, run));
  const lock = { lockUntil: expiresAt };
  await east.create(runKey(prefix, policy, RUN), jsonContent({ ...run, signature }), lock);
  await writeFile(join(folder, "policies", "signing.lock.json"), formatSigningLock([signer.pin]));
  for await (const { key } of east.list(prefix)) {
    const bytes = await east.open(key);
    if (bytes === undefined) throw new Error(`${key} is gone`);
    await ensure(west, key, await spool.write(bytes, 20_000_000), { lockUntil: expiresAt });
  }
  return points.map(({ key }) => key);
}

async function itemOf(ports: ProtectorPorts, { kind, id }: ThingId) {
  const warn = (text: string): never => {
    throw new Error(text);
  };
  const protector = await loadProtector(kind);
  for await (const item of protector.inventory(ports, { triggers: "all", needsTags: () => false, warn }))
    if (item.id === id) return { ...item, related: [] };
  throw new Error(`${kind}/${id} is not there`);
}
