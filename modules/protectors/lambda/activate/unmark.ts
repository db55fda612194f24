import { ListTagsCommand, UntagResourceCommand } from "@aws-sdk/client-lambda";
import type { Activating } from "../../activating.ts";
import { attempt } from "../../kit/attempt.ts";
import { MARK, unarmedPoint } from "../../kit/mark.ts";
import { ARM_AGAIN } from "../../kit/restore-error.ts";
import { parseFunctionArn } from "../arn.ts";
import type { MappingPorts } from "../restore/ports.ts";

/** Takes the mark of a function away when all else of it is armed: from then on its points have its triggers again. */
export function unmarkActivating(
  { lambda, sleep }: MappingPorts,
  arn: string,
  isArmed: () => boolean,
): Activating {
  const { name } = parseFunctionArn(arn);
  const isUnmarked = async (): Promise<boolean> => {
    const what = { resource: name, call: "lambda:ListTags", again: ARM_AGAIN };
    const { Tags = {} } = await attempt(sleep, what, () =>
      lambda.send(new ListTagsCommand({ Resource: arn })),
    );
    return unarmedPoint(Tags) === undefined;
  };
  return {
    title: `unmark ${name}: it is armed`,
    call: "lambda:UntagResource",
    active: isUnmarked,
    activate: async () => {
      if (!isArmed() || (await isUnmarked())) return "kept";
      const what = { resource: name, call: "lambda:UntagResource", again: ARM_AGAIN };
      await attempt(sleep, what, () =>
        lambda.send(new UntagResourceCommand({ Resource: arn, TagKeys: [MARK] })),
      );
      return "written";
    },
  };
}
