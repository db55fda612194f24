import { GetVpcLinkCommand } from "@aws-sdk/client-apigatewayv2";
import { uniqueSorted } from "../../../core/source-order.ts";
import { READ } from "../../kit/api-methods.ts";
import { attemptOrNone } from "../../kit/attempt.ts";
import { planRoleUse } from "../../kit/prerequisites.ts";
import { hasVariables } from "../calls.ts";

import type { Draft } from "./draft.ts";

/** Roles that it calls under are used as they are. `arn:aws:iam::*:user/*` is whoever calls. */
export async function planRoles(draft: Draft): Promise<void> {
  const { ports, request, resource } = draft;
  const { integrations, authorizers } = request.translation.document;
  const named = [...integrations, ...authorizers].flatMap(({ settings }) =>
    [settings.CredentialsArn, settings.AuthorizerCredentialsArn].flatMap((one) =>
      typeof one === "string" && one.includes(":role/") && !hasVariables(one) ? one : [],
    ),
  );
  for (const role of uniqueSorted(named))
    await planRoleUse(draft, ports.role, role, `role ${role} of ${resource}`);
}

/** A way into a network, which no restore makes. */
export async function planLinks(draft: Draft): Promise<void> {
  const { ports, request, resource, blocked } = draft;
  const { document, missing } = request.translation;
  const unknown = new Set(missing.map(({ value }) => value));
  const links = document.integrations.flatMap(({ settings: { ConnectionId: id } }) =>
    typeof id === "string" && !hasVariables(id) && !unknown.has(id) ? id : [],
  );
  for (const VpcLinkId of uniqueSorted(links)) {
    const what = { resource: `VPC link ${VpcLinkId}`, call: READ };
    const found = await attemptOrNone(ports.sleep, what, () =>
      ports.gateway.send(new GetVpcLinkCommand({ VpcLinkId })),
    );
    if (found === undefined)
      blocked.push({
        because: "prerequisite",
        message: `VPC link ${VpcLinkId} of ${resource} is not there`,
        hint: "create one (aws apigatewayv2 create-vpc-link), and map the id of the point to it",
      });
  }
}
