import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Json } from "../../../modules/contract/json.ts";
import { thingName } from "../../../modules/core/thing-name.ts";
import { IN_TERRAFORM, NEVER_IN_TERRAFORM } from "../../../modules/protectors/load-terraform.ts";
import { activateRestored } from "../../../modules/restore/activate.ts";
import { applyRestore } from "../../../modules/restore/apply.ts";
import { asTerraform, type InTerraform } from "../../../modules/restore/as-terraform/as-terraform.ts";
import type { ComparePorts } from "../../../modules/restore/live-things.ts";
import { planRestore } from "../../../modules/restore/plan.ts";
import { restorePorts } from "../../support/application.ts";
import { away, everyKind, keptEveryKind, MAP } from "../../support/every-kind.ts";
import { MemorySpool } from "../../support/memory-spool.ts";
import { noBytes } from "../../support/no-bytes.ts";
import { argumentMistakes, readSchema } from "../../support/provider-schema.ts";
import { writtenTypes } from "../../support/written-types.ts";

/** Their own texts, which somebody may take for a way in; what rules and filters look for stands in every configuration. */
const TOLD = ["canary-variable", "canary-input", "canary-told", "canary-template"];
/** Of a connection: in no file. */
const CONNECTION_KEY = "canary-key";
/** Of those that an API lets in: among the values, where the key is gone. */
const API_KEY = "canary-key-of-a-partner";

type Resources = Readonly<Record<string, Readonly<Record<string, Json>>>>;

async function place() {
  const home = everyKind();
  const { store, things } = await keptEveryKind(home);
  const there = await away(home, store);
  const asked = { things, map: MAP, alone: false, replace: false, allowPublic: false };
  const ports: ComparePorts = { ...restorePorts(there, store), download: noBytes, spool: new MemorySpool() };
  return { asked, ports };
}

function resourcesOf({
  configuration: { files },
}: InTerraform): readonly (readonly [string, string, Json])[] {
  return [...files.values()].flatMap(({ resource = {} }) =>
    Object.entries(resource as Resources).flatMap(([type, all]) =>
      Object.entries(all).map(([name, body]) => [type, name, body] as const),
    ),
  );
}

test("what is gone, what was restored and what is armed are each said in arguments that the provider knows, and secrets in none", async () => {
  const { asked, ports } = await place();
  const schema = readSchema();
  const written = new Set<string>();
  const look = async (): Promise<InTerraform> => {
    const found = await asTerraform(ports, asked);
    for (const [type, name, body] of resourcesOf(found)) {
      written.add(type);
      expect([name, argumentMistakes(schema, type, body)]).toEqual([name, []]);
    }
    const files = JSON.stringify([...found.configuration.files]);
    expect([...TOLD, CONNECTION_KEY, API_KEY].filter((secret) => files.includes(secret))).toEqual([]);
    // What they look for is told, of archives as of rules: without it they would take all there is.
    expect(["canary-pattern", "canary-kept"].filter((words) => !files.includes(words))).toEqual([]);
    const values = JSON.stringify(found.configuration.values?.content);
    expect(values).not.toContain(`"${CONNECTION_KEY}"`);
    expect(values.includes(API_KEY)).toBe(found.configuration.imports === 0);
    expect(TOLD.filter((secret) => !values.includes(secret))).toEqual([]);
    expect(found.configuration.asked).toEqual(["event_connection_partner_0_api_key"]);
    return found;
  };
  const gone = await look();
  expect(gone.configuration).toMatchObject({ imports: 0, waits: true });

  const result = await applyRestore(ports, await planRestore(ports, asked));
  const restored = await look();
  expect(restored.configuration.imports).toBeGreaterThan(20);
  expect(restored.configuration.waits).toBe(true);

  await activateRestored(ports, result, { alongside: true, dryRun: false });
  const armed = await look();
  expect(armed.configuration.waits).toBe(false);
  // Of what is there all is imported, but what the provider imports never.
  const { imports, resources } = armed.configuration;
  const never = resourcesOf(armed).filter(([type]) => type === "aws_lb_target_group_attachment");
  expect(imports + never.length).toBe(resources);
  const unsaid = asked.things
    .filter(({ kind }) => !IN_TERRAFORM.includes(kind))
    .map((thing) => `${thingName(thing)}: ${NEVER_IN_TERRAFORM[thing.kind] ?? "not yet"}`);
  expect(
    armed.left.map((what) => what.replace(/zonekeep cannot say .* in Terraform yet$/, "not yet")).sort(),
  ).toEqual(unsaid.sort());
  expect(writtenTypes().filter((type) => [...written].some((one) => one === type)).length).toBe(written.size);
});

