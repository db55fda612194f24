import { atOnce } from "../../core/at-once.ts";
import { thingName } from "../../core/thing-name.ts";
import type { Blocked } from "../../protectors/blocked.ts";
import { SPECS } from "../../protectors/kinds.ts";
import { unsealed } from "../../protectors/kit/sealing.ts";
import type { TerraformForm } from "../../protectors/kit/terraform/resource.ts";
import { untranslated } from "../../protectors/kit/untranslated.ts";
import { loadTerraformKind, NEVER_IN_TERRAFORM } from "../../protectors/load-terraform.ts";
import type { IdMap } from "../../protectors/protector.ts";
import type { Untranslated } from "../../protectors/untranslated.ts";
import type { GatheredThing } from "../gathered-thing.ts";
import { type ComparePorts, captureLive, listLive } from "../live-things.ts";
import { planAsked } from "../plan-asked.ts";
import type { PlannedThing } from "../planned-thing.ts";
import type { RestoreAsked } from "../restore-asked.ts";
import { type TerraformConfiguration, terraformConfiguration } from "./configuration.ts";
import { whyUnwritten } from "./unwritten.ts";

/** What would come back, in the words of Terraform. */
export interface InTerraform {
  readonly configuration: TerraformConfiguration;
  readonly things: readonly GatheredThing[];
  /** Not empty: nothing may be written. */
  readonly blocked: readonly Blocked[];
  readonly missing: readonly Untranslated[];
  /** What no resource says as it was, by name: it is to be made otherwise. */
  readonly left: readonly string[];
  readonly leftOut: readonly string[];
  readonly skipped: readonly string[];
  readonly warnings: readonly string[];
}

const AT_ONCE = 4;

/**
 * Says what would come back in resources of Terraform: translated as a restore does it, and imported where it is there. Changes
 * nothing. @throws PointError, and whatever keeps the destination from being read in full
 */
export async function asTerraform(ports: ComparePorts, asked: RestoreAsked): Promise<InTerraform> {
  // As if all of it could be written: a plan tells then what is there stands for what.
  const { gathered, translator, planned, refused, skipped } = await planAsked(ports, {
    ...asked,
    replace: true,
  });
  const { things } = gathered;
  const used = planned.filter(isUsed);
  const owned = planned.filter((one) => !isUsed(one));
  const unwritten = new Map(owned.map((one) => [one, whyUnwritten(one, asked.skip)]));
  const written = owned.filter((one) => unwritten.get(one)?.length === 0);
  const missing = written.flatMap(({ thing, translation }) =>
    translation.missing.map((one) => ({ ...one, path: `${thingName(thing)}: ${one.path}` })),
  );
  const told = new Set<string>();
  const live = await listLive(ports, things, (text) => void told.add(text));
  const ids = Object.assign({}, ...planned.map(idsOf)) as IdMap;
  const said = await atOnce(written, AT_ONCE, async (one) => ({
    one,
    form: await formOf(
      ports,
      one,
      ids,
      live(one.thing.kind, one.thing.protector.identity(one.translation.document).id),
    ),
  }));
  const left = [
    ...[...unwritten].flatMap(([{ thing }, why]) => why.map((what) => `${thingName(thing)}: ${what}`)),
    ...said.flatMap(({ one, form }) => form.left.map((what) => `${thingName(one.thing)}: ${what}`)),
  ];
  return {
    configuration: terraformConfiguration({
      target: translator.target,
      things: said.map(({ one: { thing }, form }) => ({
        thing,
        about: `run ${thing.point.manifest.run} of ${thing.point.manifest.site}`,
        resources: form.resources,
      })),
    }),
    things,
    blocked: [...untranslated(missing), ...written.flatMap(withoutWord)],
    missing,
    left,
    leftOut: [...gathered.leftOut, ...refused.map(({ name }) => name)],
    skipped,
    warnings: [
      ...gathered.warnings,
      ...told,
      ...used.map(
        ({ thing }) =>
          `${thingName(thing)} came along and is there: it is used as it is, and is Terraform's own only where you name it, too`,
      ),
      ...owned.flatMap(({ thing, translation, plan }) =>
        [...new Set([...thing.warnings, ...translation.warnings, ...plan.warnings])].map(
          (text) => `${thingName(thing)}: ${text}`,
        ),
      ),
      ...refused.map(({ name, why }) => `${name} cannot be read there and is left out (${why})`),
      ...said.flatMap(({ one, form }) =>
        (form.warnings ?? []).map((text) => `${thingName(one.thing)}: ${text}`),
      ),
    ],
  };
}

/** Whether it came along and is there, as a restore keeps it. A part of something is merged into that, also by a restore. */
function isUsed({ thing, plan }: PlannedThing): boolean {
  return !thing.asked && plan.live === "there" && SPECS[thing.kind].partOf === undefined;
}

/** What a restore would not write either without a person's word: applying would. */
function withoutWord({ thing, unwritable }: PlannedThing): readonly Blocked[] {
  return unwritable
    .filter(({ because }) => because === "public" || because === "own")
    .map((one) => ({ ...one, message: `${thingName(thing)}: ${one.message}` }));
}

/** What a plan knows to be there: also by the texts into which a translation had put them. */
function idsOf({ plan, translation }: PlannedThing): IdMap {
  const ids = Object.fromEntries(plan.ids);
  const again = Object.entries(translation.replaced).flatMap(([from, to]) => {
    const now = plan.ids.get(from);
    return now === undefined || now === to ? [] : [[to, now] as const];
  });
  return { ...Object.fromEntries(again), ...ids };
}

async function formOf(
  ports: ComparePorts,
  { thing, arn, translation, plan }: PlannedThing,
  ids: IdMap,
  item: Parameters<typeof captureLive>[2] | undefined,
): Promise<TerraformForm> {
  const kind = await loadTerraformKind(thing.kind);
  if (kind === undefined)
    return {
      resources: [],
      left: [
        NEVER_IN_TERRAFORM[thing.kind] ??
          `zonekeep cannot say ${thing.protector.spec.noun[1]} in Terraform yet`,
      ],
    };
  const sealed = kind.sealed ?? [];
  const captured = item && (await captureLive(ports, thing, item));
  const now = captured && unsealed(captured.document, captured.secrets, sealed);
  const live = now?.document;
  const wanted = unsealed(translation.document, translation.secrets, sealed);
  return kind.form({
    ...wanted,
    ...(live !== undefined && { live, liveSecrets: now?.secrets }),
    isThere: plan.live !== "absent",
    ids,
    source: arn,
    now: ports.now(),
    imports: {
      ...(await kind.besideIds?.(ports, wanted.document)),
      ...(live !== undefined && (await kind.importIds?.(ports, live))),
    },
  });
}
