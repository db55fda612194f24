import { ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";
import { functionOf } from "../../../core/arn.ts";
import { orNone } from "../../kit/attempt.ts";
import { listAll } from "../../kit/pages.ts";
import { whyUnasked } from "../../kit/restore-error.ts";
import type { Draft } from "./draft.ts";

const LIST = "lambda:ListEventSourceMappings";

/**
 * Mappings are bound to a stream by its ARN, and outlive it: of live functions that this restore does not bind anew is said
 * that they hear nothing of the new one.
 */
export async function planReaders(draft: Draft): Promise<void> {
  const { live, request, warnings } = draft;
  const { source, document } = request.translation;
  // A copy has a stream of its own, and those who read the one of its source go on.
  if (source.arn !== document.arn || document.stream === undefined) return;
  const now = live?.settings?.stream;
  const gone = new Set([source.stream, now].flatMap((one) => one?.arn ?? []));
  if (now?.view === document.stream.view) gone.delete(now.arn);
  for (const stream of gone) {
    const [was, anew] = [`stream ${stream}, which is gone`, "the new stream of the table tells it nothing"];
    const how = (what: string) =>
      `restore it with the table (zonekeep restore dynamodb-table/${document.name} ${what}), and delete that mapping then`;
    try {
      for (const { uuid, name } of await readersOf(draft, stream))
        warnings.push(`function ${name} reads ${was} (mapping ${uuid}): ${anew}; ${how(`lambda/${name}`)}`);
    } catch (error) {
      warnings.push(
        `who reads ${was}, cannot be asked (${whyUnasked(error)}): of a function that does, ${anew}; ${how("lambda/...")}`,
      );
    }
  }
}

async function readersOf({ ports, request }: Draft, EventSourceArn: string) {
  const { name } = request.translation.document;
  const all = await listAll(
    ports.sleep,
    { resource: `table ${name}`, call: LIST },
    (Marker) =>
      orNone(() => ports.lambda.send(new ListEventSourceMappingsCommand({ EventSourceArn, Marker }))),
    (page) => ({ items: page?.EventSourceMappings, next: page?.NextMarker }),
  );
  return all.flatMap(({ UUID: uuid = "", FunctionArn = "" }) => {
    // Without the alias or version that it calls.
    const arn = functionOf(FunctionArn);
    const [, , , , , , name = ""] = arn.split(":");
    return name === "" || request.together.has(arn) ? [] : [{ uuid, name }];
  });
}
