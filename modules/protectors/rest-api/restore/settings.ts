import { type PatchOperation, UpdateRestApiCommand } from "@aws-sdk/client-api-gateway";
import type { JsonObject } from "../../../contract/json.ts";
import { CHANGE } from "../../kit/api-methods.ts";
import { isObject } from "../../kit/canonical.ts";
import { livingPolicy } from "../../kit/resource-policy.ts";
import type { RestApiDocument } from "../document.ts";
import { resourcePolicy, settingsOf } from "../form.ts";
import { readApi } from "../read.ts";
import { isSameJson, memberPatches, replacing, segment } from "./patch.ts";
import type { ApiRestorePorts } from "./ports.ts";
import { type Section, sending } from "./write.ts";

interface Settings {
  readonly name: string;
  readonly settings: JsonObject;
  readonly policy?: JsonObject;
}

/** Members that a patch sets as a whole. https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html */
const PLAIN = [
  ...["description", "version", "minimumCompressionSize", "apiKeySource", "disableExecuteApiEndpoint"],
  ...["securityPolicy", "endpointAccessMode"],
];

/** Name, settings and resource policy of the API itself. */
export function settingsSection(
  ports: ApiRestorePorts,
  { name, settings, policy: written }: RestApiDocument,
): Section<Settings, Settings> {
  const policy = livingPolicy(written);
  const wanted: Settings = { name, settings, ...(policy !== undefined && { policy }) };
  return {
    noun: "settings",
    wanted,
    // CreateRestApi makes all of them.
    fresh: wanted,
    read: async (api) => {
      const there = await readApi(ports, api);
      const now = resourcePolicy(there);
      return {
        name: there.name ?? "",
        settings: settingsOf(there),
        ...(now !== undefined && { policy: now }),
      };
    },
    writes: (live, restApiId) => {
      const patchOperations = patches(wanted, live);
      if (patchOperations.length === 0) return [];
      const title = `set ${[...new Set(patchOperations.map(({ path = "" }) => path.split("/")[1]))].join(", ")}`;
      return [
        {
          title,
          call: CHANGE,
          send: async () => {
            await sending(ports, restApiId)(CHANGE, "settings", () =>
              ports.gateway.send(new UpdateRestApiCommand({ restApiId, patchOperations })),
            );
          },
        },
      ];
    },
  };
}

function patches(wanted: Settings, live: Settings): PatchOperation[] {
  const [to, from] = [endpointOf(wanted), endpointOf(live)];
  return [
    ...replacing({ name: wanted.name }, { name: live.name }, ["name"]),
    ...replacing(wanted.settings, live.settings, PLAIN),
    ...memberPatches(wanted.settings.binaryMediaTypes, live.settings.binaryMediaTypes, (op, type) => ({
      op,
      path: `/binaryMediaTypes/${segment(type)}`,
    })),
    ...endpointPatches(to, from),
    ...(isSameJson(wanted.policy, live.policy)
      ? []
      : [{ op: "replace" as const, path: "/policy", value: policyText(wanted.policy) }]),
  ];
}

/** An API has one kind of endpoint, which is put in the place of the one that it has. */
function endpointPatches(to: JsonObject, from: JsonObject): PatchOperation[] {
  const [kind, was] = [[to.types ?? []].flat()[0], [from.types ?? []].flat()[0]];
  return [
    ...(kind === undefined || was === undefined || kind === was
      ? []
      : [
          {
            op: "replace" as const,
            path: `/endpointConfiguration/types/${String(was)}`,
            value: String(kind),
          },
        ]),
    ...(to.ipAddressType === undefined || to.ipAddressType === from.ipAddressType
      ? []
      : [
          {
            op: "replace" as const,
            path: "/endpointConfiguration/ipAddressType",
            value: String(to.ipAddressType),
          },
        ]),
    ...memberPatches(to.vpcEndpointIds, from.vpcEndpointIds, (op, value) => ({
      op,
      path: "/endpointConfiguration/vpcEndpointIds",
      value,
    })),
  ];
}

function endpointOf({ settings: { endpointConfiguration: endpoint } }: Settings): JsonObject {
  return isObject(endpoint) ? endpoint : {};
}

export function policyText(policy: JsonObject | undefined): string {
  return policy === undefined ? "" : JSON.stringify(policy);
}
