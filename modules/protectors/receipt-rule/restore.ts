import type { Json } from "../../contract/json.ts";
import type { Blocked } from "../blocked.ts";
import { calledVersion, unknownVersion, versionNow } from "../kit/called-version.ts";
import { isObject } from "../kit/canonical.ts";
import { planKeyUse, planRoleUse } from "../kit/prerequisites.ts";
import type { Presence } from "../kit/presence.ts";
import { switchedOff } from "../kit/switched-off.ts";
import { REPLACE_HINT } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { PlannedStep, PlanPorts, PlanRequest, ThingPlan, Translation } from "../protector.ts";
import { CREATE, UPDATE } from "./activate.ts";
import { receiptRuleId } from "./arn.ts";
import { withFunctions } from "./calls.ts";
import type { ReceiptRuleDocument, ReceiptRuleSettings } from "./document.ts";
import { READ, type ReceiptRuleReads } from "./read.ts";
import { changesOf, liveReceiptRule } from "./restore/live.ts";
import { activeSet, creatingSet, notActiveText } from "./restore/set.ts";

export interface ReceiptRuleRestorePorts extends ReceiptRuleReads, Pick<PlanPorts, "sleep"> {
  readonly role: (arn: string) => Promise<Presence>;
  readonly key: (key: string) => Promise<Presence>;
}

/** What a restore would do, from what is at the destination now. Reads only. Arming puts the rule: SES tries its function then. */
export async function planReceiptRule(
  ports: ReceiptRuleRestorePorts,
  request: PlanRequest<ReceiptRuleDocument>,
): Promise<ThingPlan> {
  const { translation, replace, known = new Map() } = request;
  const { source, document, missing } = translation;
  const { set, region } = document;
  const resource = `receipt rule ${receiptRuleId(document)}`;
  const versions = versionsOf(translation);
  const blocked: Blocked[] = untranslated([
    ...missing,
    ...versions.flatMap(({ at, version }) =>
      unknownVersion(`settings.Actions[${at}].LambdaAction.FunctionArn`, version, request.together),
    ),
  ]);
  const steps: PlannedStep[] = [];
  const warnings = [...translation.warnings];
  const live = await liveReceiptRule(ports, document);
  const active = await activeSet(ports, region);
  if (active !== set) warnings.push(notActiveText(set, active, region));
  const wanted = { ...document, settings: withVersions(document.settings, versions, known).settings };
  const changes = live.set && live.rule && changesOf(wanted, live.rule, live.set);
  const differs = changes?.settings === true || changes?.place === true;
  if (live.rule === undefined || differs) await planUses(ports, document, { steps, blocked });
  if (live.set === undefined) steps.push(creatingSet(ports, set));
  if (differs && !replace)
    blocked.push({
      because: "live",
      message: `${resource} is there and differs${changes?.settings ? "" : " in its place"}: arm would put it as it was`,
      hint: REPLACE_HINT,
    });
  if (steps.length === 0) steps.push({ title: `${resource} is as it was`, call: READ, effect: "keep" });
  const off = document.enabled && live.rule?.enabled === false;
  if (off) warnings.push(switchedOff(resource));
  const other = differs || live.rule?.enabled !== document.enabled;
  return {
    live: live.rule === undefined ? "absent" : "there",
    steps,
    blocked,
    warnings,
    atArm: other
      ? [
          live.rule === undefined
            ? { title: `create ${resource}`, call: CREATE, effect: "create" }
            : { title: `set ${resource} as it was`, call: UPDATE, effect: differs ? "replace" : "create" },
        ]
      : [],
    ids: new Map([[source.arn, document.arn]]),
    activation: (ids): Json => {
      const { settings, lost } = withVersions(document.settings, versions, ids, true);
      const { name, enabled, order } = document;
      return {
        ...{ set, name, enabled, order, settings, source: source.arn },
        ...(live.rule !== undefined && { there: true }),
        ...(differs && replace && { changes: true }),
        ...(lost.length > 0 && { lost }),
      };
    },
  };
}

type Versions = readonly {
  readonly at: number;
  readonly version: NonNullable<ReturnType<typeof calledVersion>>;
}[];

function versionsOf({ source, document, used }: Translation<ReceiptRuleDocument>): Versions {
  const was: string[] = [];
  withFunctions(source.settings, (arn, at) => {
    was[at] = arn;
    return arn;
  });
  const found: { at: number; version: Versions[number]["version"] }[] = [];
  withFunctions(document.settings, (arn, at) => {
    const version = calledVersion(was[at] ?? "", arn, used);
    if (version !== undefined) found.push({ at, version });
    return arn;
  });
  return found;
}

/** The settings with the versions that functions have now, and numbers of those that did not come back. */
function withVersions(
  settings: ReceiptRuleSettings,
  versions: Versions,
  ids: ReadonlyMap<string, string>,
  done = false,
): { readonly settings: ReceiptRuleSettings; readonly lost: readonly string[] } {
  const lost: string[] = [];
  const now = withFunctions(settings, (arn, at) => {
    const version = versions.find((one) => one.at === at)?.version;
    if (version === undefined) return arn;
    const found = done ? versionNow(version, ids) : (ids.get(version.was) ?? arn);
    if (found === undefined) lost.push(version.version);
    return found ?? arn;
  });
  return { settings: now, lost };
}

/** Roles and keys by which mail is kept are used as they are. */
async function planUses(
  { role, key }: ReceiptRuleRestorePorts,
  document: ReceiptRuleDocument,
  planning: { readonly steps: PlannedStep[]; readonly blocked: Blocked[] },
): Promise<void> {
  const of = `of receipt rule ${receiptRuleId(document)}`;
  for (const { S3Action: s3, ConnectAction: connect } of document.settings.Actions) {
    const kept = isObject(s3) ? s3 : {};
    const roles = [kept.IamRoleArn, isObject(connect) ? connect.IAMRoleARN : undefined];
    for (const one of roles)
      if (typeof one === "string") await planRoleUse(planning, role, one, `role ${one} ${of}`);
    if (typeof kept.KmsKeyArn === "string" && !kept.KmsKeyArn.includes("alias/aws/"))
      await planKeyUse(planning, key, kept.KmsKeyArn, `key ${kept.KmsKeyArn} ${of}`);
  }
}
