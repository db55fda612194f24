import type { JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { renamed } from "../kit/renamed.ts";
import { type Arguments, Given, Other, WhenArmed } from "../kit/terraform/argument.ts";
import { providerWords } from "../kit/terraform/provider-words.ts";
import type { TerraformKind } from "../kit/terraform/resource.ts";
import { wholeSeconds } from "../kit/terraform/whole-seconds.ts";
import { type ScheduleDocument, type ScheduleSecrets, SEALED } from "./document.ts";
import { formOf } from "./form.ts";
import { endedAt, withStartToCome } from "./past.ts";

/** What the provider of this version has no argument for. */
const UNKNOWN: Readonly<Record<string, string>> = { EcsParameters: "", SageMakerPipelineParameters: "" };
const NAMES = {
  ...UNKNOWN,
  EventBridgeParameters: "eventbridge_parameters",
};

/** A schedule, disabled until somebody arms unless it is enabled there already. */
export const scheduleInTerraform: TerraformKind<ScheduleDocument, ScheduleSecrets> = {
  sealed: SEALED,
  form: ({ document, secrets, live, ids, now }) => {
    const { name, group, groupArn, arn, enabled } = document;
    const ended = endedAt(document, now);
    if (ended !== undefined && live === undefined)
      return { resources: [], left: [`it ended at ${ended}, and Scheduler makes none that has`] };
    const said = renamed(formOf(withStart(document, live, now)), ids, { from: arn, to: arn }) as JsonObject;
    const { Target: target, ActionAfterCompletion: after, ...settings } = said;
    const unknown = Object.keys(isObject(target) ? target : {}).filter((field) =>
      Object.hasOwn(UNKNOWN, field),
    );
    if (unknown.length > 0)
      return { resources: [], left: [`its ${unknown.join(", ")}: they cannot be said in Terraform yet`] };
    const input = secrets && new Given("input", `what ${name} tells its target`, "string", secrets.input);
    return {
      resources: [
        {
          type: "aws_scheduler_schedule",
          key: "",
          arguments: {
            name,
            group_name: new Other(groupArn, "name", group),
            state: enabled ? new WhenArmed("ENABLED", "DISABLED", stateOf(live)) : "DISABLED",
            ...dated(providerWords(settings)),
            target: { ...(isObject(target) && providerWords(target, NAMES)), input },
          },
          ...(live !== undefined && { importId: `${group}/${name}` }),
          exports: { [arn]: "arn" },
        },
      ],
      left:
        after === undefined || after === "NONE"
          ? []
          : ["what is done after its last call: the provider has no argument for it"],
    };
  },
};

/** One that is there keeps its start, which a restore may have moved: Scheduler takes none that has been. */
function withStart(
  document: ScheduleDocument,
  live: ScheduleDocument | undefined,
  now: number,
): ScheduleDocument["settings"] {
  if (live === undefined) return withStartToCome(document.settings, now);
  const { StartDate: _, ...settings } = document.settings;
  const { StartDate } = live.settings;
  return { ...settings, ...(StartDate !== undefined && { StartDate }) } as ScheduleDocument["settings"];
}

function stateOf(live: ScheduleDocument | undefined): string | undefined {
  return live && (live.enabled ? "ENABLED" : "DISABLED");
}

/** As the provider shows dates: without parts of a second. */
function dated({ start_date, end_date, ...rest }: Arguments): Arguments {
  return { ...rest, start_date: wholeSeconds(start_date), end_date: wholeSeconds(end_date) };
}
