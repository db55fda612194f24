import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { APIGatewayClient, GetUsagePlansCommand, UpdateUsagePlanCommand } from "@aws-sdk/client-api-gateway";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sandboxEnvironment } from "../../../sandbox/environment.ts";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox.ts";
import { captureThings, portsIn } from "../cli/restoring/capture-things.ts";
import { EAST, SCOPE, WEST } from "../cli/restoring/places.ts";
import { runZonekeep, userFolder } from "../cli/restoring/user-folder.ts";
import { makeWorkload } from "../cli/restoring/workload.ts";
import { DOMAIN, domainOf, KEY, makeRestApi, makeTheirs, TOKEN } from "../rest-api/make.ts";
import { Applied } from "./applied.ts";
import { makeShop } from "./shop.ts";

let folder = "";
let sandbox: Sandbox;
let api = "";
const functionIn = (region: string) => `arn:aws:lambda:${region}:${SCOPE.account}:function:shop-intake`;
const map = {
  [DOMAIN]: domainOf(WEST),
  [functionIn(EAST)]: functionIn(WEST),
  [`${functionIn(EAST)}:live`]: `${functionIn(WEST)}:live`,
};

beforeAll(async () => {
  folder = userFolder("zonekeep rest api ");
  sandbox = await startSandbox();
  await makeWorkload(sandbox);
  await makeShop(sandbox);
  for (const region of [EAST, WEST])
    await makeTheirs(portsIn(sandbox, region).client(APIGatewayClient), region);
  const gateway = portsIn(sandbox, EAST).client(APIGatewayClient);
  api = await makeRestApi(gateway, "shop-intake");
  // With a rate alone the provider makes none.
  const { items = [] } = await gateway.send(new GetUsagePlansCommand({}));
  await gateway.send(
    new UpdateUsagePlanCommand({
      usagePlanId: items.find(({ apiStages }) => apiStages?.some(({ apiId }) => apiId === api))?.id,
      patchOperations: [
        { op: "replace", path: `/apiStages/${api}:prod/throttle//orders/{id}/GET/burstLimit`, value: "6" },
      ],
    }),
  );
  await captureThings(sandbox, folder, "shop", [
    { kind: "lambda", id: "shop-intake" },
    { kind: "rest-api", id: api },
  ]);
  writeFileSync(join(folder, "map.yaml"), JSON.stringify({ version: 1, map }));
});
afterAll(async () => {
  await sandbox?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const zonekeep = (...args: readonly string[]) => runZonekeep(folder, sandbox, args);

const restore = (...args: readonly string[]) =>
  zonekeep("restore", `rest-api/${api}`, "--site", EAST, "--allow-public", ...args);
/** Ends with 0. */
async function well(...args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await restore(...args);
  if (code !== 0) throw new Error(`exit ${code}\n${stdout}${stderr}`);
}
const away = ["--to", WEST, "--map", "map.yaml"];

/** What an apply makes of what is written, and what a plan says then. */
async function applied(dir: string, region: string, variables: Readonly<Record<string, string>> = {}) {
  const terraform = await Applied.in(join(folder, dir), sandboxEnvironment(sandbox.endpoint, region));
  try {
    const { added, destroyed } = await terraform.apply(variables);
    return { added, destroyed, again: (await terraform.plan(variables)).resources };
  } finally {
    await terraform.stop();
  }
}

test("an API that was never lost is imported whole: nothing is made, and the plan after that is empty", async () => {
  await well("--as-terraform", "home");
  const files = readdirSync(join(folder, "home")).filter((name) => name.endsWith(".json"));
  const holding = (text: string) =>
    files.filter((name) => readFileSync(join(folder, "home", name), "utf8").includes(text));
  expect(holding(KEY)).toEqual([]);
  expect(holding(TOKEN)).toEqual(["values.auto.tfvars.json"]);
  expect(await applied("home", EAST)).toEqual({ added: 0, destroyed: 0, again: [] });
});

describe("in this order,", () => {
  test("one that was restored is imported, and armed = true makes what arm makes", async () => {
    await well(...away);
    await well(...away, "--as-terraform", "unarmed");
    expect(await applied("unarmed", WEST)).toEqual({ added: 0, destroyed: 0, again: [] });
    expect(await applied("unarmed", WEST, { armed: "true" })).toMatchObject({ destroyed: 0, again: [] });
    await well(...away, "--diff");
  });

  test("one that is armed is imported whole, and Terraform takes it away again once a person says so", async () => {
    await well(...away, "--as-terraform", "armed");
    expect(await applied("armed", WEST)).toEqual({ added: 0, destroyed: 0, again: [] });
    for (const name of readdirSync(join(folder, "armed")).filter((one) => one.endsWith(".tf.json"))) {
      const path = join(folder, "armed", name);
      const text = readFileSync(path, "utf8");
      writeFileSync(path, text.replaceAll('"prevent_destroy": true', '"prevent_destroy": false'));
    }
    const terraform = await Applied.in(join(folder, "armed"), sandboxEnvironment(sandbox.endpoint, WEST));
    await terraform.destroy();
    await terraform.stop();
  });

  test("one that is gone is made without a stage, which armed = true makes: each plan after that is empty", async () => {
    await well(...away, "--as-terraform", "lost");
    expect(await applied("lost", WEST)).toMatchObject({ destroyed: 0, again: [] });
    expect(await applied("lost", WEST, { armed: "true" })).toMatchObject({ destroyed: 0, again: [] });
  });
});
