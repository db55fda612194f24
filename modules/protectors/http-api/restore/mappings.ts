import { GetDomainNameCommand } from "@aws-sdk/client-apigatewayv2";
import { MAKE, READ } from "../../kit/api-methods.ts";
import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import type { Mapping } from "../document.ts";
import { readMappings } from "../read.ts";
import type { Draft } from "./draft.ts";

/** Where domain names led to the API. Domain names, their certificates and their DNS are not part of it. */
export async function planMappings(draft: Draft): Promise<readonly Mapping[]> {
  const coming: Mapping[] = [];
  const { source, document } = draft.request.translation;
  for (const [at, mapping] of document.mappings.entries())
    if (await planMapping(draft, source.mappings[at] ?? mapping, mapping)) coming.push(mapping);
  return coming;
}

async function planMapping(draft: Draft, was: Mapping, wanted: Mapping): Promise<boolean> {
  const { ports, request, live, parts, steps, atArm, blocked, leftOut, warnings, resource } = draft;
  const part = `mapping/${was.domain}/${was.key}`;
  const label = mappingLabel(wanted);
  parts.push(part);
  if (request.skip?.has(part)) {
    warnings.push(`the API mapping of ${label} to ${resource} is left out, as --skip ${part} says`);
    return false;
  }
  // It leads to its stage, which is left out.
  if (request.skip?.has(`stage/${wanted.stage}`)) return false;
  const what = { resource: `domain name ${wanted.domain}`, call: READ };
  const domain = await attemptOrNone(ports.sleep, what, () =>
    ports.gateway.send(new GetDomainNameCommand({ DomainName: wanted.domain })),
  );
  if (domain === undefined) {
    leftOut.push(
      `the API mapping of ${label} to ${resource}: there is no domain name ${wanted.domain} in ${ports.region}; create it ` +
        `(aws apigatewayv2 create-domain-name) and restore again, or map it to one that is there, or say --skip ${part}`,
    );
    return false;
  }
  const all = await attempt(ports.sleep, what, () => readMappings(ports, wanted.domain));
  const there = all.find(({ ApiMappingKey = "" }) => ApiMappingKey === wanted.key);
  if (there === undefined) {
    atArm.push({ title: `map ${label} to ${resource}`, call: MAKE, effect: "create" });
    return true;
  }
  if (there.ApiId === live?.id && there.Stage === wanted.stage) {
    steps.push({ title: `${label} is mapped to ${resource}`, call: READ, effect: "keep" });
    return true;
  }
  blocked.push({
    because: "live",
    message: `${label} cannot be mapped to ${resource}: it leads to stage ${there.Stage} of API ${there.ApiId}`,
    hint: `delete that API mapping (aws apigatewayv2 delete-api-mapping) if it is no longer wanted, or say --skip ${part}`,
  });
  return false;
}

/** `api.example.com/orders` */
export function mappingLabel({ domain, key }: Mapping): string {
  return key === "" ? domain : `${domain}/${key}`;
}