test("what would let anybody in is written on a person's word alone, as a restore does it", async () => {
  const home = everyKind();
  home.lambda.CreateFunctionUrlConfig({ FunctionName: "fn-0", Qualifier: "live", AuthType: "NONE" });
  const { store, things } = await keptEveryKind(home);
  const there = await away(home, store);
  const asked = { things, map: MAP, alone: false, replace: false, allowPublic: false };
  const ports: ComparePorts = { ...restorePorts(there, store), download: noBytes, spool: new MemorySpool() };
  const { blocked } = await asTerraform(ports, asked);
  expect(blocked).toMatchObject([{ because: "public", message: expect.stringMatching(/^lambda\/fn-0: /) }]);
  expect((await asTerraform(ports, { ...asked, allowPublic: true })).blocked).toEqual([]);
});

test("what is there and was not asked for by name is used, and neither owned nor put back", async () => {
  const { asked, ports } = await place();
  await applyRestore(ports, await planRestore(ports, asked)).then((result) =>
    activateRestored(ports, result, { alongside: true, dryRun: false }),
  );
  const things = asked.things.filter(({ kind }) => kind === "lambda");
  const { configuration, warnings } = await asTerraform(ports, { ...asked, things });
  expect([...configuration.files.keys()].filter((path) => path.startsWith("sqs-queue."))).toEqual([]);
  expect(warnings).toContainEqual(expect.stringMatching(/^sqs-queue\/\S+ came along and is there: /));
});

test("with a part that a person leaves out the thing stays out by name, and so does what would let anybody in", async () => {
  const home = everyKind();
  home.lambda.CreateFunctionUrlConfig({ FunctionName: "fn-0", Qualifier: "live", AuthType: "NONE" });
  const { store, things } = await keptEveryKind(home);
  const there = await away(home, store);
  const asked = { things, map: MAP, alone: false, replace: false, allowPublic: false };
  const ports: ComparePorts = { ...restorePorts(there, store), download: noBytes, spool: new MemorySpool() };
  const skip = new Set(["url/live"]);
  const { blocked, configuration, left } = await asTerraform(ports, { ...asked, skip });
  expect(blocked).toEqual([]);
  expect(left).toContainEqual(expect.stringMatching(/^lambda\/fn-0: --skip url\/live: /));
  expect([...configuration.files.keys()]).not.toContain("lambda.fn-0.tf.json");
});

test("the page says each kind in the resources that are written", () => {
  const page = readFileSync(join(import.meta.dirname, "..", "..", "..", "docs", "terraform.md"), "utf8");
  const said = [...page.matchAll(/^\| `([a-z0-9-]+)` \| (.+?) \|/gm)].map(
    ([, kind = "", cell = ""]) => [kind, cell] as const,
  );
  expect(said.map(([kind]) => kind).sort()).toEqual(IN_TERRAFORM);
  const types = said.flatMap(([, cell]) =>
    [...cell.matchAll(/`(aws_[a-z0-9_]+)`/g)].map(([, type = ""]) => type),
  );
  expect([...new Set(types)].sort()).toEqual(writtenTypes());
});
