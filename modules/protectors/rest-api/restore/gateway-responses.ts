import {
  DeleteGatewayResponseCommand,
  PutGatewayResponseCommand,
  type PutGatewayResponseCommandInput,
} from "@aws-sdk/client-api-gateway";
import type { JsonObject } from "../../../contract/json.ts";
import { PUT, TAKE } from "../../kit/api-methods.ts";
import type { RestApiDocument } from "../document.ts";
import { readGatewayResponses } from "../read.ts";
import { isSameJson } from "./patch.ts";
import type { ApiRestorePorts } from "./ports.ts";
import { type Section, sending } from "./write.ts";

/** Answers in place of API Gateway's own: a put replaces the whole of one. */
export function gatewayResponsesSection(
  ports: ApiRestorePorts,
  { gatewayResponses }: RestApiDocument,
): Section<readonly JsonObject[], readonly JsonObject[]> {
  return {
    noun: "gateway responses",
    wanted: gatewayResponses,
    fresh: [],
    read: (api) => readGatewayResponses(ports, api),
    writes: (live, restApiId, prune) => {
      const send = sending(ports, restApiId);
      const of = (type: string): string => `gateway response ${type}`;
      const there = new Map(live.map((one) => [String(one.responseType), one]));
      const differing = gatewayResponses.filter(
        (one) => !isSameJson(one, there.get(String(one.responseType))),
      );
      const wanted = new Set(gatewayResponses.map((one) => String(one.responseType)));
      const extra = prune ? [...there.keys()].filter((type) => !wanted.has(type)) : [];
      return [
        ...differing.map((one) => ({
          title: `set ${of(String(one.responseType))}`,
          call: PUT,
          send: async () => {
            await send(PUT, of(String(one.responseType)), () =>
              ports.gateway.send(
                new PutGatewayResponseCommand({
                  ...one,
                  restApiId,
                } as unknown as PutGatewayResponseCommandInput),
              ),
            );
          },
        })),
        ...extra.map((type) => ({
          title: `delete ${of(type)}`,
          call: TAKE,
          send: async () => {
            await send(TAKE, of(type), () =>
              ports.gateway.send(
                new DeleteGatewayResponseCommand({ restApiId, responseType: type as "DEFAULT_4XX" }),
              ),
            );
          },
        })),
      ];
    },
  };
}
