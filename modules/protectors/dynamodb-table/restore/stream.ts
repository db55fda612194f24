import { type StreamViewType, UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import type { JsonObject } from "../../../contract/json.ts";
import { attempt } from "../../kit/attempt.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { Ids } from "../../protector.ts";
import type { TableSettings } from "../document.ts";
import type { Draft } from "./draft.ts";
import { stays } from "./push.ts";
import { UPDATE } from "./update.ts";
import { CHANGING, untilActive } from "./wait.ts";

/**
 * Switches the stream on, which gives it an ARN of its own: mappings and policies are bound to that one. Another view takes
 * another stream; what was in the one before stays readable for a day, and no function reads it.
 */
export function planStream(draft: Draft, there: TableSettings, wanted: JsonObject, is: JsonObject): void {
  const { ports, request, steps, effect } = draft;
  const { name, stream } = request.translation.document;
  const resource = `table ${name}`;
  if (stream === undefined) {
    if (there.stream !== undefined) stays(draft, "the stream");
    return;
  }
  const viewOf = ({ stream: one }: JsonObject) => (one as JsonObject | undefined)?.view;
  if (viewOf(wanted) === viewOf(is)) return;
  const old = there.stream;
  steps.push({
    title: `switch the stream of ${resource} on${old === undefined ? "" : " anew"}, with ${stream.view}`,
    call: UPDATE,
    effect,
    perform: async (ids) => {
      const set = async (StreamSpecification: {
        readonly StreamEnabled: boolean;
        readonly StreamViewType?: StreamViewType;
      }) => {
        const { TableDescription: answer } = await attempt(ports.sleep, { resource, call: UPDATE }, () =>
          ports.dynamodb.send(new UpdateTableCommand({ TableName: name, StreamSpecification })),
        );
        const described = await untilActive(ports, name, CHANGING);
        // Of the change itself, for what is read after it may be of before.
        return answer?.LatestStreamArn ?? described.LatestStreamArn;
      };
      if (old !== undefined) await set({ StreamEnabled: false });
      const arn = await set({ StreamEnabled: true, StreamViewType: stream.view as StreamViewType });
      if (arn === undefined) throw new RestoreError(resource, UPDATE, "its stream has no ARN", AGAIN);
      for (const [from] of streamIds(draft, arn)) ids.set(from, arn);
    },
  });
  if (old !== undefined)
    draft.warnings.push(
      `the stream of ${resource} is switched off and on, for ${stream.view}: it gets another ARN, and mappings of other functions go on reading ${old.arn}, where nothing comes any more`,
    );
}

/** By what others know the stream, with the ARN that it has now. */
export function streamIds({ request: { translation } }: Draft, arn: string): (readonly [string, string])[] {
  const [was, here] = [translation.source.stream?.arn, translation.document.stream?.arn];
  return [...new Set([was, here])].flatMap((from) => (from === undefined ? [] : [[from, arn] as const]));
}

export function streamNow({ request: { translation } }: Draft, ids: Ids): string {
  const arn = ids.get(translation.source.stream?.arn ?? "");
  if (arn === undefined)
    throw new RestoreError(
      `table ${translation.document.name}`,
      UPDATE,
      "nobody knows the ARN of its stream",
      AGAIN,
    );
  return arn;
}
