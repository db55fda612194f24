import { TagResourceCommand } from "@aws-sdk/client-config-service";
import type { Json } from "../../contract/json.ts";
import type { Blocked } from "../blocked.ts";
import { attempt } from "../kit/attempt.ts";
import { calledVersion, unknownVersion, versionNow } from "../kit/called-version.ts";
import { differingTags, tagList } from "../kit/tags.ts";
import { REPLACE_HINT, unallowed } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { PlannedStep, PlanPorts, PlanRequest, ThingPlan } from "../protector.ts";
import { PUT } from "./activate.ts";
import { type ConfigRuleDocument, type ConfigRuleSettings, functionIn } from "./document.ts";
import { type ConfigRuleReads, READ } from "./read.ts";
import { remediationText } from "./remediation.ts";
import { isSame, liveConfigRule } from "./restore/live.ts";
import { planRecorder } from "./restore/recorder.ts";

type Ports = ConfigRuleReads & Pick<PlanPorts, "sleep" | "region">;

const TAG = "config:TagResource";

/** What a restore would do, from what is at the destination now. Reads only. Arming puts the rule: it asks its function at once. */
export async function planConfigRule(
  ports: Ports,
  request: PlanRequest<ConfigRuleDocument>,
): Promise<ThingPlan> {
  const { translation, together, replace, known = new Map() } = request;
  const { source, document, missing, used } = translation;
  const { name, tags } = document;
  const resource = `config rule ${name}`;
  const was = functionIn(source.settings);
  const version = calledVersion(was, functionIn(document.settings), used);
  const blocked: Blocked[] = untranslated([
    ...missing,
    ...unknownVersion("settings.Source.SourceIdentifier", version, together),
  ]);
  const steps: PlannedStep[] = [];
  const live = await liveConfigRule(ports, document);
  const calls = known.get(version?.was ?? "") ?? functionIn(document.settings);
  const same = live !== undefined && isSame(asking(document.settings, calls), live);
  if (live?.isGoing)
    blocked.push({
      because: "held",
      message: `${resource} is being deleted: AWS takes no change of it meanwhile`,
      hint: "run the restore again when that is done",
    });
  else if (live !== undefined && !same && !replace)
    blocked.push({
      because: "live",
      message: `${resource} is there and differs: arm would put it as it was`,
      hint: REPLACE_HINT,
    });
  const warnings = [...translation.warnings];
  if (!same) await planRecorder(ports, resource, { steps, blocked, warnings });
  const changed = live === undefined ? {} : differingTags(tags, live.tags);
  if (live !== undefined && Object.keys(changed).length > 0) {
    const step = { title: `set tags ${Object.keys(changed).join(", ")} of ${resource}`, call: TAG };
    steps.push({
      ...step,
      effect: "replace",
      perform: () =>
        attempt(ports.sleep, { resource, call: TAG }, () =>
          ports.config.send(new TagResourceCommand({ ResourceArn: live.arn, Tags: tagList(changed) })),
        ).then(() => undefined),
    });
    if (!replace) blocked.push(...unallowed(resource, [step]));
  }
  if (steps.length === 0) steps.push({ title: `${resource} is as it was`, call: READ, effect: "keep" });
  return {
    live: live === undefined ? "absent" : "there",
    steps,
    blocked,
    warnings: [
      ...warnings,
      ...(live === undefined ? document.remediations.map((one) => remediationText(name, one)) : []),
    ],
    atArm: same
      ? []
      : [{ title: `put ${resource}`, call: PUT, effect: live === undefined ? "create" : "replace" }],
    ids: new Map([[source.arn, live?.arn ?? document.arn]]),
    activation: (ids): Json => {
      const now = version === undefined ? functionIn(document.settings) : versionNow(version, ids);
      return {
        name,
        settings: asking(document.settings, now ?? functionIn(document.settings)),
        tags,
        source: source.arn,
        ...(live !== undefined && { there: true }),
        ...(now === undefined && version !== undefined && { lost: version.version }),
      };
    },
  };
}

function asking(settings: ConfigRuleSettings, SourceIdentifier: string): ConfigRuleSettings {
  return { ...settings, Source: { ...settings.Source, SourceIdentifier } };
}
