import type { JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `ScheduleDocument`; another number is another form. */
export const FORMAT = 1;

/** Fields that are kept among the secrets, beside the input: parameters of a pipeline are told to it as well. */
export const SEALED = ["settings.Target.SageMakerPipelineParameters"];

/** What a schedule was: the part of a recovery point that a restore reads. */
export interface ScheduleDocument {
  readonly kind: "schedule";
  readonly group: string;
  /** Absent: the default group, which is always there. */
  readonly groupArn?: string;
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly enabled: boolean;
  /**
   * What CreateSchedule takes, by its own names and dates in ISO 8601: without name, group, state, and the target's input,
   * which is among the secrets.
   */
  readonly settings: JsonObject & { readonly Target: JsonObject };
}

/** What a schedule tells its target may hold anything, credentials too. */
export interface ScheduleSecrets {
  /** The target's `Input`, text as it was. */
  readonly input: string;
}

/** @throws FormError */
export const parseSchedule = parserOf<ScheduleDocument>(schema, "the document of a schedule");

/** @throws FormError */
export const parseInput = parserOf<ScheduleSecrets>(
  {
    type: "object",
    additionalProperties: false,
    required: ["input"],
    properties: { input: { type: "string" } },
  },
  "the input of a schedule",
);
