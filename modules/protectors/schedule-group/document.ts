import { parserOf } from "../kit/parse.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `ScheduleGroupDocument`; another number is another form. */
export const FORMAT = 1;

/** What a group of schedules was: a name, and its tags. */
export interface ScheduleGroupDocument {
  readonly kind: "schedule-group";
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** @throws FormError */
export const parseScheduleGroup = parserOf<ScheduleGroupDocument>(schema, "the document of a schedule group");
