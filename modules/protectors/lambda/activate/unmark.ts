import { ListTagsCommand, UntagResourceCommand } from "@aws-sdk/client-lambda";
import type { Activating } from "../../activating.ts";
import { attempt } from "../../kit/attempt.ts";
import { MARK, unarmedPoint } from "../../kit/mark.ts";
import { ARM_AGAIN } from "../../kit/restore-error.ts";
import { parseFunctionArn } from "../arn.ts";
import type { MappingPorts } from "../restore/ports.ts";

/**
 * The activatings of a function and, last, one that takes its mark away when all of them went well: from then on its points
 * have its triggers again.
 */
export function untilArmed(
  { lambda, sleep }: MappingPorts,
  arn: string,
  activatings: readonly Activating[],
): Activating[] {
  const { name } = parseFunctionArn(arn);
  let well = 0;
  const counted = activatings.map(
    (one): Activating => ({
      ...one,
      activate: async () => {
        const told = await one.activate();
        well += 1;
        return told;
      },
    }),
  );
  const isUnmarked = async (): Promise<boolean> => {
    const what = { resource: name, call: "lambda:ListTags", again: ARM_AGAIN };
    const { Tags = {} } = await attempt(sleep, what, () =>
      lambda.send(new ListTagsCommand({ Resource: arn })),
    );
    return unarmedPoint(Tags) === undefined;
  };
  const unmark: Activating = {
    title: `unmark ${name}: it is armed`,
    call: "lambda:UntagResource",
    active: isUnmarked,
    activate: async () => {
      if (well < activatings.length || (await isUnmarked())) return "kept";
      const what = { resource: name, call: "lambda:UntagResource", again: ARM_AGAIN };
      await attempt(sleep, what, () =>
        lambda.send(new UntagResourceCommand({ Resource: arn, TagKeys: [MARK] })),
      );
      return "written";
    },
  };
  return [...counted, unmark];
}
