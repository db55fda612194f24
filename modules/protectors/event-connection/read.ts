import { DescribeConnectionCommand, type EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { Json, JsonObject } from "../../contract/json.ts";
import { CallError, call } from "../kit/calls.ts";
import { isObject } from "../kit/canonical.ts";
import { pick } from "../kit/json.ts";
import type { Authorization, ConnectionDocument } from "./document.ts";
import { hasSecretMark, withoutSecretMark } from "./mark.ts";

/** What reading a connection asks. */
export interface ConnectionReads {
  readonly events: Pick<EventBridgeClient, "send">;
}

export interface ReadConnection extends Pick<ConnectionDocument, "arn" | "settings" | "authorization"> {
  /** A restore has made it, and its description says still that its secret is to be given again. */
  readonly marked: boolean;
  /** `AUTHORIZED`, and why it is in that state, where AWS says so. */
  readonly state: string;
  readonly reason?: string;
  /** Milliseconds since 1970. */
  readonly made: number;
  readonly changed: number;
}

export const READ = "events:DescribeConnection";

export async function readConnection({ events }: ConnectionReads, name: string): Promise<ReadConnection> {
  const answer = await call(READ, name, () => events.send(new DescribeConnectionCommand({ Name: name })));
  const { ConnectionArn: arn, ConnectionState: state = "", AuthorizationType, StateReason: reason } = answer;
  if (arn === undefined || AuthorizationType === undefined)
    throw new CallError(READ, name, new Error("answered without an ARN or a type"));
  if (state === "DELETING") throw new CallError(READ, name, new Error("it is being deleted"));
  const { Description: described = "" } = answer;
  const settings = pick(answer, ["Description", "KmsKeyIdentifier", "InvocationConnectivityParameters"]);
  const { AuthParameters: parameters } = pick(answer, ["AuthParameters"]);
  const { CreationTime: made, LastModifiedTime: changed } = answer;
  return {
    arn,
    settings: toldOf({ ...settings, Description: withoutSecretMark(described) }),
    authorization: {
      AuthorizationType,
      ...(isObject(parameters) && { AuthParameters: toldOf(parameters) }),
    } satisfies Authorization,
    marked: hasSecretMark(described),
    ...{ state, ...(reason && { reason }) },
    made: made?.getTime() ?? 0,
    changed: (changed ?? made)?.getTime() ?? 0,
  };
}

/** Without what is empty, what AWS has drawn, and, should AWS ever tell it, the value of what is secret. */
function toldOf(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => {
      if (key === "ResourceAssociationArn" || (key === "Value" && value.IsValueSecret === true)) return [];
      const told = isObject(one)
        ? toldOf(one)
        : Array.isArray(one)
          ? one.map((item: Json) => (isObject(item) ? toldOf(item) : item))
          : one;
      return isEmpty(told) ? [] : [[key, told] as const];
    }),
  );
}

function isEmpty(value: Json): boolean {
  if (value === "" || value === null) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
