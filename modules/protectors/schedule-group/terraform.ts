import { writableTags } from "../kit/tags.ts";
import type { TerraformKind } from "../kit/terraform/resource.ts";
import type { ScheduleGroupDocument } from "./document.ts";

export const scheduleGroupInTerraform: TerraformKind<ScheduleGroupDocument> = {
  form: ({ document: { name, arn, tags }, live }) => ({
    resources: [
      {
        type: "aws_scheduler_schedule_group",
        key: "",
        arguments: { name, tags: writableTags(tags) },
        ...(live !== undefined && { importId: name }),
        exports: { [arn]: "arn" },
      },
    ],
    left: [],
  }),
};
