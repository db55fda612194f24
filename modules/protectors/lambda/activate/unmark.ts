import { ListTagsCommand, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-lambda";
import type { ActivateRequest, Activating, Disarming } from "../../activating.ts";
import { attempt } from "../../kit/attempt.ts";
import { unlessGone } from "../../kit/disarming.ts";
import { findMark, MARK, markTag, placeOfMark, unarmedPoint } from "../../kit/mark.ts";
import { ARM_AGAIN, DISARM_AGAIN } from "../../kit/restore-error.ts";
import { parseFunctionArn } from "../arn.ts";
import type { MappingPorts } from "../restore/ports.ts";

interface Marked {
  /** Key of the point that it was restored from. Absent in results of older versions: no mark can be made again. */
  readonly point: string | undefined;
  readonly isArmed: () => boolean;
}

/**
 * Takes the mark of a function away when all else of it is armed: from then on its points have its triggers again.
 * Disarmed it is marked again, before all else: its points lack them.
 */
export function unmarkActivating(
  ports: MappingPorts,
  arn: string,
  { point, isArmed }: Marked,
  request: Pick<ActivateRequest, "note">,
): Activating {
  const { name } = parseFunctionArn(arn);
  const isUnmarked = async (): Promise<boolean> =>
    unarmedPoint(await tagsOf(ports, arn, ARM_AGAIN)) === undefined;
  return {
    title: `unmark ${name}: it is armed`,
    call: "lambda:UntagResource",
    tells: true,
    active: isUnmarked,
    activate: async () => {
      if (!isArmed() || (await isUnmarked())) return "kept";
      const what = { resource: name, call: "lambda:UntagResource", again: ARM_AGAIN };
      await attempt(ports.sleep, what, () =>
        ports.lambda.send(new UntagResourceCommand({ Resource: arn, TagKeys: [MARK] })),
      );
      return "written";
    },
    ...(point !== undefined && { disarming: marking(ports, arn, point, request) }),
  };
}

function marking(
  ports: MappingPorts,
  arn: string,
  point: string,
  { note }: Pick<ActivateRequest, "note">,
): Disarming {
  const { name } = parseFunctionArn(arn);
  const call = "lambda:TagResource";
  return {
    title: `mark ${name}: it is not armed`,
    call,
    tells: true,
    inactive: async () => {
      const tags = await unlessGone(() => tagsOf(ports, arn, DISARM_AGAIN));
      if (tags === undefined || findMark(tags) !== undefined) return true;
      if (tags[MARK] === undefined && placeOfMark(tags, tags) === MARK) return false;
      note(
        `${name} has no room for the tag ${MARK}: its points lack what brings events to it until it is armed`,
      );
      return true;
    },
    disarm: async () => {
      const Tags = markTag(MARK, { point, replace: false, unarmed: true });
      await attempt(ports.sleep, { resource: name, call, again: DISARM_AGAIN }, () =>
        ports.lambda.send(new TagResourceCommand({ Resource: arn, Tags })),
      );
    },
  };
}

async function tagsOf(
  { lambda, sleep }: MappingPorts,
  arn: string,
  again: string,
): Promise<Readonly<Record<string, string>>> {
  const what = { resource: parseFunctionArn(arn).name, call: "lambda:ListTags", again };
  const { Tags = {} } = await attempt(sleep, what, () => lambda.send(new ListTagsCommand({ Resource: arn })));
  return Tags;
}
