import { MAKE } from "../../kit/api-methods.ts";
import type { ApiMapping } from "../document.ts";
import { readDomains, readMappings } from "../read-plans.ts";
import { type Draft, labelOf, patiently } from "./draft.ts";

/** Paths of custom domains lead to the API once it is armed. A domain itself, its certificate and its DNS are nothing that a restore makes. */
export async function planMappings(draft: Draft): Promise<readonly ApiMapping[]> {
  const { ports, request, live } = draft;
  const { mappings } = request.translation.document;
  if (mappings.length === 0) return [];
  const [domains, there] = await patiently(draft, async () => [
    new Set(await readDomains(ports, ports.region)),
    await readMappings(ports, ports.region),
  ]);
  return mappings.flatMap((one) => {
    const label = `${one.domain}${one.basePath === "(none)" ? "" : `/${one.basePath}`}`;
    const now = there.find(({ domain, basePath }) => domain === one.domain && basePath === one.basePath);
    if (now !== undefined && now.api === live?.api.id && now.stage === one.stage) return [one];
    if (one.basePath.includes("/")) {
      draft.leftOut.push(
        `custom domain ${label} of ${labelOf(draft)}: a path of several levels is mapped by API Gateway's second version alone; ` +
          "map it by hand once it is armed (aws apigatewayv2 create-api-mapping)",
      );
      return [];
    }
    if (now !== undefined || !domains.has(one.domain)) {
      draft.leftOut.push(
        now === undefined
          ? `custom domain ${label} of ${labelOf(draft)}: it is not in ${ports.region}; make it there (aws apigateway create-domain-name), ` +
              "then restore again, or map the path by hand once it is armed"
          : `custom domain ${label} of ${labelOf(draft)}: it leads to API ${now.api} there; set it by hand once this one is armed ` +
              "(aws apigateway update-base-path-mapping)",
      );
      return [];
    }
    draft.atArm.push({
      title: `map ${label} to ${labelOf(draft)}`,
      call: MAKE,
      effect: "create",
    });
    return [one];
  });
}
